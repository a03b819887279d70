"""Credit notes, disputes and buy-backs: what the debtor need not pay is the seller's."""

from datetime import timedelta
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post
from puhui.foundation.party.facade import within_reach
from puhui.foundation.payments.facade import OrderState, Purpose, open_amounts, orders_about
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Conflict, InvalidInput, NotFound
from puhui.kernel.money import Money
from puhui.products.receivables.actions.ending import less_open, pay_reserve
from puhui.products.receivables.actions.happening import draft_of, locked, moved, note_one
from puhui.products.receivables.contracts import OPEN, Kind, Moved, State
from puhui.products.receivables.models import Receivable
from puhui.products.receivables.policy_files import receivables_policy
from puhui.products.receivables.refusals import NoRecourse, NotInState, TooMuch
from puhui.products.receivables.rules.closing import taken_from

STAFF = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER)


@use_case("receivables.dilute", answers=Moved, subject="receivable_id")
def dilute(call: Call, *, receivable_id: UUID, amount: Money, reason: str) -> Moved:
    """A credit note, a discount or goods sent back: the debtor owes less, and the seller bears it."""
    call.actor.require(*STAFF, verb="note a credit note")
    row = _open(receivable_id)
    coming = open_amounts(Purpose.DEBTOR_PAYMENT, subject_ids=[row.id]).get(row.id, 0)
    most = Money(row.outstanding_minor - coming, row.currency)
    if amount.currency != row.currency or amount.minor <= 0:
        raise InvalidInput("amount", f"an amount of {row.currency} above zero")
    if most < amount:
        raise TooMuch(where="amount", most=most)
    why = clean_text(reason, where="reason", least=2, most=500)
    row.diluted_minor += amount.minor
    _return(call, row, minor=amount.minor, kind=Kind.DILUTED, ends_as=State.SETTLED, note=why)
    return moved(row)


@use_case("receivables.dispute", answers=Moved, subject="receivable_id")
def dispute(call: Call, *, receivable_id: UUID, reason: str) -> Moved:
    """The debtor disputes what it owes: nobody chases it, and the seller has some days to solve it."""
    call.actor.require(Role.CUSTOMER, *STAFF, verb="dispute a receivable")
    row = _open(receivable_id)
    if call.actor.is_customer and not within_reach(call.actor, party_id=row.debtor_id):
        raise NotFound("receivable", where="receivable_id")
    if row.state == State.DISPUTED:
        raise NotInState(where="receivable_id", state=row.state)
    today = business_date()
    row.dispute_reason = clean_text(reason, where="reason", least=2, most=500)
    row.state, row.disputed_on = State.DISPUTED, today
    row.dispute_until = today + timedelta(days=receivables_policy(today).dispute_days)
    note_one(call, row, Kind.DISPUTED, note=row.dispute_reason)
    return moved(row)


@use_case("receivables.resolve_dispute", answers=Moved, subject="receivable_id")
def resolve_dispute(call: Call, *, receivable_id: UUID, outcome: str) -> Moved:
    """Seller and debtor agree: the receivable stands as it is. What is given up is noted as a credit note."""
    call.actor.require(*STAFF, verb="end a dispute")
    row = _open(receivable_id)
    if row.state != State.DISPUTED:
        raise NotInState(where="receivable_id", state=row.state)
    row.state, row.dispute_until = State.FUNDED, None
    note_one(call, row, Kind.RESOLVED, note=clean_text(outcome, where="outcome", least=2, most=500))
    return moved(row)


@use_case("receivables.buy_back", answers=Moved, subject="receivable_id")
def buy_back(call: Call, *, receivable_id: UUID, reason: str) -> Moved:
    """The seller takes the receivable back: what is open is due from it, less the reserve.

    With recourse when the debtor is late, and always when a dispute was not solved. Staff may do it earlier when the
    seller agrees; without recourse a debtor who is only late stays the lender's risk.
    """
    call.actor.require(*STAFF, Role.SYSTEM, verb="have a receivable bought back")
    row = _open(receivable_id)
    if not row.with_recourse and row.state != State.DISPUTED:
        raise NoRecourse(where="receivable_id")
    if open_amounts(Purpose.DEBTOR_PAYMENT, subject_ids=[row.id]).get(row.id, 0):
        raise Conflict("a payment of the debtor is on its way", where="receivable_id")
    why = clean_text(reason, where="reason", least=2, most=500)
    minor = row.outstanding_minor
    row.bought_back_minor += minor
    _return(call, row, minor=minor, kind=Kind.BOUGHT_BACK, ends_as=State.BOUGHT_BACK, note=why)
    return moved(row)


@use_case("receivables.pay_reserve_again", answers=Moved, subject="receivable_id")
def pay_reserve_again(call: Call, *, receivable_id: UUID) -> Moved:
    """Asks the bank once more to pay the seller, after it had refused."""
    call.actor.require(Role.OPERATIONS, Role.FINANCE, verb="pay a reserve")
    row = locked(receivable_id)
    orders = [one for one in orders_about([row.id]) if one.purpose == Purpose.RESERVE]
    if not orders or any(one.state != OrderState.REFUSED for one in orders):
        raise Conflict("nothing is released, or it is on its way or paid", where="receivable_id")
    pay_reserve(call, row, minor=orders[0].amount.minor, attempt=len(orders))
    return moved(row)


def _open(receivable_id: UUID) -> Receivable:
    row = locked(receivable_id)
    if row.state not in OPEN:
        raise NotInState(where="receivable_id", state=row.state)
    return row


def _return(call: Call, row: Receivable, *, minor: int, kind: Kind, ends_as: State, note: str) -> None:
    """Against the reserve first; beyond it the seller owes."""
    taken = taken_from(minor, reserve_left=row.reserve_left_minor)
    amounts = {"from_reserve": taken.from_reserve, "claimed": taken.claimed}
    post([draft_of(row, "receivable_returned", amounts=amounts, what=f"{kind}/{row.happened_n + 1}")], call=call)
    row.reserve_left_minor -= taken.from_reserve
    row.claim_left_minor += taken.claimed
    less_open(call, row, minor=minor, kind=kind, ends_as=ends_as, note=note)
