"""Repays a loan by hand: asks the bank to collect, and books what it collected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast, get_args
from uuid import UUID

from puhui.finmath.loans.events import Effect
from puhui.flows.collecting import follow_refusal
from puhui.flows.failed_payment import refer_payment
from puhui.flows.follow_facilities import facilities_follow
from puhui.flows.lease_equipment.end import leases_follow
from puhui.flows.protect_person.second_thoughts import Act, think_again
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.facade import OrderView, Purpose, open_amounts, request_payment
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    Booked,
    CannotRepay,
    PaymentIn,
    TooMuchToRepay,
    book_payments,
    loan,
    lock_loan,
    pay_off_quote,
)

PAY_OFF: Final = "pay_off"
EFFECTS: Final = frozenset(get_args(Effect))


@dataclass(frozen=True, slots=True)
class RepaymentRequested:
    """The bank is asked to collect."""

    loan_id: UUID
    order_id: UUID
    amount: Money


@use_case("receive_repayment.repay_loan", answers=RepaymentRequested, subject="loan_id")
def repay_loan(
    call: Call, *, loan_id: UUID, amount: Money | None = None, effect: str = "next_dues", pay_off: bool = False
) -> RepaymentRequested:
    """Asks the bank to collect an amount from the borrower, or what ends the loan today.

    It counts from today, however late the bank answers. `effect` says what happens to what exceeds the dues.
    """
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, Role.SYSTEM, verb="repay a loan")
    if effect not in EFFECTS:
        raise InvalidInput("effect", f"one of {', '.join(sorted(EFFECTS))}")
    shown = loan(call.actor, loan_id)
    lock_loan(loan_id)
    wanted = _wanted(call, loan_id=loan_id, amount=amount, pay_off=pay_off)
    today = business_date()
    act = Act(Purpose.REPAYMENT, shown.borrower_id, wanted)
    hold = think_again(call, act=act) if wanted.minor > shown.due_now.total else None
    order_id = request_payment(
        call,
        direction="collect",
        amount=wanted,
        party_id=shown.borrower_id,
        purpose=Purpose.REPAYMENT,
        subject_id=loan_id,
        requested_on=today,
        order_id=derived_id(loan_id, f"by hand/{call.actor.id}/{call.key}"),
        note=PAY_OFF if pay_off else effect,
        hold=hold,
    )
    return RepaymentRequested(loan_id, order_id, wanted)


def _wanted(call: Call, *, loan_id: UUID, amount: Money | None, pay_off: bool) -> Money:
    """The amount, when it fits between nothing and what ends the loan, less what is on its way."""
    quote = pay_off_quote(call.actor, loan_id)
    on_its_way = Money(open_amounts(Purpose.REPAYMENT, subject_ids=[loan_id]).get(loan_id, 0), quote.to_pay.currency)
    if pay_off and on_its_way.minor:
        raise CannotRepay(where="pay_off", reason="another repayment is still on its way")
    if (amount is None) != pay_off:
        raise InvalidInput("amount", "name an amount, or ask for the pay-off")
    most = quote.to_pay - on_its_way
    wanted = amount or most
    if wanted.currency != most.currency:
        raise InvalidInput("amount.currency", f"the loan is in {most.currency}")
    if wanted.minor <= 0:
        raise InvalidInput("amount", "an amount above zero is needed")
    if most < wanted:
        raise TooMuchToRepay(where="amount", most=most, on_its_way=on_its_way)
    return wanted


def book_repayments(call: Call, *, orders: Sequence[OrderView]) -> None:
    """The bank has collected: books all of it at once, and tells each borrower."""
    if not orders:
        return
    booked = book_payments(call, payments=[_payment(order) for order in orders])
    facilities_follow(call, booked)
    leases_follow(call, booked)
    for order, answer in zip(orders, booked, strict=True):
        tell_repaid(call, borrower_id=order.party_id, amount=order.amount, booked=answer)
        if answer.closed and answer.unapplied.minor:
            _refer_overpayment(call, order=order, booked=answer)


def refuse_repayment(call: Call, *, order: OrderView) -> None:
    """The bank could not collect: nothing is booked, the borrower is told; some reasons end the mandate."""
    if order.is_stopped:
        return
    tell_borrower(call, borrower_id=order.party_id, kind="repayment_failed", amount=order.amount)
    follow_refusal(call, order=order)


def _payment(order: OrderView) -> PaymentIn:
    """What a settled order pays; it counts from the day on which the bank was asked."""
    return PaymentIn(
        loan_id=order.subject_id,
        order_id=order.id,
        amount=order.amount,
        on=order.requested_on,
        effect=cast(Effect, order.note) if order.note in EFFECTS else "next_dues",
        pays_off=order.note == PAY_OFF,
    )


def tell_repaid(call: Call, *, borrower_id: UUID, amount: Money, booked: Booked) -> None:
    """Tells the borrower that money came in, or that the loan is repaid."""
    if booked.closed:
        tell_borrower(call, borrower_id=borrower_id, kind="loan_closed")
        return
    tell_borrower(
        call,
        borrower_id=borrower_id,
        kind="repayment_received",
        sms=False,
        amount=amount,
        balance=booked.principal,
    )


def _refer_overpayment(call: Call, *, order: OrderView, booked: Booked) -> None:
    refer_payment(
        call,
        order=order,
        reason=f"the loan is repaid and {booked.unapplied.written} are held for the borrower",
    )
