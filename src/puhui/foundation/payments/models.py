"""What payments keeps."""

from django.db import models
from django.db.models import Q

from puhui.foundation.payments.contracts import OPEN_STATES, OrderState, Purpose
from puhui.foundation.payments.statement_contracts import LineState

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
    suspended_on = models.DateField(null=True)
    held_until = models.DateTimeField(null=True)
    held_why = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "held_until"], name="order_held", condition=Q(held_until__isnull=False)),
            models.Index(fields=["party_id", "purpose", "id"], name="order_party"),
            models.Index(fields=["subject_id", "requested_at"], name="order_subject"),
            models.Index(fields=["requested_on", "id"], name="order_open", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["state", "requested_at", "id"], name="order_state"),
            models.Index(fields=["id"], name="order_suspended", condition=Q(suspended_on__isnull=False)),
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


class BankStatement(models.Model):
    """One statement of one of our accounts. The bank's number is unique for the account; the digest tells a repeat."""

    personal_data = "none: our own account, sums and dates"
    id = models.UUIDField(primary_key=True)
    account = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    from_date = models.DateField()
    to_date = models.DateField()
    opening_minor = models.BigIntegerField()
    closing_minor = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    imported_by = models.UUIDField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="one_statement_per_number")]


class BankStatementLine(models.Model):
    """One line. Who paid and what they wrote is sealed; `seen_key` tells the same line in another statement."""

    personal_data = "counterparty's name, account and words: sealed; a masked name beside them"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="+", db_index=False)
    n = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_on = models.DateField()
    value_on = models.DateField()
    end_to_end_id = models.CharField(max_length=60)
    bank_reference = models.CharField(max_length=60)
    counterparty_masked = models.CharField(max_length=60)
    sealed_detail = models.TextField()
    sealed_with = models.CharField(max_length=20)
    seen_key = models.CharField(max_length=64, null=True)
    state = models.CharField(max_length=12, choices=[(s, s) for s in LineState])
    suggestions = models.JSONField(default=list)
    loan_id = models.UUIDField(null=True)
    proposed = models.CharField(max_length=12, default="")
    proposed_loan_id = models.UUIDField(null=True)
    proposed_effect = models.CharField(max_length=20, default="")
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=80, default="")
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "n"], name="one_line_per_place"),
            models.UniqueConstraint(
                fields=["seen_key"], condition=Q(seen_key__isnull=False), name="one_line_seen_once"
            ),
            models.CheckConstraint(name="line_amount_not_zero", condition=~Q(amount_minor=0)),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="line_open", condition=~Q(state__in=["matched", "duplicate"]))
        ]


class LineMatch(models.Model):
    """Which orders a line is: an order may be one line, a share of one, or several lines together."""

    personal_data = "none: ids and amounts"
    id = models.UUIDField(primary_key=True)
    line = models.ForeignKey(BankStatementLine, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    rule = models.CharField(max_length=30)
    matched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "order"], name="one_match_per_line_and_order")]
