"""What payments keeps."""

from django.db import models
from django.db.models import Q

from puhui.foundation.payments.contracts import OPEN_STATES, OrderState, Purpose

PERSONAL_DATA = "none: parties by id, amounts and dates"


class PaymentOrder(models.Model):
    """One movement of money that we asked a bank for."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    direction = models.CharField(max_length=8, choices=[("pay_out", "pay_out"), ("collect", "collect")])
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    party_id = models.UUIDField()
    purpose = models.CharField(max_length=20, choices=[(p, p) for p in Purpose])
    subject_id = models.UUIDField()
    note = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=[(s, s) for s in OrderState])
    requested_on = models.DateField()
    requested_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200)
    bank_reference = models.CharField(max_length=80)
    missed_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "requested_at"], name="order_subject"),
            models.Index(fields=["requested_on", "id"], name="order_open", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["state", "requested_at", "id"], name="order_state"),
        ]
        constraints = [models.CheckConstraint(name="order_amount_above_zero", condition=Q(amount_minor__gt=0))]


class ReceivedAnswer(models.Model):
    """What a bank said of an order: each outcome once. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=200)
    bank_reference = models.CharField(max_length=80)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "outcome"], name="one_answer_per_outcome")]
