"""A seller asks for a loan on an order that the buyer has confirmed: an application tied to the order."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.originate_loan.answers import ApplicationStarted
from puhui.flows.originate_loan.standing import require_firm
from puhui.flows.originate_loan.start_application import start_under
from puhui.foundation.catalogue.facade import Product, product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.dates import add_months
from puhui.kernel.errors import Conflict, InvalidInput
from puhui.kernel.money import Money
from puhui.products.orders.facade import (
    OrderNotInState,
    OrderState,
    OrderTooLate,
    OrderTooSmall,
    PurchaseOrderView,
    most_lent,
    order,
    tie_application,
)
from puhui.products.origination.facade import application

PRODUCT: Final = "order-finance"
ENDED: Final = frozenset({"declined", "withdrawn", "expired"})


@use_case("trade.finance_order", answers=ApplicationStarted, subject="order_id")
def finance_order(
    call: Call, *, order_id: UUID, amount: Money, term_months: int, product_code: str = PRODUCT
) -> ApplicationStarted:
    """Starts the application; it is submitted, offered and signed as every other one."""
    found = order(call.actor, order_id)
    require_firm(call.actor, firm_id=found.seller_id, verb="apply for a loan")
    on = business_date()
    offered = product(product_code, on=on)
    if offered.form != "order":
        raise InvalidInput("product_code", "a product for orders")
    _check_free(found)
    _check_fits(found, offered, amount=amount, ends_on=add_months(on, term_months), on=on)
    started = start_under(
        call,
        firm_id=found.seller_id,
        offered=offered,
        amount=amount,
        term_months=term_months,
        method=offered.methods[0],
        purpose=offered.purposes[0].code,
    )
    tie_application(call, order_id=order_id, application_id=started.application_id)
    return started


def _check_free(found: PurchaseOrderView) -> None:
    if found.state != OrderState.CONFIRMED:
        raise OrderNotInState(where="order_id", state=found.state)
    if found.application_id and application(SYSTEM, found.application_id).state not in ENDED:
        raise Conflict("an application stands on this order already", where="order_id")


def _check_fits(found: PurchaseOrderView, offered: Product, *, amount: Money, ends_on: date, on: date) -> None:
    terms = offered.trade
    assert terms is not None
    if amount.currency != found.amount.currency or offered.currency != found.amount.currency:
        raise InvalidInput("amount.currency", f"the order is in {found.amount.currency}, the product in its own")
    most = most_lent(found.amount, advance_pct=int(terms.advance_pct))
    if most < amount:
        raise OrderTooSmall(where="amount", most=most, pct=terms.advance_pct)
    last = min(ends_on, on + timedelta(days=terms.longest_days))
    if not on < found.pay_by <= last:
        raise OrderTooLate(where="order_id", pay_by=found.pay_by, ends_on=last)
