"""A customer stops, with one press, what waits so that they may think again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from puhui.flows.handle_payment_answer import handle_payment_answers
from puhui.flows.telling_borrowers import in_words
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import parties_of
from puhui.foundation.payments.facade import STOPPED, OrderView, held_orders, take_held_order
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ports import PaymentAnswer
from puhui.products.lending.facade import LoanState, borrowers_of, loans_page

MOST_LOANS: Final = 50  # with money on its way at once


@dataclass(frozen=True, slots=True)
class Stopped:
    """The order never goes to the bank."""

    order_id: UUID


def waiting_acts(actor: Actor, *, at: datetime) -> list[OrderView]:
    """What waits at an instant, of the customer and of the firms that they act for; also what goes to a payee.

    Who is paid for somebody else sees nothing of it.
    """
    own = _own(actor)
    on_their_way = loans_page(actor, state=LoanState.DISBURSING, most=MOST_LOANS).loans  # of their own, by the query
    found = held_orders(own, at=at, loans=[line.id for line in on_their_way])
    borrowers = borrowers_of([one.subject_id for one in found])
    return [one for one in found if borrowers.get(one.subject_id, one.party_id) in own]


@use_case("stop_waiting", answers=Stopped, subject="order_id")
def stop_waiting(call: Call, *, order_id: UUID) -> Stopped:
    """Nothing is drawn or paid, and the room is free again; refused once the order has gone to the bank."""
    held = take_held_order(order_id, at=call.at)
    if borrowers_of([held.subject_id]).get(held.subject_id, held.party_id) not in _own(call.actor):
        raise NotFound("payment order", where="order_id")
    answer = PaymentAnswer(order_id, "refused", STOPPED, call.at, "never sent")
    handle_payment_answers(Call(SYSTEM, f"{call.key[:150]}/stop", call.at, call.channel), answers=[answer])
    person = call.actor.party_id or held.party_id
    send_notice(call, party_id=person, kind="act_stopped", params={"amount": in_words(held.amount)}, sms=False)
    return Stopped(order_id)


def _own(actor: Actor) -> list[UUID]:
    actor.require(Role.CUSTOMER, verb="stop what waits")
    return parties_of(actor)
