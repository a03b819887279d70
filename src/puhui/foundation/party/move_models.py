"""What party keeps of moves: an organisation says that it is elsewhere, and somebody of ours looks before it counts."""

from django.db import models
from django.db.models import F, Q

from puhui.kernel.ids import new_id

MOVE_STATES = ("stated", "confirmed", "declined", "replaced")


class MoveStated(models.Model):
    """One statement; of one organisation at most one waits. Only its state moves, once, by somebody else."""

    personal_data = "ids, and what the customer said of the evidence"
    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=40)
    region = models.CharField(max_length=40)
    evidence = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(state, state) for state in MOVE_STATES], default="stated")
    stated_by = models.UUIDField()
    stated_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name_plural = "moves stated"
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(state="stated"), name="one_move_waits"),
            models.CheckConstraint(
                name="move_four_eyes", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("stated_by"))
            ),
        ]
