"""Balances now and at the end of any business date, and the trial balance.

Now: the stored totals. Then: of each account the last entry up to that date, one look-up by primary key each.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from puhui.foundation.ledger.contracts import AccountRef, TrialBalance, TrialBalanceLine
from puhui.foundation.ledger.models import Entry, LedgerAccount
from puhui.foundation.ledger.policy.chart import chart
from puhui.foundation.ledger.queries.accounts import CHUNK, accounts_meant
from puhui.foundation.ledger.queries.business_dates import business_date
from puhui.foundation.ledger.rules.accounts import STRIPES
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import BUCKETS
from puhui.kernel.money import Money


def balance(of: AccountRef | str, *, on: date | None = None, currency: str = "CNY") -> Money:
    """What an account holds on its normal side: by reference (a house account with all its stripes), or by code
    (all owners and stripes together); now, or at the end of a business date."""
    if isinstance(of, str):
        _known(of)
        accounts = LedgerAccount.objects.filter(code=of, currency=currency)
        return Money(_net(accounts, on, is_debit_normal=chart()[of].is_debit_normal), currency)
    _known(of.code)
    accounts = accounts_meant(of)
    return Money(_net(accounts, on, is_debit_normal=chart()[of.code].is_debit_normal), of.currency)


def available(ref: AccountRef) -> Money:
    """What an account holds less what is pending against it."""
    _known(ref.code)
    sums = accounts_meant(ref).aggregate(
        net=Sum(F("debits_posted_minor") - F("credits_posted_minor")),
        debits=Sum("debits_pending_minor"),
        credits=Sum("credits_pending_minor"),
    )
    net, debits, credits_ = (int(sums[name] or 0) for name in ("net", "debits", "credits"))
    return Money(net - credits_ if chart()[ref.code].is_debit_normal else -net - debits, ref.currency)


def control_total(code: str, *, on: date | None = None, currency: str = "CNY") -> int:
    """The balance of all accounts of a code, in minor units: what a room compares its own sum with."""
    return balance(code, on=on, currency=currency).minor


def balances_by_owner(
    code: str, *, owner_ids: Collection[UUID] | None = None, on: date | None = None, currency: str = "CNY"
) -> dict[UUID, int]:
    """Minor units on the normal side by owner; owners without an account are left out."""
    _known(code)
    sign = 1 if chart()[code].is_debit_normal else -1
    accounts = LedgerAccount.objects.filter(code=code, currency=currency, owner_id__isnull=False)
    if owner_ids is None:
        return _by_owner(accounts, on, sign)
    wanted = list(owner_ids)
    found: dict[UUID, int] = {}
    for start in range(0, len(wanted), CHUNK):
        found |= _by_owner(accounts.filter(owner_id__in=wanted[start : start + CHUNK]), on, sign)
    return found


class StripeBalance(NamedTuple):
    """What the accounts of a code hold on its normal side in one stripe of buckets, for one segment."""

    code: str
    currency: str
    stripe: int
    segment: str
    minor: int


def balances_by_stripe(codes: Collection[str], *, first: int = 0, last: int = STRIPES - 1) -> list[StripeBalance]:
    """Balances of these codes now, by the stripe that their owners' buckets lie in; one statement.

    Of the stripes from `first` to `last`; what holds nothing is left out.
    """
    width = BUCKETS // STRIPES
    rows = (
        LedgerAccount.objects.filter(code__in=codes, bucket__range=(first * width, last * width + width - 1))
        .annotate(of_stripe=F("bucket") / width)
        .values_list("code", "currency", "of_stripe", "segment")
        .annotate(net=Sum(F("debits_posted_minor") - F("credits_posted_minor")))
        .order_by("code", "currency", "of_stripe", "segment")
    )
    return [
        StripeBalance(code, currency, int(stripe), segment, int(net) if chart()[code].is_debit_normal else -int(net))
        for code, currency, stripe, segment, net in rows
        if net
    ]


def trial_balance(actor: Actor, *, on: date | None = None) -> TrialBalance:
    """All accounts of the chart that were ever used, now or at the end of a business date."""
    actor.require(*READING_ROLES, verb="read the books")
    today = business_date()
    rows = (
        _at(LedgerAccount.objects.all(), on if on and on < today else None)
        .values("code", "currency")
        .annotate(net=Sum("net_minor"))
        .order_by("code", "currency")
    )
    lines = sorted((_line(row) for row in rows), key=lambda line: (line.currency, line.number))
    totals: dict[str, tuple[int, int]] = {}
    for line in lines:
        debit, credit = totals.get(line.currency, (0, 0))
        totals[line.currency] = (debit + line.debit_minor, credit + line.credit_minor)
    return TrialBalance(on or today, tuple(lines), totals)


def _line(row: Mapping[str, Any]) -> TrialBalanceLine:
    account, net = chart()[row["code"]], int(row["net"])
    return TrialBalanceLine(
        row["code"], account.number, account.name.as_text(), row["currency"], max(net, 0), max(-net, 0)
    )


def _known(code: str) -> None:
    if code not in chart():
        raise NotFound("ledger account", where=code)


def _net(accounts: QuerySet[LedgerAccount], on: date | None, *, is_debit_normal: bool) -> int:
    net = int(_at(accounts, on).aggregate(net=Sum("net_minor"))["net"] or 0)
    return net if is_debit_normal else -net


def _by_owner(accounts: QuerySet[LedgerAccount], on: date | None, sign: int) -> dict[UUID, int]:
    rows = _at(accounts, on).values("owner_id", "net_minor")
    return {row["owner_id"]: sign * row["net_minor"] for row in rows}


def _at(accounts: QuerySet[LedgerAccount], on: date | None) -> QuerySet[Any]:
    """The accounts with `net_minor`, debits less credits."""
    if on is None:
        return accounts.annotate(net_minor=F("debits_posted_minor") - F("credits_posted_minor"))
    last = (
        Entry.objects.filter(account_id=OuterRef("id"), business_date__lte=on)
        .order_by("-business_date", "-seq")
        .annotate(net=F("debits_after_minor") - F("credits_after_minor"))
    )
    return accounts.annotate(net_minor=Coalesce(Subquery(last.values("net")[:1]), 0))
