"""Loans against books at the end of a day: what the positions come to, and what the ledger holds, cell by cell.

The sum over loans is taken anew from the positions, not from what the accrual came to.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Count, Q, Sum

from puhui.foundation.evidence.facade import is_signed
from puhui.foundation.ledger.facade import Fault, balances_by_stripe
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.canonical import digest
from puhui.products.lending.contracts import TieOutLine, TieOutView
from puhui.products.lending.models import SignedTieOut, TieOut
from puhui.products.lending.queries.sums import GROUP_KEY, owed_sql, summed, within

PURPOSE: Final = "tie-out"
ACCOUNTS: Final = {  # component -> control account, kept by product and by stripe of buckets, which are the groups
    "principal": "loan.principal",
    "interest": "loan.interest_receivable",
    "penalty": "loan.penalty_receivable",
    "fees": "fee.receivable",
    "unapplied": "customer.unapplied",
    "suspended_interest": "memo.interest_suspended",
    "suspended_penalty": "memo.penalty_suspended",
}
RECOGNISED: Final = ("principal", "interest", "penalty", "fees", "unapplied")
SUSPENDED: Final = ("principal", "suspended_interest", "suspended_penalty", "fees", "unapplied")


class TieOutCell(NamedTuple):
    """Where loans and books are compared."""

    group: int
    product_code: str
    currency: str
    component: str


def compared(*, groups: Sequence[int], on: date) -> dict[TieOutCell, tuple[int, int]]:
    """Loans and ledger of every cell of these groups, which are accrued to `on`; two statements."""
    loans, ledger = _loans(groups, on), _ledger(groups)
    return {cell: (loans.get(cell, 0), ledger.get(cell, 0)) for cell in sorted(loans.keys() | ledger.keys())}


def signed_content(day: date) -> tuple[int, int, str]:
    """How many rows a day has, how many of them differ, and the digest of all, in a stated order."""
    rows = list(
        TieOut.objects.filter(business_date=day)
        .order_by("group", "product_code", "currency", "component")
        .values_list("group", "product_code", "currency", "component", "loans_minor", "ledger_minor")
    )
    return len(rows), sum(loans != ledger for *_, loans, ledger in rows), digest([day, rows])


def tie_out_of(actor: Actor, day: date | None = None) -> TieOutView | None:
    """The result of a day, or of the last one that has any."""
    actor.require(*READING_ROLES, verb="read tie-outs")
    signed = SignedTieOut.objects.order_by("-business_date")
    found = (signed.filter(business_date=day) if day else signed).first()
    return _view(found) if found else None


def tie_out_faults() -> Iterator[Fault]:
    """Days whose signed result does not hold, or found a difference: one of the checks behind `puhui ledger check`."""
    for signed in SignedTieOut.objects.order_by("business_date"):
        where = f"{signed.business_date}"
        if not _is_genuine(signed):
            yield Fault("lending.tie_out", where, "the result is not what was signed")
        elif signed.differences:
            yield Fault("lending.tie_out", where, f"{signed.differences} of {signed.rows} cells differed")


def _loans(groups: Sequence[int], on: date) -> dict[TieOutCell, int]:
    rows = summed(
        keys=(GROUP_KEY, "product_code", "currency", "is_non_accrual"),
        sums=(
            "principal_minor",
            owed_sql("interest_table", "interest_settled_minor", on),
            owed_sql("penalty_table", "penalty_settled_minor", on),
            "fees_charged_minor - fees_settled_minor",
            "unapplied_minor",
        ),
        where=f"(is_open OR unapplied_minor <> 0) AND {within(groups)}",
    )
    found: dict[TieOutCell, int] = {}
    for group, product, currency, is_suspended, _, *amounts in rows:
        for component, amount in zip(SUSPENDED if is_suspended else RECOGNISED, amounts, strict=True):
            cell = TieOutCell(group, product, currency, component)
            found[cell] = found.get(cell, 0) + amount
    return {cell: amount for cell, amount in found.items() if amount}


def _ledger(groups: Sequence[int]) -> dict[TieOutCell, int]:
    components = {code: component for component, code in ACCOUNTS.items()}
    wanted = set(groups)
    return {
        TieOutCell(held.stripe, held.segment, held.currency, components[held.code]): held.minor
        for held in balances_by_stripe(list(components), first=min(groups), last=max(groups))
        if held.stripe in wanted
    }


def _is_genuine(signed: SignedTieOut) -> bool:
    content = signed_content(signed.business_date)
    kept = (signed.rows, signed.differences, signed.digest)
    return content == kept and is_signed(PURPOSE, [signed.business_date, *kept], signed.signature)


def _view(signed: SignedTieOut) -> TieOutView:
    off = Count("id", filter=~Q(difference_minor=0))
    lines = (
        TieOut.objects.filter(business_date=signed.business_date)
        .values_list("product_code", "currency", "component")
        .annotate(Sum("loans_minor"), Sum("ledger_minor"), Sum("difference_minor"), off=off)
        .order_by("product_code", "currency", "component")
    )
    return TieOutView(
        business_date=signed.business_date,
        rows=signed.rows,
        differences=signed.differences,
        is_genuine=_is_genuine(signed),
        signed_at=signed.signed_at,
        lines=tuple(_line(*line) for line in lines),
    )


def _line(product: str, currency: str, component: str, *sums: int) -> TieOutLine:
    loans, ledger, difference, off = sums
    return TieOutLine(
        product_code=product,
        currency=currency,
        component=component,
        loans_minor=loans,
        ledger_minor=ledger,
        difference_minor=difference,
        groups_off=off,
    )
