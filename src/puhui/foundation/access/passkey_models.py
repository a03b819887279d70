"""What access keeps of passkeys: the public half of each, and the questions that wait for a signed answer."""

from django.db import models
from django.db.models import Q

from puhui.kernel.ids import new_id


class Passkey(models.Model):
    """A key pair on a device of a staff member, of which the public half is kept here (WebAuthn level 2).

    `credential` is the attested credential data: the device's id of the pair and the public key. `sign_count` is the
    newest count that the device told; one that does not rise tells of a copy and is refused.
    """

    personal_data = "of staff: the name that they gave a device"
    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.BinaryField()
    name = models.CharField(max_length=60)
    sign_count = models.BigIntegerField()
    is_synced = models.BooleanField()
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user"], name="passkeys_of_user", condition=Q(ended_at=None))]


class PasskeyQuestion(models.Model):
    """Random bytes that a passkey is asked to sign: for one purpose, of one person or of whoever comes, once."""

    personal_data = "none: ids and random bytes"
    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10)
    challenge = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="passkey_questions_old")]
