"""What leasing keeps: things, what happened to them, readings of their meters."""

from django.db import models
from django.db.models import Q

from puhui.products.leasing.contracts import HELD, LeaseState, LeaseStep


class LeasedThing(models.Model):
    """One thing that is let. Its row is the lock under which it moves on."""

    personal_data = "parties by id; description of equipment"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    application_id = models.UUIDField(unique=True)
    loan_id = models.UUIDField(null=True, unique=True)
    lessee_id = models.UUIDField()
    supplier_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    maker = models.CharField(max_length=80)
    model = models.CharField(max_length=80)
    serial = models.CharField(max_length=60)
    plate = models.CharField(max_length=140)
    currency = models.CharField(max_length=3)
    price_minor = models.BigIntegerField()
    financed_minor = models.BigIntegerField()
    residual_minor = models.BigIntegerField()
    guaranteed_minor = models.BigIntegerField(default=0)  # what the supplier makes good of the residual
    insured_until = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=[(s, s) for s in LeaseState])
    accepted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plate"], condition=Q(state__in=HELD), name="a_thing_is_let_once"),
            models.CheckConstraint(
                name="lease_amounts",
                condition=Q(price_minor__gt=0)
                & Q(financed_minor__gt=0, financed_minor__lte=models.F("price_minor"))
                & Q(residual_minor__gte=0, residual_minor__lte=models.F("financed_minor")),
            ),
            models.CheckConstraint(
                name="no_more_guaranteed_than_residual",
                condition=Q(guaranteed_minor__gte=0, guaranteed_minor__lte=models.F("residual_minor")),
            ),
        ]
        indexes = [
            models.Index(fields=["lessee_id", "id"], name="lease_lessee"),
            models.Index(fields=["state", "id"], name="lease_state"),
        ]


class LeaseEvent(models.Model):
    """One thing that happened to it, in its order. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "names and notes of staff"
    id = models.UUIDField(primary_key=True)
    thing = models.ForeignKey(LeasedThing, on_delete=models.PROTECT, related_name="+", db_index=False)
    n = models.PositiveIntegerField()
    step = models.CharField(max_length=12, choices=[(s, s) for s in LeaseStep])
    on = models.DateField()
    amount_minor = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True, default="")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "n"], name="one_lease_event_per_place")]


class MeterReading(models.Model):
    """What a meter of the thing said. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "none: use of a machine"
    id = models.UUIDField(primary_key=True)
    thing = models.ForeignKey(LeasedThing, on_delete=models.PROTECT, related_name="+", db_index=False)
    meter = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=16, decimal_places=3)
    read_at = models.DateTimeField()
    source = models.CharField(max_length=40)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "meter", "read_at"], name="one_reading_a_moment")]
