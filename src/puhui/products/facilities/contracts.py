"""What crosses the wall of facilities: states, views and answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.money import Money


class FacilityState(StrEnum):
    """The life of a facility. `expired`: nothing new is drawn, what is drawn is still repaid."""

    OPEN = "open"
    EXPIRED = "expired"
    CLOSED = "closed"


class DrawState(StrEnum):
    """The life of a draw: room is reserved, its payout is asked of the bank, it is paid out, or it came to nothing."""

    RESERVED = "reserved"
    PAYING = "paying"
    DRAWN = "drawn"
    RELEASED = "released"


UNDER_WAY = (DrawState.RESERVED, DrawState.PAYING)


class ProposalState(StrEnum):
    """The life of what waits for a second person."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"


class DrawnAs(StrEnum):
    """`line`: all draws are one running loan, repaid on any day. `loans`: each draw is a loan with its own plan."""

    LINE = "line"
    LOANS = "loans"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFacility:
    """What is granted: to whom, by which contract, how much, for how long and at which price.

    `household_id` is the household whose adults signed together; `loan_id` is the running loan of a line.
    `sub_limits` are in minor units by purpose.
    """

    holder_id: UUID
    household_id: UUID | None = None
    product_code: str
    product_version: int
    contract_id: UUID
    loan_id: UUID | None
    limit: Money
    drawn_as: DrawnAs
    annual_rate_pct: Decimal
    available_until: date
    expires_on: date
    review_on: date
    lowest_draw_minor: int
    undrawn_counts_pct: int
    commitment_fee_pct: Decimal = Decimal(0)
    method: str
    sub_limits: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraw:
    """A draw as it was shown: how much, what for, for how long, and the cost sheet that was shown with it."""

    amount: Money
    purpose: str
    term_months: int
    method: str
    sheet: Mapping[str, Any]
    sheet_hash: str
    language: str


@dataclass(frozen=True, slots=True)
class FacilityMoved:
    """A facility after an act; amounts in minor units."""

    facility_id: UUID
    state: FacilityState
    limit_minor: int
    free_minor: int
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class DrawMoved:
    """A draw after an act."""

    draw_id: UUID
    facility_id: UUID
    state: DrawState
    amount: Money
    loan_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProposalMoved:
    """A proposal after an act."""

    proposal_id: UUID
    facility_id: UUID
    kind: str
    state: ProposalState


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityLine:
    """A facility in a list. What is free is nothing while it is frozen or no longer available."""

    id: UUID
    holder_id: UUID
    product_code: str
    state: FacilityState
    limit: Money
    drawn: Money
    reserved: Money
    free: Money
    over: Money
    freezes: tuple[str, ...]
    annual_rate_pct: Decimal
    available_until: date
    expires_on: date
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawView:
    """One draw; `outstanding` is what of it is still to be repaid."""

    id: UUID
    facility_id: UUID
    holder_id: UUID
    loan_id: UUID | None
    amount: Money
    outstanding: Money
    purpose: str
    term_months: int
    method: str
    state: DrawState
    reserved_until: datetime
    shown_to: UUID
    shown_at: datetime
    sheet: Mapping[str, Any]
    sheet_hash: str
    language: str
    drawn_on: date | None
    ended_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityEventView:
    """One thing that happened, and how the facility stood after it; amounts in minor units."""

    n: int
    on: date
    at: datetime
    kind: str
    amount_minor: int
    limit_minor: int
    drawn_minor: int
    reserved_minor: int
    reason: str
    by_name: str
    draw_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """What somebody proposed and another must confirm."""

    id: UUID
    facility_id: UUID
    kind: str
    amount: Money | None
    reason: str
    state: ProposalState
    proposed_by: UUID
    proposed_by_name: str
    proposed_on: date
    decided_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeCharged:
    """A commitment fee of a facility, for what was undrawn until the day `to_on`, and how often it was asked for."""

    fee_id: UUID
    facility_id: UUID
    holder_id: UUID
    product_code: str
    bucket: int
    amount: Money
    paid: Money
    to_on: date
    asked_n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityView:
    """A facility with everything that is known of it."""

    line: FacilityLine
    household_id: UUID | None
    product_version: int
    contract_id: UUID
    loan_id: UUID | None
    drawn_as: DrawnAs
    method: str
    ceiling: Money
    lowest_draw: Money
    commitment_fee_pct: Decimal
    undrawn_counts_pct: int
    sub_limits: Mapping[str, int]
    granted_on: date
    reviewed_on: date | None
    raise_from: date | None
    fees: tuple[FeeCharged, ...]
    draws: tuple[DrawView, ...]
    events: tuple[FacilityEventView, ...]
    proposals: tuple[ProposalView, ...]

    @property
    def id(self) -> UUID:
        """The facility's id."""
        return self.line.id

    @property
    def holder_id(self) -> UUID:
        """Who may draw."""
        return self.line.holder_id


@dataclass(frozen=True, slots=True)
class Commitment:
    """What facilities of a party come to, in minor units.

    `coming`: reserved, and not a loan yet; `undrawn`: what may still be drawn, and how much of that counts.
    """

    facilities: int
    drawn_minor: int
    coming_minor: int
    undrawn_minor: int
    counted_minor: int
