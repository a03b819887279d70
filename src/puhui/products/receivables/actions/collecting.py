"""What debtors pay: asked of the bank, booked when it has come, the reserve released when nothing is open any more."""

from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post
from puhui.foundation.party.facade import within_reach
from puhui.foundation.payments.facade import OrderView, Purpose, open_amounts, request_payment
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.receivables.actions.ending import less_open
from puhui.products.receivables.actions.happening import draft_of, locked
from puhui.products.receivables.contracts import OPEN, Kind, PaymentAsked, State
from puhui.products.receivables.models import Receivable
from puhui.products.receivables.refusals import NotInState, TooMuch

WHO = (Role.CUSTOMER, Role.OPERATIONS, Role.SYSTEM)


@use_case("receivables.pay_receivable", answers=PaymentAsked, subject="receivable_id")
def pay_receivable(call: Call, *, receivable_id: UUID, amount: Money | None = None) -> PaymentAsked:
    """Asks the bank to collect from the debtor, all that is open unless a part is named. Debtors pay their own."""
    call.actor.require(*WHO, verb="pay a receivable")
    row = locked(receivable_id)
    if call.actor.is_customer and not within_reach(call.actor, party_id=row.debtor_id):
        raise NotFound("receivable", where="receivable_id")
    if row.state not in OPEN:
        raise NotInState(where="receivable_id", state=row.state)
    wanted = _fitting(row, amount, minor=row.outstanding_minor, purpose=Purpose.DEBTOR_PAYMENT)
    return _ask(call, row, wanted, party_id=row.debtor_id, purpose=Purpose.DEBTOR_PAYMENT)


@use_case("receivables.pay_claim", answers=PaymentAsked, subject="receivable_id")
def pay_claim(call: Call, *, receivable_id: UUID, amount: Money | None = None) -> PaymentAsked:
    """Asks the bank to collect from the seller what credit notes and buy-backs left owed."""
    call.actor.require(*WHO, verb="pay a claim")
    row = locked(receivable_id)
    if call.actor.is_customer and not within_reach(call.actor, party_id=row.seller_id):
        raise NotFound("receivable", where="receivable_id")
    wanted = _fitting(row, amount, minor=row.claim_left_minor, purpose=Purpose.SELLER_CLAIM)
    return _ask(call, row, wanted, party_id=row.seller_id, purpose=Purpose.SELLER_CLAIM)


def book_debtor_payment(call: Call, *, order: OrderView) -> Receivable | None:
    """The debtor's money has come. None when it can no longer be booked here: somebody must look at it."""
    row = locked(order.subject_id)
    if order.amount.minor > row.outstanding_minor or row.state not in OPEN:
        return None
    drafted = draft_of(row, "debtor_paid", amounts={"collected": order.amount.minor}, what=f"collected/{order.id}")
    post([drafted], call=call)
    row.collected_minor += order.amount.minor
    less_open(call, row, minor=order.amount.minor, kind=Kind.COLLECTED, ends_as=State.SETTLED, order_id=order.id)
    return row


def book_claim_payment(call: Call, *, order: OrderView) -> Receivable | None:
    """The seller has paid what was claimed, or a part of it. None when less is owed by now."""
    row = locked(order.subject_id)
    if order.amount.minor > row.claim_left_minor:
        return None
    drafted = draft_of(row, "claim_paid", amounts={"claimed": order.amount.minor}, what=f"claim/{order.id}")
    post([drafted], call=call)
    row.claim_left_minor -= order.amount.minor
    less_open(
        call, row, minor=0, kind=Kind.CLAIM_PAID, ends_as=State.SETTLED, order_id=order.id, told=order.amount.minor
    )
    return row


def _fitting(row: Receivable, amount: Money | None, *, minor: int, purpose: Purpose) -> Money:
    """The amount, when it fits into what is open less what is on its way."""
    coming = open_amounts(purpose, subject_ids=[row.id]).get(row.id, 0)
    most = Money(max(minor - coming, 0), row.currency)
    wanted = amount or most
    if wanted.currency != row.currency:
        raise InvalidInput("amount.currency", f"the receivable is in {row.currency}")
    if wanted.minor <= 0 or most < wanted:
        raise TooMuch(where="amount", most=most)
    return wanted


def _ask(call: Call, row: Receivable, amount: Money, *, party_id: UUID, purpose: Purpose) -> PaymentAsked:
    order_id = request_payment(
        call,
        direction="collect",
        amount=amount,
        party_id=party_id,
        purpose=purpose,
        subject_id=row.id,
        requested_on=business_date(),
        order_id=derived_id(row.id, f"{purpose}/{call.actor.id}/{call.key}"),
        note=purpose.value,
    )
    return PaymentAsked(row.id, order_id, amount)
