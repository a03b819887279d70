"""What crosses the wall of payments: requests, orders, answers and refusals."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

Direction = Literal["pay_out", "collect"]


class Purpose(StrEnum):
    """Why money is moved."""

    DISBURSEMENT = "disbursement"
    REPAYMENT = "repayment"
    REFUND = "refund"
    RETURN = "return"
    GOODS_RETURN = "goods_return"
    SURPLUS = "surplus"
    VOUCHER_PURCHASE = "voucher_purchase"
    VOUCHER_REDEMPTION = "voucher_redemption"
    VOUCHER_PAYOUT = "voucher_payout"
    VOUCHER_RECOURSE = "voucher_recourse"
    BILL_PURCHASE = "bill_purchase"
    BILL_PRESENTMENT = "bill_presentment"
    BILL_RECOURSE = "bill_recourse"
    BILL_BUY_BACK = "bill_buy_back"
    REDISCOUNT = "rediscount"
    REDISCOUNT_RECOURSE = "rediscount_recourse"
    ADVANCE = "advance"
    RESERVE = "reserve"
    DEBTOR_PAYMENT = "debtor_payment"
    SELLER_CLAIM = "seller_claim"
    BUYER_PAYMENT = "buyer_payment"
    ORDER_SURPLUS = "order_surplus"
    COMMITMENT_FEE = "commitment_fee"


class OrderState(StrEnum):
    """The life of an order: requested, then sent, then settled or refused."""

    REQUESTED = "requested"
    SENT = "sent"
    SETTLED = "settled"
    REFUSED = "refused"


OPEN_STATES = (OrderState.REQUESTED, OrderState.SENT)


@dataclass(frozen=True, slots=True)
class Hold:
    """An order goes to the bank only after an instant, so that its customer may stop it; `why` are codes."""

    until: datetime
    why: tuple[str, ...]


class NotHeld(Refusal):
    """The order is with the bank already, or was stopped."""

    code = "not_held"
    http_status = 409
    text = Text(
        en="This can no longer be stopped: it is done, on its way, or was stopped before.",
        zh="已无法停止：该操作已完成、正在办理，或此前已停止。",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest:
    """Asks for one order. `subject_id` is what the money is about (a loan); `note` says how it is to be used."""

    id: UUID
    direction: Direction
    amount: Money
    party_id: UUID
    purpose: Purpose
    subject_id: UUID
    requested_on: date
    note: str = ""
    hold: "Hold | None" = None


STOPPED = "stopped_by_customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """An order as staff and flows see it."""

    id: UUID
    direction: Direction
    amount: Money
    party_id: UUID
    purpose: Purpose
    subject_id: UUID
    requested_on: date
    note: str
    state: OrderState
    reason: str
    bank_reference: str
    requested_at: datetime
    answered_at: datetime | None
    held_until: datetime | None = None
    held_why: tuple[str, ...] = ()

    @property
    def is_stopped(self) -> bool:
        """True when its customer stopped it while it was held: the bank never saw it."""
        return self.state == OrderState.REFUSED and self.reason == STOPPED

    @property
    def is_open(self) -> bool:
        """True while the bank has not answered."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """What an answer meant: new, a repeat, or at odds with the answer that came first."""

    order: OrderView
    is_new: bool
    contradicts: bool


class OrderReused(Refusal):
    """The order id was used before for another payment."""

    code = "payment_order_reused"
    http_status = 409
    text = Text(en="This payment order was already used for another payment.", zh="该支付指令编号已用于另一笔付款。")


class AnswerWithoutOrder(Refusal):
    """The bank speaks of an order that we never made."""

    code = "payment_order_unknown"
    http_status = 404
    text = Text(en="There is no payment order {where}.", zh="没有支付指令 {where}。")


class BadPayment(Refusal):
    """An amount that cannot be paid."""

    code = "payment_invalid"
    text = Text(en="A payment is an amount above zero.", zh="付款金额必须大于零。")
