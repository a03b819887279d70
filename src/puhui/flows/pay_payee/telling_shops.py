"""A shop's program hears what became of its basket: approved, refused, paid; signed, retried, repeatable."""

from dataclasses import dataclass
from uuid import UUID

from puhui.conduct.partners.facade import set_shop_address, tell_listener
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.texts import Text
from puhui.products.origination.facade import ReasonView
from puhui.products.payees.facade import MessageKind, PayeeNotActive, basket_of_application, end_basket, require_active

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


def follow_basket(call: Call, *, application_id: UUID, kind: MessageKind) -> None:
    """The basket of an application, if there is one, moves on, and its shop is told. Part of a use case."""
    found = basket_of_application(application_id)
    if found is None:
        return
    if kind != MessageKind.APPROVED:
        end_basket(application_id=application_id, paid=kind == MessageKind.PAID)
    facts = {"basket_id": str(found.id), "reference": found.reference, **found.amount.as_json()}
    tell_listener(call, party_id=found.payee_id, kind=f"basket.{kind}", subject_id=found.id, facts=facts)


@use_case("pay_payee.set_callback", answers=CallbackSet, subject="payee_id")
def set_shop_callback(call: Call, *, payee_id: UUID, address: str) -> CallbackSet:
    """Where the shop's program is told, with a new secret; by the shop's own people."""
    set_shop_address(call, party_id=payee_id, address=address)
    if not require_active(payee_id).may_open_baskets:
        raise PayeeNotActive(where="payee_id")
    return CallbackSet(payee_id)
