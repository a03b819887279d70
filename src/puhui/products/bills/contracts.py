"""What crosses the wall of bills: states, what is told of a bill, answers and views."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    """The life of a bill. `quoted`: it was checked, and its holder may sell; `buying`: the money is on its way."""

    SUBMITTED = "submitted"
    QUOTED = "quoted"
    DECLINED = "declined"
    BUYING = "buying"
    HELD = "held"
    DISHONOURED = "dishonoured"
    PAID = "paid"
    RECOVERED = "recovered"


TAKEN = (BillState.QUOTED, BillState.BUYING, BillState.HELD, BillState.DISHONOURED)
OURS = (BillState.HELD, BillState.DISHONOURED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm or bank as a bill names it: its name, and its credit code or bank number."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementIn:
    """One endorsement; `is_last`: the endorser wrote that the bill may not be passed on further."""

    giver: Firm
    taker: Firm
    on: date
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBill:
    """A bill as its holder shows it. `is_last`: its drawer wrote that it may not be passed on."""

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
    endorsements: tuple[EndorsementIn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLimit:
    """What we take of an acceptor, and the yearly rate."""

    kind: BillKind
    acceptor: Firm
    limit: Money
    annual_rate_pct: Decimal
    valid_until: date


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
    endorsements: tuple[EndorsementIn, ...] = ()
    recourse: tuple[RecourseView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What is owed to us, in minor units: by the acceptor, and by those who answer when it does not pay."""

    owed_minor: int = 0
    contingent_minor: int = 0
