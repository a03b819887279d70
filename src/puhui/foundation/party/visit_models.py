"""What party keeps of visits: a customer lets a helper at a service point act beside them, for a short time."""

from django.db import models

from puhui.kernel.ids import new_id


class HelperVisit(models.Model):
    """A helper and a customer at one device: from the customer's code on until a moment, or until one ends it."""

    personal_data = "ids only"
    id = models.UUIDField(primary_key=True, default=new_id)
    agent_id = models.UUIDField()
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agent_id", "opened_at"], name="visit_agent")]


class VisitItem(models.Model):
    """What was prepared in a visit. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "ids only"
    id = models.UUIDField(primary_key=True, default=new_id)
    visit = models.ForeignKey(HelperVisit, on_delete=models.PROTECT, related_name="+")
    application_id = models.UUIDField(unique=True)
    prepared_at = models.DateTimeField()


class WaitingStatement(models.Model):
    """What a helper filled in beside a customer, until the customer confirms it with their own code.

    It is gone when it was confirmed, dropped, or the visit is over.
    """

    personal_data = "what a customer says of their land and income, for as long as a visit lasts"
    id = models.UUIDField(primary_key=True, default=new_id)
    visit = models.ForeignKey(HelperVisit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("plot", "fact")])
    told = models.JSONField()
    prepared_at = models.DateTimeField()
