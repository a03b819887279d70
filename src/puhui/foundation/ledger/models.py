"""What the ledger keeps. Journals, transfers, entries and resolutions are append-only; no row is ever deleted.

Foreign keys inside the ledger are kept without a database constraint: their rows are written in one statement and
cannot be deleted, and a constraint checked row by row costs more than the row. `check_books` proves them.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

PERSONAL_DATA = "none: ids of loans, amounts and codes only"


def _inside(to: type[models.Model], **options: Any) -> Any:
    """A reference to a row of the ledger; without an index of its own, for the primary keys serve."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, **options
    )


def _at_least_floor() -> Q:
    debit = Q(is_debit_normal=True) & Q(
        debits_posted_minor__gte=F("floor_minor") + F("credits_posted_minor") + F("credits_pending_minor")
    )
    credit = Q(is_debit_normal=False) & Q(
        credits_posted_minor__gte=F("floor_minor") + F("debits_posted_minor") + F("debits_pending_minor")
    )
    return Q(floor_minor__isnull=True) | debit | credit


class BusinessDate(models.Model):
    """The accounting days, one of them open."""

    personal_data = PERSONAL_DATA
    business_date = models.DateField(primary_key=True)
    is_open = models.BooleanField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    last_batch = models.PositiveIntegerField(null=True)  # of the chain "ledger", once the closed day is sealed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_open"], condition=Q(is_open=True), name="one_open_business_date")
        ]


class LedgerAccount(models.Model):
    """Where amounts accumulate. The id follows from code, currency, owner, stripe and segment (`rules.accounts`)."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    code = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    owner_id = models.UUIDField(null=True)
    stripe = models.SmallIntegerField()
    segment = models.CharField(max_length=60, default="")
    is_debit_normal = models.BooleanField()
    floor_minor = models.BigIntegerField(null=True)
    entries = models.BigIntegerField()
    debits_posted_minor = models.BigIntegerField()
    credits_posted_minor = models.BigIntegerField()
    debits_pending_minor = models.BigIntegerField()
    credits_pending_minor = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["code", "currency", "owner_id"], name="account_code"),
            models.Index(fields=["owner_id"], name="account_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="account_totals_not_negative",
                condition=Q(debits_posted_minor__gte=0)
                & Q(credits_posted_minor__gte=0)
                & Q(debits_pending_minor__gte=0)
                & Q(credits_pending_minor__gte=0),
            ),
            models.CheckConstraint(name="account_floor", condition=_at_least_floor()),
        ]


class Journal(models.Model):
    """Transfers with one cause. The id is the caller's; the digest tells a repeat from a reuse."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    kind = models.CharField(max_length=60)
    source = models.CharField(max_length=100)
    text = models.CharField(max_length=300)
    template = models.CharField(max_length=60)
    business_date = models.DateField()
    value_date = models.DateField()
    is_pending = models.BooleanField()
    expires_on = models.DateField(null=True)
    reverses_id = models.UUIDField(null=True)
    content_digest = models.CharField(max_length=64)
    actor_id = models.UUIDField()
    posted_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["business_date", "id"], name="journal_day"),
            models.Index(fields=["expires_on"], name="journal_pending", condition=Q(is_pending=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reverses_id"], condition=Q(reverses_id__isnull=False), name="reversed_at_most_once"
            )
        ]


class Transfer(models.Model):
    """The atom: one debit, one credit, one amount above zero."""

    personal_data = PERSONAL_DATA
    pk = models.CompositePrimaryKey("journal_id", "n")
    journal = _inside(Journal)
    n = models.SmallIntegerField()
    bucket = models.SmallIntegerField()
    debit_account = _inside(LedgerAccount)
    credit_account = _inside(LedgerAccount)
    amount_minor = models.BigIntegerField()
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(name="transfer_amount_above_zero", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="transfer_between_two_accounts", condition=~Q(debit_account=F("credit_account"))
            ),
        ]


class Entry(models.Model):
    """One side of a posted transfer, with the account's totals after it.

    The date comes second in the key, so that the balance at the end of any day is one look-up; it never falls as
    `seq` rises, because the account is locked while the date is read.
    """

    personal_data = PERSONAL_DATA
    pk = models.CompositePrimaryKey("account_id", "business_date", "seq")
    account = _inside(LedgerAccount)
    business_date = models.DateField()
    seq = models.BigIntegerField()
    bucket = models.SmallIntegerField()
    journal = _inside(Journal)
    n = models.SmallIntegerField()
    is_debit = models.BooleanField()
    amount_minor = models.BigIntegerField()
    debits_after_minor = models.BigIntegerField()
    credits_after_minor = models.BigIntegerField()


class Resolution(models.Model):
    """What became of a pending journal; the primary key lets it happen once."""

    personal_data = PERSONAL_DATA
    journal = models.OneToOneField(
        Journal, on_delete=models.PROTECT, related_name="+", primary_key=True, db_constraint=False
    )
    bucket = models.SmallIntegerField()
    outcome = models.CharField(max_length=10, choices=[(o, o) for o in ("posted", "voided", "expired")])
    business_date = models.DateField(db_index=True)
    actor_id = models.UUIDField()
    resolved_at = models.DateTimeField()


class ClosedPeriod(models.Model):
    """A month that finance closed, with the trial balance it was closed on. Reopening ends the row, it never goes."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    month = models.DateField()  # its first day
    closed_by = models.UUIDField()
    closed_by_name = models.CharField(max_length=80)
    closed_at = models.DateTimeField()
    balance = models.JSONField()
    digest = models.CharField(max_length=64)
    batch = models.PositiveIntegerField()  # of the chain "periods"
    reopen_reason = models.CharField(max_length=300, default="")
    reopen_by = models.UUIDField(null=True)
    reopen_by_name = models.CharField(max_length=80, default="")
    reopened_by = models.UUIDField(null=True)
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=Q(reopened_at__isnull=True), name="one_standing_close_per_month"
            )
        ]


class PeriodAdjustment(models.Model):
    """A posting that finance wants in a closed month: proposed by one, confirmed by another, then a journal."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    period = models.ForeignKey(ClosedPeriod, on_delete=models.PROTECT, related_name="+")
    value_date = models.DateField()
    debit = models.CharField(max_length=40)
    credit = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=250)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    declined = models.BooleanField(default=False)
    journal_id = models.UUIDField(null=True)
