"""Proves lending against the ledger and against its own replays: per loan and per account, not only in sum."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from puhui.foundation.ledger.facade import Fault, balances_by_owner, control_total
from puhui.products.lending.contracts import LoanState
from puhui.products.lending.models import AccrualMark, Loan, LoanPosition
from puhui.products.lending.queries.positions import position_row, standing_position
from puhui.products.lending.queries.replays import chunks, fold_loans
from puhui.products.lending.rules.groups import group_of
from puhui.products.lending.rules.positions import Position


def control_differences() -> list[Fault]:
    """Where control accounts of the ledger differ from the sum over loans; per loan where accounts are per loan."""
    marks = dict(AccrualMark.objects.values_list("group", "accrued_to"))
    principal: dict[UUID, int] = {}
    unapplied: dict[UUID, int] = {}
    sums: dict[tuple[str, str], int] = {}
    for row in LoanPosition.objects.order_by("loan_id").iterator(chunk_size=2000):
        stands = standing_position(row, on=marks[group_of(row.bucket)])
        principal[row.loan_id], unapplied[row.loan_id] = stands.principal, stands.unapplied
        for code, amount in _receivables(stands).items():
            sums[code, row.currency] = sums.get((code, row.currency), 0) + amount
    return [
        *_per_loan("loan.principal", principal),
        *_per_loan("customer.unapplied", unapplied),
        *_in_sum(sums),
        *_on_their_way(),
    ]


def rebuild_check() -> Iterator[Fault]:
    """Where a stored position differs from a replay of its loan as of the day up to which it is accrued."""
    marks = dict(AccrualMark.objects.values_list("group", "accrued_to"))
    ids = list(LoanPosition.objects.order_by("bucket", "loan_id").values_list("loan_id", flat=True))
    for chunk in chunks(ids):
        rows = LoanPosition.objects.select_related("loan").filter(loan_id__in=chunk)
        by_day: dict[Any, list[LoanPosition]] = {}
        for row in rows:
            day = marks[group_of(row.bucket)] if row.is_open else row.as_of
            by_day.setdefault(day, []).append(row)
        for day, kept in by_day.items():
            folded = fold_loans([row.loan for row in kept], as_of=day)
            for row in kept:
                yield from _compared(row, position_row(folded[row.loan_id]), standing_on=day)


def check_positions() -> list[Fault]:
    """`rebuild_check` as a list: one of the checks behind `puhui ledger check`."""
    return list(rebuild_check())


def _compared(kept: LoanPosition, made: LoanPosition, *, standing_on: Any) -> Iterator[Fault]:
    where = f"loan:{kept.loan_id}"
    if standing_position(kept, on=standing_on) != standing_position(made, on=standing_on):
        yield Fault("lending.position", where, "the stored position differs from a replay")
    names = ("is_open", "overdue_minor", "oldest_unpaid_due_on", "next_due_on", "next_due_minor", "table_until")
    for name in names:
        if getattr(kept, name) != getattr(made, name):
            yield Fault("lending.position", where, f"{name} differs: {getattr(kept, name)}, {getattr(made, name)}")


def _receivables(stands: Position) -> dict[str, int]:
    return {
        "loan.interest_receivable": stands.interest - stands.interest_settled,
        "loan.penalty_receivable": stands.penalty - stands.penalty_settled,
        "fee.receivable": stands.fees - stands.fees_settled,
    }


def _per_loan(code: str, expected: dict[UUID, int]) -> list[Fault]:
    held = balances_by_owner(code)
    return [
        Fault("lending.control", f"{code} loan:{loan_id}", f"ledger {held.get(loan_id, 0)}, loan {amount}")
        for loan_id in sorted(expected.keys() | held.keys())
        if held.get(loan_id, 0) != (amount := expected.get(loan_id, 0))
    ]


def _in_sum(sums: dict[tuple[str, str], int]) -> list[Fault]:
    return [
        Fault("lending.control", f"{code} {currency}", f"ledger {held}, loans {amount}")
        for (code, currency), amount in sorted(sums.items())
        if (held := control_total(code, currency=currency)) != amount
    ]


def _on_their_way() -> list[Fault]:
    """Nothing stays on its way: what was reserved for a payout is pending, and pending is not in the balance."""
    disbursing = Loan.objects.filter(state=LoanState.DISBURSING).values_list("currency", flat=True)
    currencies = {"CNY", *disbursing}
    return [
        Fault("lending.control", f"payments.in_transit {currency}", f"ledger {held}, loans 0")
        for currency in sorted(currencies)
        if (held := control_total("payments.in_transit", currency=currency))
    ]
