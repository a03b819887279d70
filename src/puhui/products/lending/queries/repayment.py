"""How loans were repaid up to a day, as it was known on that day: what fell due, what was paid, and when."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.state import LoanState
from puhui.products.lending.models import Loan
from puhui.products.lending.queries.replays import (
    EventRow,
    engine_events,
    engine_id,
    events_by_loan,
    loans_by_id,
    terms_of,
)
from puhui.products.lending.repayment_contracts import LoanRepayment


def running_loan_ids(*, on: date, after: UUID | None = None, most: int = 500) -> list[UUID]:
    """Loans that were paid out before a day and not closed by it, in the order of their ids."""
    found = Loan.objects.filter(disbursed_on__lt=on).exclude(closed_on__lt=on).order_by("id")
    return list((found.filter(id__gt=after) if after else found).values_list("id", flat=True)[:most])


def loan_repayments(*, loan_ids: Collection[UUID], on: date) -> dict[UUID, LoanRepayment]:
    """The repayment of loans as it was known at the end of a day; what was recorded later is not seen.

    Payments are counted without what met penalties, and dues without what was forgone.
    """
    events = events_by_loan(loan_ids)
    return {
        loan_id: _repayment(loan, [row for row in events[loan_id] if row.booked_on <= on and row.on <= on], on=on)
        for loan_id, loan in loans_by_id(loan_ids).items()
        if loan.disbursed_on is not None and loan.disbursed_on <= on
    }


def _repayment(loan: Loan, rows: list[EventRow], *, on: date) -> LoanRepayment:
    assert loan.disbursed_on is not None
    state = replay(terms_of(loan), engine_events(rows), as_of=on)
    return LoanRepayment(
        paid_out_on=loan.disbursed_on,
        principal_minor=state.disbursed_minor,
        owed_principal_minor=state.outstanding.principal,
        dues=tuple((one.due_date, one.total - one.forgone) for one in state.instalments if one.due_date <= on),
        payments=_payments(rows, state),
    )


def _payments(rows: list[EventRow], state: LoanState) -> tuple[tuple[date, int], ...]:
    undone = {row.of_id for row in rows if row.of_id}
    found = []
    for row in rows:
        split = state.allocations.get(engine_id(row.n))
        if row.kind == "payment" and row.id not in undone and split is not None:
            found.append((row.on, row.amount_minor - split.penalty - split.compound))
    return tuple(found)
