"""What crosses the wall of orders: states, what is asked, views and answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class OrderState(StrEnum):
    """The life of an order. `in_review`: it looks like another one; `closed`: the buyer has paid."""

    REGISTERED = "registered"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    FINANCED = "financed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


FREE = (OrderState.REGISTERED, OrderState.IN_REVIEW, OrderState.CONFIRMED)


class MilestoneState(StrEnum):
    """The life of a milestone. `shown`: somebody has shown the proof, somebody else must agree."""

    WAITING = "waiting"
    SHOWN = "shown"
    PAYING = "paying"
    PAID = "paid"


class Kind(StrEnum):
    """What may happen to an order."""

    REGISTERED = "registered"
    CLEARED = "cleared"
    PAPER_SEEN = "paper_seen"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    APPLIED = "applied"
    FINANCED = "financed"
    SHOWN = "shown"
    PAYOUT_ASKED = "payout_asked"
    PAID_OUT = "paid_out"
    PAYOUT_REFUSED = "payout_refused"
    DELIVERED = "delivered"
    BUYER_PAID = "buyer_paid"
    BUYER_LATE = "buyer_late"
    CANCELLED = "cancelled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of an order."""

    what: str
    quantity: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order as the seller tells it. `sha256`: of the paper, where there is one."""

    seller_id: UUID
    buyer_id: UUID
    number: str
    amount: Money
    ordered_on: date
    deliver_by: date
    pay_by: date
    lines: tuple[OrderLine, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class MilestonePlan:
    """One part of the loan: what must be shown, and its share."""

    code: str
    text: Text
    share_pct: int
    needs_paper: bool


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """An order after an act."""

    order_id: UUID
    state: OrderState


@dataclass(frozen=True, slots=True)
class MilestoneMoved:
    """A milestone after an act."""

    order_id: UUID
    code: str
    state: MilestoneState
    amount: Money


@dataclass(frozen=True, slots=True)
class BuyerPaymentAsked:
    """The bank is asked to collect from the buyer."""

    order_id: UUID
    payment_id: UUID
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneView:
    """One part of the loan on an order."""

    code: str
    text: Text
    amount: Money
    state: MilestoneState
    evidence: str
    shown_by: UUID | None
    shown_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEventView:
    """One thing that happened to an order."""

    n: int
    kind: Kind
    on: date
    amount: Money
    note: str
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrderView:
    """An order, what was paid out on it and what the buyer has paid."""

    id: UUID
    seller_id: UUID
    buyer_id: UUID
    number: str
    state: OrderState
    amount: Money
    delivered: Money | None
    paid: Money
    to_loan: Money
    to_seller: Money
    ordered_on: date
    deliver_by: date
    pay_by: date
    lines: tuple[OrderLine, ...]
    looks_like: UUID | None
    confirmed_on: date | None
    application_id: UUID | None
    loan_id: UUID | None
    milestones: tuple[MilestoneView, ...] = ()
    happened: tuple[OrderEventView, ...] = ()

    @property
    def expected(self) -> Money:
        """What the buyer still has to pay: of what was delivered, or of what was ordered."""
        whole = self.delivered or self.amount
        return Money(max(whole.minor - self.paid.minor, 0), self.amount.currency)
