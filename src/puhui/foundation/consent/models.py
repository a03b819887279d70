"""What consent keeps."""

from django.db import models

from puhui.kernel.ids import new_id


class Consent(models.Model):
    """One consent; only its withdrawal is ever written into it."""

    personal_data = "none: ids only"
    id = models.UUIDField(primary_key=True, default=new_id)
    bucket = models.PositiveSmallIntegerField()
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    scope = models.JSONField()
    text_version = models.PositiveIntegerField()
    text_digest = models.CharField(max_length=64)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    until = models.DateField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "purpose", "id"], name="consent_of_party")]
