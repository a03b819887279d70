"""Books a change of a running loan: its event, its new position, and the net difference to the ledger, in one act."""

from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.products.lending.actions.accrual import take_loan
from puhui.products.lending.actions.booking import Booking, move_books, record_event, standing_positions
from puhui.products.lending.actions.change_preview import columns_of, received_by, settled_change
from puhui.products.lending.actions.prices import spare_undone
from puhui.products.lending.change_contracts import ChangeAsked, LoanMovedOn
from puhui.products.lending.contracts import Booked
from puhui.products.lending.queries.replays import events_by_loan
from puhui.products.lending.rules.changes import undone_of


def book_change(
    call: Call,
    *,
    loan_id: UUID,
    asked: ChangeAsked,
    after_n: int | None = None,
    change_id: UUID | None = None,
    order_id: UUID | None = None,
) -> Booked:
    """Books a change on today's business date with its value date kept; the ledger gets the net difference only.

    `after_n`: the loan's last event when the change was previewed; anything since refuses it. A part of a use case.
    """
    loan, mark = take_loan(call, loan_id=loan_id)
    rows = events_by_loan([loan_id])[loan_id]
    if after_n is not None and after_n != max((row.n for row in rows), default=0):
        raise LoanMovedOn(where="loan_id")
    settled = settled_change(loan, rows, asked, today=business_date())
    before = standing_positions({loan_id: (loan, mark)})[loan_id]
    received = received_by(settled, rows)
    told = {**columns_of(settled), "change_id": change_id, "order_id": order_id}
    undone = undone_of(settled, rows) if settled.of else None
    if undone is not None:
        told["amount_minor"] = undone.amount_minor
        if undone.kind == "rate_change":
            spare_undone(loan_id=loan_id, event_id=undone.id)
    event = record_event(call, loan=loan, on=settled.on or business_date(), kind=settled.kind, **told)
    return move_books(call, bookings=[Booking(event, loan, mark, before, received=received)])[0]
