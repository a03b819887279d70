"""Operations: orders.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut, OrderOutPage, OrderState, TextOut
from puhui_client.transport import Group, part


class FinanceIn(TypedDict):
    """How much of it, for how long."""

    amount: MoneyIn
    term_months: int
    product_code: NotRequired[str]


class LineIn(TypedDict):
    """One line of an order."""

    what: str
    quantity: str
    amount: MoneyIn


class MilestoneOut(TypedDict):
    """One part of the loan."""

    code: str
    text: TextOut
    amount: MoneyOut
    state: MilestoneState
    evidence: str


MilestoneState: TypeAlias = 'Literal["waiting", "shown", "paying", "paid"]'


class OrderDone(TypedDict):
    """The order after an act; a milestone or a payment when it was about one."""

    order_id: str
    state: NotRequired[str]
    code: NotRequired[str]
    payment_id: NotRequired[str | None]
    amount: NotRequired[MoneyOut | None]


class OrderIn(TypedDict):
    """An order; the buyer by id, or by its public code and name."""

    seller_id: str
    buyer_id: NotRequired[str | None]
    buyer_uscc: NotRequired[str]
    buyer_name: NotRequired[str]
    number: str
    amount: MoneyIn
    ordered_on: str
    deliver_by: str
    pay_by: str
    lines: NotRequired[list[LineIn]]
    sha256: NotRequired[str]


class OrdersActIn(TypedDict):
    """What a step needs."""

    agree: NotRequired[bool]
    amount: NotRequired[MoneyIn | None]
    reason: NotRequired[str]
    code: NotRequired[str]
    sha256: NotRequired[str]
    loan_id: NotRequired[str | None]


class OrdersEventOut(TypedDict):
    """One thing that happened."""

    n: int
    kind: str
    on: str
    amount: MoneyOut
    note: str
    by_name: str


class OrdersLineOut(TypedDict):
    """One line."""

    what: str
    quantity: str
    amount: MoneyOut


class OrdersOrderOut(TypedDict):
    """An order, what was paid out on it and what its buyer has paid."""

    id: str
    seller_id: str
    buyer_id: str
    number: str
    state: OrderState
    amount: MoneyOut
    delivered: MoneyOut | None
    paid: MoneyOut
    to_loan: MoneyOut
    to_seller: MoneyOut
    expected: MoneyOut
    ordered_on: str
    deliver_by: str
    pay_by: str
    lines: list[OrdersLineOut]
    confirmed_on: str | None
    application_id: str | None
    loan_id: str | None
    milestones: list[MilestoneOut]
    happened: list[OrdersEventOut]


class StartedOut(TypedDict):
    """The application: submitted, offered and signed as every other one."""

    application_id: str


class OrdersOperations(Group):
    """Operations: orders."""

    def list_orders(
        self, *, limit: int | None = None, after: str | None = None, state: OrderState | None = None
    ) -> OrderOutPage:
        """Orders, newest first. Staff see all, sellers and buyers their own. Scope `orders:read`."""
        answer: OrderOutPage = self._transport.call(
            "GET", "/api/v1/orders", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def new_order(self, body: OrderIn, *, idempotency_key: str = "") -> OrderDone:
        """Tell an order. Once, under whatever name; one that looks like another waits for risk. Scope `orders:write`."""
        answer: OrderDone = self._transport.call("POST", "/api/v1/orders", body=body, key=idempotency_key)
        return answer

    def read_order(self, order_id: UUID | str) -> OrdersOrderOut:
        """One order. With its milestones and what happened. Scope `orders:read`."""
        answer: OrdersOrderOut = self._transport.call("GET", f"/api/v1/orders/{part(order_id)}")
        return answer

    def finance(self, order_id: UUID | str, body: FinanceIn, *, idempotency_key: str = "") -> StartedOut:
        """Ask for a loan on it. The order is confirmed, and no application lives on it. Scope `orders:write`."""
        answer: StartedOut = self._transport.call(
            "POST", f"/api/v1/orders/{part(order_id)}/finance", body=body, key=idempotency_key
        )
        return answer

    def act_on(
        self,
        order_id: UUID | str,
        act: Literal["answer", "clear", "cancel", "show", "pay_out", "deliver", "pay", "repays"],
        body: OrdersActIn,
        *,
        idempotency_key: str = "",
    ) -> OrderDone:
        """Do something with it. Each act has its own rights: buyers answer and pay, sellers show proof, staff pay parts out. Scope `orders:write`."""
        answer: OrderDone = self._transport.call(
            "POST", f"/api/v1/orders/{part(order_id)}/{part(act)}", body=body, key=idempotency_key
        )
        return answer
