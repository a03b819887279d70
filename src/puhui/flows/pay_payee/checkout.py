"""Instalments at a shop's checkout: the shop opens a basket, the customer takes it up, is decided on, signs; the shop
is paid. The amount is the basket's: nothing on the customer's side can change it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from puhui.flows.originate_loan.answers import ApplicationDecided, ApplicationStarted
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Forbidden
from puhui.kernel.money import Money
from puhui.kernel.ports import NO_SOURCES, SourceConnector
from puhui.products.payees.facade import (
    BasketGone,
    BasketItem,
    BasketState,
    basket,
    claim_basket,
    state_at,
)
from puhui.products.payees.facade import cancel_basket as cancel
from puhui.products.payees.facade import open_basket as keep_basket

PRODUCT: Final = "merchant-instalment"
METHOD, PURPOSE = "equal_instalment", "purchase"


@dataclass(frozen=True, slots=True)
class BasketOpened:
    """The basket that the customer is sent to, until when."""

    basket_id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BasketEnded:
    """Nothing more happens with the basket."""

    basket_id: UUID


@use_case("pay_payee.open_basket", answers=BasketOpened, subject="payee_id")
def open_basket(
    call: Call, *, payee_id: UUID, reference: str, amount: Money, items: Sequence[BasketItem], return_url: str
) -> BasketOpened:
    """Opens a basket of the shop for half an hour; the same number for the same basket gives the same one again."""
    basket_id = keep_basket(
        call, payee_id=payee_id, reference=reference, amount=amount, items=tuple(items), return_url=return_url
    )
    return BasketOpened(basket_id, basket(SYSTEM, basket_id).expires_at)


@use_case("pay_payee.cancel_basket", answers=BasketEnded, subject="basket_id")
def cancel_basket(call: Call, *, basket_id: UUID) -> BasketEnded:
    """The shop takes the basket back; what is signed already is not undone by it."""
    cancel(call, basket_id=basket_id)
    return BasketEnded(basket_id)


def take_up_basket(
    call: Call, *, basket_id: UUID, term_months: int, sources: SourceConnector = NO_SOURCES
) -> ApplicationDecided:
    """The customer asks to pay the basket in instalments: an application over its very amount, decided on at once."""
    started = _take_up(call.step("take-up"), basket_id=basket_id, term_months=term_months)
    return submit_application(call.step("submit"), application_id=started.application_id, sources=sources)


@use_case("pay_payee.take_up_basket", answers=ApplicationStarted, subject="basket_id")
def _take_up(call: Call, *, basket_id: UUID, term_months: int) -> ApplicationStarted:
    found = basket(call.actor, basket_id)
    person_id = call.actor.party_id
    if person_id is None:
        raise Forbidden("pay a basket")
    state = state_at(found.state, expires_at=found.expires_at, at=call.at)
    if state != BasketState.OPEN:
        raise BasketGone(where="basket_id", state=state)
    started = start_application(
        call,
        firm_id=person_id,
        product_code=PRODUCT,
        amount=found.amount,
        term_months=term_months,
        method=METHOD,
        purpose=PURPOSE,
        payee_id=found.payee_id,
        payee_reference=found.reference,
    )
    claim_basket(call, basket_id=basket_id, party_id=person_id, application_id=started.application_id)
    return started
