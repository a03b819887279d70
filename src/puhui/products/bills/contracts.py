"""What crosses the wall of bills: states, what is told of a bill, answers and views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.money import Money


class BillKind(StrEnum):
    """Who accepted it: a bank, or an enterprise."""

    BANK = "bank"
    COMMERCIAL = "commercial"


class LimitState(StrEnum):
    """The life of an acceptor's limit. `proposed`: a second person must agree; `blocked`: nothing more is taken."""

    PROPOSED = "proposed"
    OPEN = "open"
    DECLINED = "declined"
    BLOCKED = "blocked"


class BillState(StrEnum):
    """The life of a bill. `quoted`: it was checked, and its holder may sell; `buying`: the money is on its way.

    `divided` and `passed_on`: other bills stand in its place, its parts, or the one that its next holder has.
    `rediscounted`: another institution has it, and we answer for it until it is paid. `buying_back`, `bought_back`:
    its holder takes it back before its day; the money is on its way to us, or came.
    """

    SUBMITTED = "submitted"
    QUOTED = "quoted"
    DECLINED = "declined"
    BUYING = "buying"
    HELD = "held"
    DISHONOURED = "dishonoured"
    PAID = "paid"
    RECOVERED = "recovered"
    DIVIDED = "divided"
    PASSED_ON = "passed_on"
    REDISCOUNTED = "rediscounted"
    BUYING_BACK = "buying_back"
    BOUGHT_BACK = "bought_back"


class BillGrade(StrEnum):
    """How good our claim on a bill is, in the five classes of the law."""

    NORMAL = "normal"
    ATTENTION = "attention"
    SUBSTANDARD = "substandard"
    DOUBTFUL = "doubtful"
    LOSS = "loss"


class RediscountState(StrEnum):
    """The life of a rediscount. `selling`, `returning`: money is on its way to us, or back to who took the bill."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    SELLING = "selling"
    CANCELLED = "cancelled"
    SOLD = "sold"
    PAID = "paid"
    RETURNING = "returning"
    RETURNED = "returned"


# No claim on the paper itself any more.
LEFT = (
    BillState.DECLINED,
    BillState.DIVIDED,
    BillState.PASSED_ON,
    BillState.BOUGHT_BACK,
)
# In the books: we have it, or answer for it.
OURS = (BillState.HELD, BillState.DISHONOURED, BillState.REDISCOUNTED, BillState.BUYING_BACK)
TAKEN = (BillState.QUOTED, BillState.BUYING, *OURS)
IN_HAND = (BillState.HELD, BillState.DISHONOURED)
OWED = (RediscountState.SOLD, RediscountState.RETURNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm or bank as a bill names it: its name, and its credit code or bank number."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubRange:
    """Which cents of a divisible bill: its cents are numbered from one, and both ends belong to the part."""

    first: int
    last: int

    @property
    def minor(self) -> int:
        """How many cents they are."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        """As the exchange prints it."""
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementIn:
    """One endorsement; `is_last`: the endorser wrote that the bill may not be passed on further.

    `part`: the cents that were given; without it, all that the endorser had.
    """

    giver: Firm
    taker: Firm
    on: date
    is_last: bool = False
    part: SubRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBill:
    """A bill as its holder shows it. `is_last`: its drawer wrote that it may not be passed on.

    `part`: the cents of a divisible bill that the holder has; without it the bill goes whole.
    """

    holder_id: UUID
    number: str
    kind: BillKind
    face: Money
    drawer: Firm
    acceptor: Firm
    payee: Firm
    issued_on: date
    due_on: date
    is_last: bool = False
    is_out_of_town: bool = False
    part: SubRange | None = None
    endorsements: tuple[EndorsementIn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLimit:
    """What we take of an acceptor, and the yearly rate."""

    kind: BillKind
    acceptor: Firm
    limit: Money
    annual_rate_pct: Decimal
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRediscount:
    """To which institution a bill of ours shall go on, and the yearly rate that it keeps."""

    taker: Firm
    annual_rate_pct: Decimal


@dataclass(frozen=True, slots=True)
class RediscountMoved:
    """A rediscount after an act."""

    rediscount_id: UUID
    state: RediscountState


@dataclass(frozen=True, slots=True)
class LimitMoved:
    """A limit after an act."""

    limit_id: UUID
    state: LimitState


@dataclass(frozen=True, slots=True)
class BillMoved:
    """A bill after an act."""

    bill_id: UUID
    state: BillState


@dataclass(frozen=True, slots=True)
class BillDivided:
    """The parts that stand in the place of a bill."""

    bill_id: UUID
    parts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class BillPassed:
    """The bill as its next holder has it."""

    bill_id: UUID
    next_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitView:
    """An acceptor's limit: what of it is used."""

    id: UUID
    kind: BillKind
    acceptor: Firm
    limit: Money
    used: Money
    annual_rate_pct: Decimal
    valid_until: date
    state: LimitState
    proposed_by: UUID
    proposed_by_name: str
    decided_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecourseView:
    """Somebody who was asked to pay in the acceptor's place."""

    n: int
    debtor: Firm
    amount: Money
    on: date
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RediscountView:
    """A bill of ours that went on, or shall: what the taker keeps, and what we get."""

    id: UUID
    bill_id: UUID
    number: str
    taker: Firm
    annual_rate_pct: Decimal
    state: RediscountState
    face: Money
    days: int
    interest: Money
    proceeds: Money
    proposed_by: UUID
    proposed_by_name: str
    decided_by_name: str
    settled_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillView:
    """A bill with what we would pay, or paid, for it."""

    id: UUID
    number: str
    kind: BillKind
    face: Money
    holder_id: UUID
    drawer: Firm
    acceptor: Firm
    payee: Firm
    issued_on: date
    due_on: date
    is_out_of_town: bool
    state: BillState
    product: str
    product_version: int
    annual_rate_pct: Decimal | None
    days: int
    interest: Money
    proceeds: Money
    pays_on: date
    ends_on: date
    settled_on: date | None
    quoted_until: date | None
    checked_by_name: str
    registry_reference: str
    reason: str
    sheet: Mapping[str, Any]
    part: SubRange | None = None
    divided_from: UUID | None = None
    endorsements: tuple[EndorsementIn, ...] = ()
    recourse: tuple[RecourseView, ...] = ()
    rediscounts: tuple[RediscountView, ...] = ()
    is_without_recourse: bool = False
    grade: BillGrade = BillGrade.NORMAL
    allowance: Money = field(default_factory=lambda: Money(0))
    back_on: date | None = None
    back_price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What is owed to us, in minor units: by the acceptor, and by those who answer when it does not pay."""

    owed_minor: int = 0
    contingent_minor: int = 0
