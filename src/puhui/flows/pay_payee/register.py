"""A payee is proposed by one person and let in by another; without both nobody is paid for a borrower."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from puhui.flows.handle_payment_answer import handle_payment_answers
from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import party_card
from puhui.foundation.payments.facade import held_orders
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ports import PaymentAnswer
from puhui.products.payees.facade import decide_payee as decide
from puhui.products.payees.facade import propose_payee as propose
from puhui.products.payees.facade import suspend_payee as suspend

SUSPENDED: Final = "the payee was suspended"


@dataclass(frozen=True, slots=True)
class PayeeMoved:
    """A payee after an act."""

    payee_id: UUID
    state: str


@use_case("pay_payee.propose_payee", answers=PayeeMoved, subject="party_id")
def propose_payee(
    call: Call,
    *,
    party_id: UUID,
    kind: str,
    reason: str,
    may_open_baskets: bool = False,
    returns_within_days: int = 7,
    pays_interest_pct: int = 0,
) -> PayeeMoved:
    """Writes down who shall be paid for borrowers, and what speaks for it; refuses a party who is not identified.

    `pays_interest_pct`: the share of its customers' interest that it pays for them, due by due.
    """
    card = party_card(call.actor, party_id=party_id)
    if not card.is_identified:
        raise InvalidInput("party_id", "the party has not said who it is")
    payee_id = propose(
        call,
        party_id=party_id,
        kind=kind,
        may_open_baskets=may_open_baskets,
        returns_within_days=returns_within_days,
        pays_interest_pct=pays_interest_pct,
        reason=clean_text(reason, where="reason", least=4, most=200),
    )
    return PayeeMoved(payee_id, "proposed")


@use_case("pay_payee.decide_payee", answers=PayeeMoved, subject="payee_id")
def decide_payee(call: Call, *, payee_id: UUID, agree: bool) -> PayeeMoved:
    """Lets a payee in or declines it, by another person than who proposed."""
    return PayeeMoved(payee_id, decide(call, payee_id=payee_id, agree=agree))


@use_case("pay_payee.suspend_payee", answers=PayeeMoved, subject="payee_id")
def suspend_payee(call: Call, *, payee_id: UUID) -> PayeeMoved:
    """Nobody is paid there from now on: what was held so that borrowers may think again is not sent either.

    Those loans wait, and operations look at each; their borrowers are told that the money did not go.
    """
    state = suspend(call, payee_id=payee_id)
    held = held_orders([payee_id], at=call.at)
    answers = [PaymentAnswer(order.id, "refused", SUSPENDED, call.at, "never sent") for order in held]
    if answers:
        handle_payment_answers(Call(SYSTEM, f"{call.key[:150]}/held", call.at, call.channel), answers=answers)
    return PayeeMoved(payee_id, state)
