"""What crosses the wall of receivables: states, what is asked, views and answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class LimitSide(StrEnum):
    """Whom a limit is about: who sells, or who must pay."""

    SELLER = "seller"
    DEBTOR = "debtor"


class SaleState(StrEnum):
    """The life of a sale. `quoted`: the cost is on the table, nothing is bound."""

    QUOTED = "quoted"
    CONFIRMED = "confirmed"


class State(StrEnum):
    """The life of a receivable. `funding`: the bank is asked to pay the advance."""

    ASSIGNED = "assigned"
    FUNDING = "funding"
    FUNDED = "funded"
    DISPUTED = "disputed"
    SETTLED = "settled"
    BOUGHT_BACK = "bought_back"
    WRITTEN_OFF = "written_off"


OPEN = (State.FUNDED, State.DISPUTED)
LIVE = (State.ASSIGNED, State.FUNDING, *OPEN)


class Kind(StrEnum):
    """What may happen to a receivable."""

    ASSIGNED = "assigned"
    NOTIFIED = "notified"
    ACKNOWLEDGED = "acknowledged"
    FUNDING_ASKED = "funding_asked"
    FUNDING_REFUSED = "funding_refused"
    FUNDED = "funded"
    COLLECTED = "collected"
    DILUTED = "diluted"
    DISPUTED = "disputed"
    RESOLVED = "resolved"
    BOUGHT_BACK = "bought_back"
    CLAIM_PAID = "claim_paid"
    WRITE_OFF_PROPOSED = "write_off_proposed"
    WRITTEN_OFF = "written_off"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLimit:
    """A limit that risk grants. Sellers: for which product and at which rate; debtors: in how many days they pay."""

    party_id: UUID
    side: LimitSide
    limit: Money
    valid_until: date
    reason: str
    product_code: str = ""
    annual_rate_pct: Decimal = Decimal(0)
    payment_days: int = 0


@dataclass(frozen=True, slots=True)
class LimitSet:
    """A limit after an act."""

    limit_id: UUID
    party_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitView:
    """A limit, and what of it is in use."""

    id: UUID
    party_id: UUID
    side: LimitSide
    limit: Money
    used: Money
    valid_until: date
    product_code: str
    product_version: int
    annual_rate_pct: Decimal
    payment_days: int
    granted_by_name: str

    @property
    def free(self) -> Money:
        """What may still be sold."""
        return Money(max(self.limit.minor - self.used.minor, 0), self.limit.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One invoice that the seller wants to sell."""

    debtor_id: UUID
    invoice_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSeen:
    """An invoice of the seller, as the store of invoices has it; `face` with tax."""

    debtor_id: UUID
    invoice_no: str
    invoice_date: date
    due_on: date
    face: Money
    is_void: bool


@dataclass(frozen=True, slots=True)
class Sellable:
    """An invoice in the seller's list; `why` says what is against selling it, None when nothing is."""

    invoice: InvoiceSeen
    why: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleQuoted:
    """A quote: what is paid now, what later, what it costs. `sheet_hash` is what the seller confirms."""

    sale_id: UUID
    sheet: Mapping[str, Any]
    sheet_hash: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class SaleConfirmed:
    """A sale that binds: the receivables that were assigned by it."""

    sale_id: UUID
    receivable_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleView:
    """A sale."""

    id: UUID
    seller_id: UUID
    state: SaleState
    product_code: str
    product_version: int
    sheet: Mapping[str, Any]
    sheet_hash: str
    made_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Moved:
    """A receivable after an act."""

    receivable_id: UUID
    state: State
    outstanding: Money


@dataclass(frozen=True, slots=True)
class FundingAsked:
    """The bank is asked to pay the advance of some receivables of one sale."""

    sale_id: UUID
    order_id: UUID
    amount: Money
    receivable_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PaymentAsked:
    """The bank is asked to collect from a debtor or a seller."""

    receivable_id: UUID
    order_id: UUID
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class HappenedView:
    """One thing that happened to a receivable."""

    n: int
    kind: Kind
    on: date
    amount: Money
    note: str
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivableView:
    """A receivable: its face and where each fen of it went, the price and where it stands."""

    id: UUID
    sale_id: UUID
    seller_id: UUID
    debtor_id: UUID
    invoice_no: str
    invoice_date: date
    due_on: date
    state: State
    with_recourse: bool
    face: Money
    collected: Money
    diluted: Money
    bought_back: Money
    written_off: Money
    outstanding: Money
    advance: Money
    reserve: Money
    discount: Money
    fee: Money
    reserve_left: Money
    claim_left: Money
    allowance: Money
    notified_on: date | None
    acknowledged_on: date | None
    acknowledged_by_name: str
    funded_on: date | None
    disputed_on: date | None
    dispute_until: date | None
    dispute_reason: str
    closed_on: date | None
    write_off_by: UUID | None
    write_off_by_name: str
    is_paying: bool = False
    happened: tuple[HappenedView, ...] = ()

    def days_past_due(self, on: date) -> int:
        """How late the debtor is; 0 when the receivable is not open."""
        return max((on - self.due_on).days, 0) if self.state in OPEN else 0


@dataclass(frozen=True, slots=True)
class Exposure:
    """What could be lost with one party: as seller (what we could claim back) and as debtor (what it must pay)."""

    party_id: UUID
    as_seller_minor: int
    as_debtor_minor: int


@dataclass(frozen=True, slots=True)
class DaySeen:
    """What the close of a day did: earned, provided, and what people must look at."""

    looked_at: int
    earned_minor: int
    overdue: tuple[UUID, ...]
    bought_back: tuple[UUID, ...]
    coming: tuple[UUID, ...]
