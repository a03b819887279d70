"""A shop's program hears what became of its basket: approved, refused, paid; signed, retried, repeatable."""

from dataclasses import dataclass
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.texts import Text
from puhui.products.origination.facade import ReasonView
from puhui.products.payees.facade import MessageKind, basket_of_application, end_basket, set_callback, tell_shop
from puhui.products.payees.facade import tell_again as again

LESS_THAN_BASKET = ReasonView(
    "less_than_the_basket",
    Text(
        en="We could lend a part of the basket only; a basket is paid whole or not at all",
        zh="可贷金额不足以支付整单，购物分期须整单支付",
    ),
)


@dataclass(frozen=True, slots=True)
class CallbackSet:
    """Where a shop is told from now on."""

    payee_id: UUID


@dataclass(frozen=True, slots=True)
class ToldAgain:
    """A message goes out once more."""

    message_id: UUID


def follow_basket(call: Call, *, application_id: UUID, kind: MessageKind) -> None:
    """The basket of an application, if there is one, moves on, and its shop is told. Part of a use case."""
    found = basket_of_application(application_id)
    if found is None:
        return
    if kind != MessageKind.APPROVED:
        end_basket(application_id=application_id, paid=kind == MessageKind.PAID)
    tell_shop(call, of=found, kind=kind)


@use_case("pay_payee.set_callback", answers=CallbackSet, subject="payee_id")
def set_shop_callback(call: Call, *, payee_id: UUID, address: str) -> CallbackSet:
    """Where the shop's program is told, with a new secret; by the shop's own people."""
    set_callback(call, payee_id=payee_id, address=address)
    return CallbackSet(payee_id)


@use_case("pay_payee.tell_again", answers=ToldAgain, subject="message_id")
def tell_shop_again(call: Call, *, message_id: UUID) -> ToldAgain:
    """The same message with the same id, for a shop whose program missed it."""
    again(call, message_id=message_id)
    return ToldAgain(message_id)
