"""What party keeps of relationship managers: which colleague looks after a customer, since when, and why."""

from django.db import models
from django.db.models import Q

from puhui.kernel.ids import new_id


class PartyManager(models.Model):
    """A colleague looks after a customer until another one does; the rows that ended are the history."""

    personal_data = "ids, the name of staff, and the reason that staff stated"
    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    manager_id = models.UUIDField()
    manager_name = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    since_at = models.DateTimeField()
    by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(ended_at=None), name="one_manager_at_a_time")
        ]
        indexes = [models.Index(fields=["manager_id", "id"], name="managed_by", condition=Q(ended_at=None))]
