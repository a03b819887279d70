"""What the embedded bank remembers; no table of ours points here."""

from django.db import models
from django.db.models import Q

PERSONAL_DATA = "none: parties by id and amounts"


class BankOrder(models.Model):
    """An order as the bank took it, and what it answers to it."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    direction = models.CharField(max_length=8)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    party_id = models.UUIDField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, default="")
    reason = models.CharField(max_length=200, default="")
    answered_at = models.DateTimeField(null=True)
    times_left = models.SmallIntegerField()
    next_answer_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_answer_at", "id"], name="bank_answers", condition=Q(next_answer_at__isnull=False)
            )
        ]


class BankCustomer(models.Model):
    """A party whose account at the bank is empty or closed; everybody else has money."""

    personal_data = PERSONAL_DATA
    party_id = models.UUIDField(primary_key=True)
    is_empty = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False)
