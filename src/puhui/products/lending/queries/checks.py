"""Proves lending against the ledger and against its own replays: per loan and per account, not only in sum."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import Fault, balances_by_owner, control_total
from puhui.products.lending.contracts import LoanState
from puhui.products.lending.models import AccrualMark, Loan, LoanPosition
from puhui.products.lending.queries.positions import GRADE_COLUMNS, position_row, standing_position
from puhui.products.lending.queries.replays import chunks, fold_loans
from puhui.products.lending.rules.accrual_tables import amounts_from, packed
from puhui.products.lending.rules.groups import group_of
from puhui.products.lending.rules.positions import Position

COLUMNS = tuple(
    field.attname for field in LoanPosition._meta.concrete_fields if field.attname not in (*GRADE_COLUMNS, "table_from")
)
TABLES = ("interest_table", "penalty_table")


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
    """Where a stored position differs, in any column, from a replay of its loan as of the day it was written for."""
    ids = list(LoanPosition.objects.order_by("bucket", "loan_id").values_list("loan_id", flat=True))
    for chunk in chunks(ids):
        by_day: dict[date, list[LoanPosition]] = {}
        for row in LoanPosition.objects.select_related("loan").filter(loan_id__in=chunk):
            by_day.setdefault(row.as_of, []).append(row)
        for day, kept in by_day.items():
            folded = fold_loans([row.loan for row in kept], as_of=day)
            for row in kept:
                yield from _compared(row, position_row(folded[row.loan_id]))


def check_positions() -> list[Fault]:
    """`rebuild_check` as a list: one of the checks behind `puhui ledger check`."""
    return list(rebuild_check())


def _compared(kept: LoanPosition, made: LoanPosition) -> Iterator[Fault]:
    for name in COLUMNS:
        stored, replayed = getattr(kept, name), getattr(made, name)
        if name in TABLES:
            stored = _since(stored, kept, made.table_from)
        if stored != replayed:
            yield Fault(
                "lending.position", f"loan:{kept.loan_id}", f"{name}: stored {stored}, replayed {replayed}"[:300]
            )


def _since(table: bytes, kept: LoanPosition, day: date) -> bytes:
    """A stored table from the day of the replay on: it may begin earlier, on the day that the books were up to."""
    days = (kept.table_until - kept.table_from).days + 1
    return packed(amounts_from(table, (day - kept.table_from).days, days=days))


def _receivables(stands: Position) -> dict[str, int]:
    """What the loan adds to each account that is kept for the house; suspended earnings stand in memo accounts."""
    interest, penalty = stands.interest - stands.interest_settled, stands.penalty - stands.penalty_settled
    in_books = 0 if stands.is_suspended else 1
    return {
        "loan.interest_receivable": in_books * interest,
        "loan.penalty_receivable": in_books * penalty,
        "memo.interest_suspended": (1 - in_books) * interest,
        "memo.penalty_suspended": (1 - in_books) * penalty,
        "memo.suspended_contra": (1 - in_books) * (interest + penalty),
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
        Fault("lending.control", f"{code} {currency}", f"ledger {held}, loans 0")
        for code in ("payments.in_transit", "loan.sale_clearing")
        for currency in sorted(currencies)
        if (held := control_total(code, currency=currency))
    ]
