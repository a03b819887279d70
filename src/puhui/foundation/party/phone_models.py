"""What party keeps of numbers that staff propose for a customer who cannot read the old one any more."""

from django.db import models
from django.db.models import F, Q

from puhui.kernel.ids import new_id

PROPOSAL_STATES = ("proposed", "proven", "confirmed", "declined", "replaced")
WAITING = ("proposed", "proven")


class PhoneProposed(models.Model):
    """One number for one person; at most one waits of each. Proven by a code sent to it, decided by somebody else.

    Once it waits no more the number itself goes; its masked form stays for who looks back.
    """

    personal_data = "a phone number, encrypted, with a blind index, while it waits; then masked; ids"
    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    phone_masked = models.CharField(max_length=20)
    phone_sealed = models.TextField(blank=True)
    phone_index = models.CharField(max_length=64, blank=True)
    sealed_with = models.CharField(max_length=20)
    seen = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(state, state) for state in PROPOSAL_STATES], default="proposed")
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name_plural = "phones proposed"
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(state__in=WAITING), name="one_phone_waits"),
            models.UniqueConstraint(fields=["phone_index"], condition=Q(state__in=WAITING), name="phone_waits_once"),
            models.CheckConstraint(
                name="phone_four_eyes", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="phone_proven_first", condition=~Q(state="confirmed") | Q(proven_at__isnull=False)
            ),
        ]
