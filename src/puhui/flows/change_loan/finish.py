"""The last steps of every change: offered to the borrower, booked, or on its way to be paid out; and told."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from puhui.flows.change_loan.answers import ChangeMoved, ChangeShown
from puhui.flows.change_loan.policy import change_policy_on
from puhui.flows.follow_facilities import facilities_follow
from puhui.flows.lease_equipment.end import leases_follow
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.facade import Purpose, request_payment
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.products.lending.facade import (
    CHANGE_KINDS,
    Booked,
    ChangeState,
    ChangeView,
    book_change,
    move_change,
)

PAYOUT_NOTE: Final = "draw/"
MONEY_IN: Final = frozenset({"payment", "pay_off", "recovery"})
UNTOLD: Final = frozenset({"write_off", "recovery"})


def offer_change(call: Call, kept: ChangeView, *, borrower_id: UUID, confirmed: bool = False) -> ChangeMoved:
    """The borrower is asked to accept, and has until a day."""
    today = business_date()
    until = today + timedelta(days=change_policy_on(today).consent_days)
    moved = move_change(call, change_id=kept.id, state=ChangeState.OFFERED, confirmed=confirmed, open_until=until)
    what = CHANGE_KINDS[kept.kind].name
    tell_borrower(call, borrower_id=borrower_id, kind="loan_change_offered", what=what, until=moved.open_until)
    return ChangeMoved(kept.id, kept.loan_id, ChangeState.OFFERED)


def finish_change(
    call: Call, kept: ChangeView, *, shown: ChangeShown, confirmed: bool = False, consent: dict[str, str] | None = None
) -> ChangeMoved:
    """Everybody has agreed: books the change on the loan as it was just shown, or asks the bank to pay out more."""
    if kept.kind == "disbursement":
        return _pay_out(call, kept, shown=shown, confirmed=confirmed, consent=consent)
    booked = book_change(call, loan_id=kept.loan_id, asked=kept.asked, after_n=shown.preview.after_n, change_id=kept.id)
    facilities_follow(call, [booked])
    leases_follow(call, [booked])
    moved = move_change(
        call,
        change_id=kept.id,
        state=ChangeState.BOOKED,
        confirmed=confirmed,
        consent=consent,
        event_id=booked.event_id,
    )
    tell_of_change(call, moved, booked=booked, borrower_id=shown.preview.borrower_id, undoes=shown.undoes)
    return ChangeMoved(kept.id, kept.loan_id, ChangeState.BOOKED, booked.event_id)


def tell_of_change(call: Call, change: ChangeView, *, booked: Booked, borrower_id: UUID, undoes: str = "") -> None:
    """What the borrower reads of it; money that came in is told as every repayment is."""
    if booked.closed and change.kind in MONEY_IN:
        tell_borrower(call, borrower_id=borrower_id, kind="loan_closed")
    elif change.kind in MONEY_IN - UNTOLD:
        amount = change.asked.amount
        tell_borrower(call, borrower_id=borrower_id, kind="repayment_received", amount=amount, balance=booked.principal)
    elif change.kind not in UNTOLD and undoes not in UNTOLD:
        name = CHANGE_KINDS[undoes or change.kind].name
        kind = "loan_change_undone" if undoes else "loan_changed"
        tell_borrower(call, borrower_id=borrower_id, kind=kind, what=name, on=change.asked.on)


def _pay_out(
    call: Call, kept: ChangeView, *, shown: ChangeShown, confirmed: bool, consent: dict[str, str] | None
) -> ChangeMoved:
    """Money newly lent bears interest from the day the bank has paid it: the event is booked with its answer."""
    amount = shown.preview.asked.amount
    assert amount is not None
    request_payment(
        call,
        direction="pay_out",
        amount=amount,
        party_id=shown.preview.borrower_id,
        purpose=Purpose.DISBURSEMENT,
        subject_id=kept.loan_id,
        requested_on=business_date(),
        order_id=derived_id(kept.id, "pay out"),
        note=f"{PAYOUT_NOTE}{kept.id}",
    )
    move_change(call, change_id=kept.id, state=ChangeState.PAYING, confirmed=confirmed, consent=consent)
    return ChangeMoved(kept.id, kept.loan_id, ChangeState.PAYING)
