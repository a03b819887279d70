"""Opens baskets of a checkout, lets one customer take each up, and follows them to their end."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.payees.contracts import (
    BasketGone,
    BasketItem,
    BasketReused,
    BasketState,
    BasketSum,
    PayeeNotActive,
    PayeeState,
)
from puhui.products.payees.models import Basket, Payee
from puhui.products.payees.queries import state_at

LIFE: Final = timedelta(minutes=30)
MOST_ITEMS, LONGEST_NAME = 50, 80
_RUNNING = (BasketState.OPEN, BasketState.CLAIMED)


def open_basket(
    call: Call, *, payee_id: UUID, reference: str, amount: Money, items: Sequence[BasketItem], return_url: str
) -> UUID:
    """Writes a basket; the same number for the same basket gives the same one, for another it is refused.

    For the flow, in its transaction: the shop's own people only.
    """
    call.actor.require(Role.CUSTOMER, verb="open a basket")
    require_party(call.actor, party_id=payee_id)
    if not Payee.objects.filter(id=payee_id, state=PayeeState.ACTIVE, may_open_baskets=True).exists():
        raise PayeeNotActive(where="payee_id")
    _check(amount, items, reference=reference, return_url=return_url)
    kept = [{"name": one.name, "amount_minor": one.amount_minor} for one in items]
    row = Basket(
        id=new_id(),
        payee_id=payee_id,
        reference=reference,
        currency=amount.currency,
        amount_minor=amount.minor,
        items=kept,
        return_url=return_url,
        state=BasketState.OPEN,
        opened_at=call.at,
        expires_at=call.at + LIFE,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = Basket.objects.get(payee_id=payee_id, reference=reference)
        if (known.amount_minor, known.items, known.return_url) != (amount.minor, kept, return_url):
            raise BasketReused(where="reference", reference=reference) from None
        return known.id
    return row.id


def claim_basket(call: Call, *, basket_id: UUID, party_id: UUID, application_id: UUID) -> None:
    """One customer takes the basket up, with the application that is to pay it; of two at once one wins."""
    running = Basket.objects.filter(id=basket_id, state=BasketState.OPEN, expires_at__gt=call.at)
    moved = running.update(state=BasketState.CLAIMED, party_id=party_id, application_id=application_id)
    if not moved:
        raise _gone(call, basket_id)


def require_running(call: Call, *, application_id: UUID) -> None:
    """Refuses to go on with a basket that has run out, or was cancelled by its shop. For flows."""
    row = Basket.objects.filter(application_id=application_id).first()
    if row is not None and state_at(row.state, expires_at=row.expires_at, at=call.at) != BasketState.CLAIMED:
        raise _gone(call, row.id)


def end_basket(*, application_id: UUID, paid: bool) -> None:
    """The application came to an end: the basket is paid, or declined. Nothing where there is no basket."""
    state = BasketState.PAID if paid else BasketState.DECLINED
    Basket.objects.filter(application_id=application_id, state=BasketState.CLAIMED).update(state=state)


def cancel_basket(call: Call, *, basket_id: UUID) -> None:
    """The shop, or the customer who took it up, wants it no more."""
    running = Basket.objects.filter(id=basket_id).first()
    if running is None:
        raise NotFound("basket", where="basket_id")
    require_party(call.actor, party_id=running.payee_id)
    if not Basket.objects.filter(Q(id=basket_id), state__in=_RUNNING).update(state=BasketState.CANCELLED):
        raise _gone(call, basket_id)


def _check(amount: Money, items: Sequence[BasketItem], *, reference: str, return_url: str) -> None:
    if amount.minor <= 0:
        raise InvalidInput("amount", "an amount above zero is needed")
    if not 1 <= len(items) <= MOST_ITEMS:
        raise InvalidInput("items", f"1 to {MOST_ITEMS} things are needed")
    for n, one in enumerate(items):
        if not 1 <= len(one.name) <= LONGEST_NAME or not one.name.isprintable() or one.amount_minor <= 0:
            raise InvalidInput(f"items.{n}", f"a name of 1 to {LONGEST_NAME} characters and an amount above zero")
    total = sum(one.amount_minor for one in items)
    if total != amount.minor:
        raise BasketSum(where="items", sum=Money(total, amount.currency), amount=amount)
    if not 1 <= len(reference) <= 60 or not reference.isprintable():
        raise InvalidInput("reference", "a number of 1 to 60 characters")
    if not return_url.startswith("https://") or len(return_url) > 500 or not return_url.isprintable():
        raise InvalidInput("return_url", "an address that begins with https://")


def _gone(call: Call, basket_id: UUID) -> BasketGone | NotFound:
    row = Basket.objects.filter(id=basket_id).first()
    if row is None:
        return NotFound("basket", where="basket_id")
    return BasketGone(where="basket_id", state=state_at(row.state, expires_at=row.expires_at, at=call.at))
