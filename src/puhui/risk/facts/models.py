"""What facts keeps: each value with where it came from, and who must be measured anew."""

from django.db import models


class FactRecord(models.Model):
    """A fact as it was measured; a new row when its value, origin or definition differs. Append-only."""

    personal_data = "pseudonymous: a measured value about a party, by id"
    id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=40, null=True)  # null: unknown
    definition = models.CharField(max_length=100)
    answers = models.JSONField()  # the ids of the answers, or of the imports, it was measured from
    as_of = models.DateField(null=True)
    measured_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["party", "name", "measured_at"], name="fact_of_party")]


class FactMark(models.Model):
    """Since when a party's facts are stale, and when they were last measured."""

    personal_data = "none: ids only"
    party = models.OneToOneField("party.Party", primary_key=True, on_delete=models.PROTECT, related_name="+")
    stale_since = models.DateTimeField(null=True)
    measured_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["stale_since"], name="facts_stale")]
