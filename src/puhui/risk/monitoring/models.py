"""What the watch keeps: counts of days, references, measures and episodes of alarm. No person can be found in it."""

from django.db import models
from django.db.models import Q

from puhui.risk.monitoring.contracts import Level

NONE = "none: counts and statistics of many decisions"


class DayTally(models.Model):
    """The counts of one kind for one segment on one business date. Append-only: a trigger refuses changes."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    business_date = models.DateField()
    product_code = models.CharField(max_length=60)
    model = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80, blank=True, default="")
    counts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_date", "product_code", "model", "kind", "subject"], name="one_tally_a_day"
            ),
        ]


class DayOfWatch(models.Model):
    """A business date that was tallied and measured. Append-only: a trigger refuses changes."""

    personal_data = NONE
    business_date = models.DateField(primary_key=True)
    policy = models.CharField(max_length=60)
    decisions = models.PositiveIntegerField()
    replayed = models.PositiveIntegerField()
    watched_at = models.DateTimeField()


class Reference(models.Model):
    """What a segment is compared with: the training data of the model, or its first decisions up to a day."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    product_code = models.CharField(max_length=60)
    model = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80, blank=True, default="")
    counts = models.JSONField()
    until = models.DateField(null=True)  # null: from training
    fixed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product_code", "model", "kind", "subject"], name="one_reference"),
        ]


class Measure(models.Model):
    """One measure of one segment on one day. Append-only: a trigger refuses changes."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    business_date = models.DateField()
    product_code = models.CharField(max_length=60, blank=True, default="")
    model = models.CharField(max_length=120, blank=True, default="")
    measure = models.CharField(max_length=30)
    subject = models.CharField(max_length=120, blank=True, default="")
    value = models.DecimalField(max_digits=16, decimal_places=6)
    reference = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    rows = models.PositiveIntegerField()
    level = models.CharField(max_length=5)
    policy = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_date", "product_code", "model", "measure", "subject"], name="one_measure_a_day"
            ),
            models.CheckConstraint(condition=Q(level__in=[level.value for level in Level]), name="level_known"),
        ]
        indexes = [models.Index(fields=["measure", "subject", "business_date"], name="measure_series")]


class Episode(models.Model):
    """A time during which a measure was beyond its limit: it opens one case."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    product_code = models.CharField(max_length=60, blank=True, default="")
    model = models.CharField(max_length=120, blank=True, default="")
    measure = models.CharField(max_length=30)
    subject = models.CharField(max_length=120, blank=True, default="")
    level = models.CharField(max_length=5)
    opened_on = models.DateField()
    last_beyond_on = models.DateField()
    ended_on = models.DateField(null=True)
    case_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product_code", "model", "measure", "subject"],
                condition=Q(ended_on=None),
                name="one_open_episode",
            ),
        ]
