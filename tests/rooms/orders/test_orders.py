"""What orders refuse, each proven to change nothing: one order under two names, own orders, too much, too late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.firm_at_the_door import firm_at_the_door
from tests.rooms.party.made_up import credit_code
from tests.rooms.receivables.seller import staff
from tests.stories.test_supplier_paid_by_order import CLERK, OPERATIONS, Supplier

from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.trade.finance_order import finance_order
from puhui.flows.trade.take_order import answer_order, take_order
from puhui.foundation.catalogue.facade import OutsideProduct
from puhui.kernel.actors import Role
from puhui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.products.orders.facade import (
    NewOrder,
    OrderFourEyes,
    OrderKnown,
    OrderNotInState,
    OrderState,
    OrderTooLate,
    OrderTooSmall,
    OwnOrder,
    clear_order,
    order,
    pay_order,
    show_milestone,
)

pytestmark = pytest.mark.django_db
RISK = staff(Role.RISK_OFFICER, "Ri")


@pytest.fixture
def supplied(db: None) -> tuple[Supplier, UUID]:
    story = Supplier()
    return story, story.ordered()


def tell(story: Supplier, **changes: Any) -> object:
    return take_order(story.seller.call(), told=story.told(**changes))


def other_name(story: Supplier) -> object:
    other = firm_at_the_door(consent=False, invoices="")
    told = replace(story.told("po 2026-117"), seller_id=other.firm_id)
    return take_order(other.call(), told=told)


def twice(story: Supplier, order_id: UUID) -> object:
    finance_order(story.seller.call(), order_id=order_id, amount=Money(50_000_00), term_months=3)
    return finance_order(story.seller.call(), order_id=order_id, amount=Money(50_000_00), term_months=3)


def finance(story: Supplier, order_id: UUID, yuan: int = 50_000, **changes: Any) -> object:
    asked: dict[str, Any] = {"amount": Money(yuan * 100), "term_months": 3, **changes}
    return finance_order(story.seller.call(), order_id=order_id, **asked)


def one_person(story: Supplier) -> object:
    made = take_order(story.seller.call(), told=story.told("PO-9", yuan=70_000))
    answer_order(story.call(), order_id=made.order_id, agree=True, evidence="signed copy")
    return answer_order(story.call(), order_id=made.order_id, agree=True, evidence="signed copy")


def cleared(story: Supplier, order_id: UUID) -> object:
    return clear_order(story.call(RISK), order_id=order_id, agree=True, reason="looked at")


def by_itself(story: Supplier) -> object:
    return start_application(
        story.seller.call(),
        firm_id=story.seller.firm_id,
        product_code="order-finance",
        amount=Money(50_000_00),
        term_months=3,
        method="credit_line",
        purpose="order",
    )


Act = Callable[[Supplier, UUID], object]
REFUSED: list[tuple[str, type[Refusal], Act]] = [
    ("told twice", OrderKnown, lambda s, i: tell(s)),
    ("told twice, written otherwise", OrderKnown, lambda s, i: tell(s, number=" po2026 117")),
    ("under two names", OrderKnown, lambda s, i: other_name(s)),
    ("of one's own", OwnOrder, lambda s, i: tell(s, number="X1", buyer_id=s.seller.firm_id)),
    ("nothing", InvalidInput, lambda s, i: tell(s, number="X1", yuan=0)),
    ("no number", InvalidInput, lambda s, i: tell(s, number="--")),
    ("a currency that is not known", InvalidInput, lambda s, i: tell(s, number="X1", amount=Money(1, "XXX"))),
    ("paid before it is delivered", InvalidInput, lambda s, i: tell(s, number="X1", pay_by=s.on)),
    ("ordered tomorrow", InvalidInput, lambda s, i: tell(s, number="X1", ordered_on=s.on + timedelta(days=1))),
    ("one person for two", OrderFourEyes, lambda s, i: one_person(s)),
    ("the seller confirms", NotFound, lambda s, i: answer_order(s.seller.call(), order_id=i, agree=True)),
    ("confirmed twice", OrderNotInState, lambda s, i: answer_order(s.buyer.call(), order_id=i, agree=True)),
    ("more than is lent on it", OrderTooSmall, lambda s, i: finance(s, i, 140_100)),
    ("paid after the loan ends", OrderTooLate, lambda s, i: finance(s, late(s))),
    ("in another currency", InvalidInput, lambda s, i: finance(s, i, amount=Money(1, "USD"))),
    ("under another product", InvalidInput, lambda s, i: finance(s, i, product_code="working-capital")),
    ("financed twice", Conflict, twice),
    ("by the buyer", NotFound, lambda s, i: finance_order(s.buyer.call(), order_id=i, amount=Money(1), term_months=3)),
    ("without an order", OutsideProduct, lambda s, i: by_itself(s)),
    ("paid before it is financed", OrderNotInState, lambda s, i: pay_order(s.buyer.call(), order_id=i)),
    ("no such milestone", NotFound, lambda s, i: show_milestone(s.call(), order_id=i, code="x", evidence="paper")),
    (
        "cleared without need",
        OrderNotInState,
        lambda s, i: clear_order(s.call(RISK), order_id=i, agree=True, reason="ok"),
    ),
    ("cleared by operations", Forbidden, lambda s, i: clear_order(s.call(), order_id=i, agree=True, reason="ok")),
    ("another's", NotFound, lambda s, i: order(firm_at_the_door(consent=False, invoices="").actor, i)),
]


def late(story: Supplier) -> UUID:
    return story.ordered(number="LATE-1", yuan=90_000, pay_by=story.on + timedelta(days=100))


@pytest.mark.parametrize(("what", "refusal", "act"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_changed(
    supplied: tuple[Supplier, UUID], what: str, refusal: type[Refusal], act: Act
) -> None:
    story, order_id = supplied
    before = footprint()
    with pytest.raises(refusal), transaction.atomic():
        act(story, order_id)
    assert footprint() == before


def test_one_that_looks_like_another_waits_for_risk(supplied: tuple[Supplier, UUID]) -> None:
    story, order_id = supplied
    told: NewOrder = story.told(yuan=210_000)
    made = take_order(story.seller.call(), told=told)
    assert (made.state, order(CLERK, made.order_id).looks_like) == (OrderState.IN_REVIEW, order_id)
    with pytest.raises(OrderNotInState):
        answer_order(story.buyer.call(), order_id=made.order_id, agree=True)
    assert (
        clear_order(story.call(RISK), order_id=made.order_id, agree=True, reason="a second lot").state == "registered"
    )
    answer_order(story.call(OPERATIONS), order_id=made.order_id, agree=True, evidence="signed copy")
    answer_order(story.call(CLERK), order_id=made.order_id, agree=True, evidence="signed copy")
    assert order(story.seller.actor, made.order_id).state == OrderState.CONFIRMED


def test_a_buyer_says_that_it_is_none_of_theirs(supplied: tuple[Supplier, UUID]) -> None:
    story, _ = supplied
    made = take_order(
        story.seller.call(),
        told=story.told("NEW-1", yuan=33_000),
        buyer_uscc=credit_code(7777),
        buyer_name="杭州新买家有限公司",
    )
    assert order(CLERK, made.order_id).state == OrderState.REGISTERED
    answer_order(story.call(), order_id=made.order_id, agree=False, evidence="they never ordered")
    assert order(CLERK, made.order_id).state == OrderState.REJECTED
