"""What crosses the wall of leasing: a leased thing, its life, its meters."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from puhui.kernel.money import Money


class LeaseState(StrEnum):
    """The life of a leased thing, seen from the lender who owns it."""

    CHOSEN = "chosen"
    DELIVERED = "delivered"
    IN_USE = "in_use"
    BOUGHT = "bought"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    SOLD = "sold"
    CANCELLED = "cancelled"


HELD = (LeaseState.CHOSEN, LeaseState.DELIVERED, LeaseState.IN_USE, LeaseState.RETURNED, LeaseState.TAKEN_BACK)
"""While it is one of these the thing is ours, and nobody else can be let it."""


class LeaseStep(StrEnum):
    """What can happen to it."""

    CHOOSE = "choose"
    CANCEL = "cancel"
    ACCEPT = "accept"
    PAY_OUT = "pay_out"
    BUY = "buy"
    RETURN = "return"
    TAKE_BACK = "take_back"
    SELL = "sell"
    GUARANTEE = "guarantee"
    CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEquipment:
    """What the lessee has chosen, for how much. `serial` is the maker's number on the thing."""

    kind: str
    maker: str
    model: str
    serial: str
    price: Money
    insured_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseEventView:
    """One thing that happened."""

    n: int
    step: LeaseStep
    on: date
    amount: Money | None
    note: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """One reading of a meter, in the meter's own unit: hours, kilometres, pieces."""

    meter: str
    value: Decimal
    read_at: datetime
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseLine:
    """A leased thing in a list. `down_payment` is what the lessee pays the supplier; the rest is financed."""

    id: UUID
    lessee_id: UUID
    supplier_id: UUID
    application_id: UUID
    loan_id: UUID | None
    kind: str
    maker: str
    model: str
    serial: str
    price: Money
    financed: Money
    residual: Money
    insured_until: date | None
    state: LeaseState
    accepted_on: date | None
    guaranteed: Money

    @property
    def down_payment(self) -> Money:
        """What the lessee pays the supplier directly."""
        return Money(self.price.minor - self.financed.minor, self.price.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseView:
    """A leased thing with its life and the last reading of each meter."""

    line: LeaseLine
    events: tuple[LeaseEventView, ...]
    meters: tuple[ReadingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyReturn:
    """What giving the thing back would come to today. `to_pay` and `to_lessee`: one of them is nothing.

    `worth`: what it is taken back for, by the published table; `pay_off`: what ends the lease; `from_on`: the first
    day on which it may be given back at this price.
    """

    pay_off: Money
    worth: Money
    to_pay: Money
    to_lessee: Money
    months: int
    term_months: int
    first_worth: Money
    from_on: date


@dataclass(frozen=True, slots=True)
class LeaseMoved:
    """Where a step has led."""

    lease_id: UUID
    state: LeaseState


@dataclass(frozen=True, slots=True)
class ReadingKept:
    """A reading that is in the book of the meter."""

    lease_id: UUID
    reading_id: UUID
