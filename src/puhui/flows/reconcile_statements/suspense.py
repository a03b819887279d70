"""What staff do with money in suspense: take a suggestion, place it on a loan, send it back. Large sums need two."""

from dataclasses import dataclass
from typing import Any, Final, cast, get_args
from uuid import UUID

from puhui.finmath.loans.events import Effect
from puhui.flows.receive_repayment import tell_repaid
from puhui.flows.reconcile_statements.match import named, settle_whole_orders, take
from puhui.flows.reconcile_statements.returns import suspense_draft
from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import (
    business_date,
    post,
)
from puhui.foundation.payments.facade import (
    LineFourEyes,
    LineNotInState,
    LineState,
    MatchView,
    Purpose,
    candidates_for,
    lock_line,
    move_lines,
    note_matches,
    note_proposal,
    open_line,
    reconciliation,
    request_payment,
)
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import PaymentIn, book_payment, borrowers_of

WHO: Final = (Role.OPERATIONS, Role.FINANCE)
EFFECTS: Final = frozenset(get_args(Effect))
PLACE, RETURN = "place", "return"


@dataclass(frozen=True, slots=True)
class LineMoved:
    """A line after an act: where it is, and whether a second person is awaited."""

    line_id: UUID
    state: str
    awaits_second: bool = False


@use_case("reconcile_statements.accept", answers=LineMoved, subject="line_id")
def accept_match(call: Call, *, line_id: UUID, order_ids: tuple[UUID, ...]) -> LineMoved:
    """A line is these orders: it leaves suspense, and orders that the bank had not answered are settled by it."""
    call.actor.require(*WHO, verb="match a statement line")
    row = lock_line(line_id, states=[LineState.SUSPENDED], act="matched")
    one = open_line(line_id=line_id)
    candidates = named(candidates_for([one], days_around=max(reconciliation().days_around, 30)))
    rest = {c.order_id: c for c in candidates if c.order_id in order_ids}
    if not order_ids or set(order_ids) != rest.keys():
        raise InvalidInput("order_ids", "these are not orders that this line may be")
    if sum(c.amount_minor for c in rest.values()) != row.amount_minor:
        raise InvalidInput("order_ids", "the open amounts of these orders are not the amount of the line")
    match = MatchView(tuple(sorted(order_ids)), "by hand", 100)
    shares = take(rest, match, one)
    _leave(call, row)
    settle_whole_orders(call, order_ids=sorted(shares))
    note_matches(call, matched={line_id: (match, shares)})
    return LineMoved(line_id, LineState.MATCHED)


@use_case("reconcile_statements.place", answers=LineMoved, subject="line_id")
def place_line(call: Call, *, line_id: UUID, loan_id: UUID, effect: str = "next_dues") -> LineMoved:
    """Money in suspense is a repayment of this loan, from the line's value date on. Above the threshold it waits."""
    call.actor.require(*WHO, verb="place money on a loan")
    if effect not in EFFECTS:
        raise InvalidInput("effect", f"one of {', '.join(sorted(EFFECTS))}")
    row = _received(line_id)
    if loan_id not in borrowers_of([loan_id]):
        raise InvalidInput("loan_id", "there is no such loan")
    if _needs_second(row):
        note_proposal(call, line=row, act=PLACE, loan_id=loan_id, effect=effect)
        return LineMoved(line_id, row.state, awaits_second=True)
    return _place(call, row, loan_id, effect)


@use_case("reconcile_statements.return", answers=LineMoved, subject="line_id")
def return_line(call: Call, *, line_id: UUID, reason: str) -> LineMoved:
    """Money in suspense goes back to who sent it. Above the threshold it waits for a second person."""
    call.actor.require(*WHO, verb="return money")
    clean_text(reason, where="reason", most=60)
    row = _received(line_id)
    if _needs_second(row):
        note_proposal(call, line=row, act=RETURN, loan_id=None, effect="")
        return LineMoved(line_id, row.state, awaits_second=True)
    return _return(call, row)


@use_case("reconcile_statements.confirm", answers=LineMoved, subject="line_id")
def confirm_line(call: Call, *, line_id: UUID, agree: bool) -> LineMoved:
    """A second person agrees, and what was proposed is done; or does not, and the line is free again."""
    call.actor.require(*WHO, verb="confirm what becomes of a statement line")
    row = _received(line_id)
    if not row.proposed:
        raise LineNotInState(where="line_id", state=row.state, act="confirmed")
    if row.proposed_by == call.actor.id:
        raise LineFourEyes(where="line_id")
    if not agree:
        move_lines([line_id], state=LineState.SUSPENDED)
        return LineMoved(line_id, LineState.SUSPENDED)
    if row.proposed == PLACE:
        return _place(call, row, row.proposed_loan_id, row.proposed_effect)
    return _return(call, row)


def _received(line_id: UUID) -> Any:
    row = lock_line(line_id, states=[LineState.SUSPENDED], act="placed or returned")
    if row.amount_minor < 0:
        raise LineNotInState(where="line_id", state="money out", act="placed or returned")
    return row


def _needs_second(row: Any) -> bool:
    return bool(Money.parse(reconciliation().four_eyes_above, row.currency).minor < row.amount_minor)


def _place(call: Call, row: Any, loan_id: UUID, effect: str) -> LineMoved:
    _leave(call, row)
    payment = PaymentIn(
        loan_id=loan_id,
        order_id=row.id,
        amount=Money(row.amount_minor, row.currency),
        on=row.value_on,
        effect=cast(Effect, effect),
    )
    booked = book_payment(call, payment=payment)
    move_lines([row.id], state=LineState.PLACED, loan_id=loan_id, confirmed_by=call.actor.id)
    tell_repaid(call, borrower_id=borrowers_of([loan_id])[loan_id], amount=payment.amount, booked=booked)
    return LineMoved(row.id, LineState.PLACED)


def _return(call: Call, row: Any) -> LineMoved:
    """Each attempt is an order of its own, for the bank may refuse one."""
    order_id = derived_id(row.id, f"return/{call.actor.id}/{call.key}")
    post(
        [suspense_draft("return_requested", row, {"returned": row.amount_minor}, derived_id(order_id, "reserved"))],
        call=call,
    )
    request_payment(
        call,
        direction="pay_out",
        amount=Money(row.amount_minor, row.currency),
        party_id=row.id,
        purpose=Purpose.RETURN,
        subject_id=row.id,
        requested_on=business_date(),
        order_id=order_id,
        note="return",
    )
    move_lines([row.id], state=LineState.RETURNING, confirmed_by=call.actor.id)
    return LineMoved(row.id, LineState.RETURNING)


def _leave(call: Call, row: Any) -> None:
    """The money leaves suspense by the bank account; what it is books it in again."""
    name, part = (
        ("suspense_received_cleared", "placed") if row.amount_minor > 0 else ("suspense_paid_cleared", "explained")
    )
    post([suspense_draft(name, row, {part: abs(row.amount_minor)}, derived_id(row.id, "cleared"))], call=call)
