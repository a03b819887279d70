"""Whom an application pays: said when the product pays a payee, and held against what the basket says."""

from collections.abc import Sequence
from uuid import UUID

from puhui.flows.originate_loan.standing import product_of
from puhui.foundation.catalogue.facade import Product
from puhui.kernel.texts import Text
from puhui.products.origination.facade import ApplicationView
from puhui.products.payees.facade import (
    BasketGone,
    PayeeMissing,
    PayeeUnwanted,
    basket_of_application,
    paid_to_of_application,
    require_active,
)


def check_named(offered: Product, *, payee_id: UUID | None) -> None:
    """Refuses a product that pays a payee without one, and a payee where the product pays the borrower."""
    if offered.pay_to == "payee" and payee_id is None:
        raise PayeeMissing(where="payee_id")
    if offered.pay_to != "payee" and payee_id is not None:
        raise PayeeUnwanted(where="payee_id")
    if payee_id is not None:
        require_active(payee_id)


def is_less_than_basket(asked: ApplicationView, amounts: Sequence[int], *, whole: bool = False) -> bool:
    """Whether none of what may be lent pays the basket of a checkout; `whole`: whether one of them does not."""
    if product_of(asked).form != "checkout":
        return False
    other = [minor != asked.amount.minor for minor in amounts]
    return any(other) if whole else all(other)


def check_payee_of(asked: ApplicationView) -> Text | None:
    """The name of the payee as the cost sheet shows it; None where the borrower is paid.

    Refuses a payee that is no longer let in, and a checkout whose basket is not there or is over another amount.
    """
    product = product_of(asked)
    if product.pay_to != "payee":
        return None
    named = paid_to_of_application(asked.id)
    if named is None:
        raise PayeeMissing(where="application_id")
    require_active(named.payee_id)
    if product.form == "checkout":
        basket = basket_of_application(asked.id)
        if basket is None or basket.amount != asked.amount:
            raise BasketGone(where="application_id", state="unknown")
    return Text(en=named.payee_name, zh=named.payee_name)
