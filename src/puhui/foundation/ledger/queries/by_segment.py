"""What was booked on house accounts in a period, told apart by the product on the other side of each transfer."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from puhui.foundation.ledger.models import Entry, LedgerAccount, Transfer
from puhui.foundation.ledger.policy.chart import chart
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import InvalidInput, NotFound

MOST, MOST_DAYS = 200, 400


class SegmentSum(NamedTuple):
    """What a period brought to an account on its normal side from one segment; '' where the other side has none."""

    code: str
    segment: str
    minor: int


class SegmentEntry(NamedTuple):
    """One entry behind such a sum."""

    on: date
    journal_id: UUID
    n: int
    minor: int


def booked_by_segment(
    actor: Actor, *, codes: Collection[str], since: date, until: date, currency: str = "CNY"
) -> list[SegmentSum]:
    """For accounts of the house (income, expense): one query over their entries of the period.

    An account of the house has sixteen stripes, and of each the entries of a period are a range of its primary key.
    """
    rows = _entries(actor, codes=codes, since=since, until=until, currency=currency)
    sums = rows.values_list("account__code", "segment", "is_debit").annotate(Sum("amount_minor")).order_by()
    found: dict[tuple[str, str], int] = {}
    for code, segment, is_debit, minor in sums:
        sign = 1 if is_debit == chart()[code].is_debit_normal else -1
        found[code, segment] = found.get((code, segment), 0) + sign * int(minor)
    return [SegmentSum(code, segment, minor) for (code, segment), minor in sorted(found.items())]


def entries_of_segment(
    actor: Actor,
    *,
    codes: Collection[str],
    segment: str | None,
    since: date,
    until: date,
    currency: str = "CNY",
    skip: int = 0,
    most: int = 50,
) -> list[SegmentEntry]:
    """The entries behind the sums of one segment, or of all, in the order of days; `skip` those of earlier pages."""
    rows = _entries(actor, codes=codes, since=since, until=until, currency=currency)
    if segment is not None:
        rows = rows.filter(segment=segment)
    told = rows.order_by("business_date", "journal_id", "n", "account_id").values_list(
        "business_date", "journal_id", "n", "is_debit", "amount_minor", "account__code"
    )
    return [
        SegmentEntry(on, journal_id, n, minor if is_debit == chart()[code].is_debit_normal else -minor)
        for on, journal_id, n, is_debit, minor, code in told[skip : skip + max(1, min(most, MOST))]
    ]


def _entries(actor: Actor, *, codes: Collection[str], since: date, until: date, currency: str) -> QuerySet[Any]:
    actor.require(*READING_ROLES, verb="read the books")
    for code in codes:
        if code not in chart():
            raise NotFound("ledger account", where=code)
    if not 0 <= (until - since).days < MOST_DAYS:
        raise InvalidInput("from", f"a period of 1 to {MOST_DAYS} days")
    accounts = LedgerAccount.objects.filter(code__in=list(codes), currency=currency, owner_id__isnull=True)
    ids = list(accounts.values_list("id", flat=True))
    transfer = Transfer.objects.filter(journal_id=OuterRef("journal_id"), n=OuterRef("n"))
    other = transfer.annotate(
        other=Case(
            When(debit_account_id=OuterRef("account_id"), then=F("credit_account__segment")),
            default=F("debit_account__segment"),
        )
    )
    return Entry.objects.filter(account_id__in=ids, business_date__range=(since, until)).annotate(
        segment=Coalesce(Subquery(other.values("other")[:1]), Value(""))
    )
