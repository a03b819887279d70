"""What crosses the wall of collateral about things and pledges: states, views, answers and refusals."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from puhui.kernel.money import Money


class AssetState(StrEnum):
    """The life of a thing in the register. `enforcing`: it is being sold for its debts; `gone`: it was sold."""

    HELD = "held"
    ENFORCING = "enforcing"
    GONE = "gone"


class PledgeState(StrEnum):
    """The life of a pledge. `perfected`: it holds against others, by registration, delivery or control."""

    CREATED = "created"
    PERFECTED = "perfected"
    RELEASED = "released"
    ENFORCED = "enforced"


LIVE = (PledgeState.CREATED, PledgeState.PERFECTED)


class ReleaseState(StrEnum):
    """The life of a release. `proposed`: a second person must agree."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"


class EnforcementState(StrEnum):
    """The life of an enforcement. `proposed`: proceeds are named, a second person must confirm them."""

    OPEN = "open"
    PROPOSED = "proposed"
    DISTRIBUTED = "distributed"
    STOPPED = "stopped"


class WatchLevel(StrEnum):
    """How a debt stands to its cover."""

    FINE = "fine"
    WARN = "warn"
    ACT = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIn:
    """A paper about a thing: what it is, its number or place, and the SHA-256 of its file where there is one."""

    kind: str
    reference: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAsset:
    """A thing to be registered. `right_until`: for rights that end; `area_mu`: for land, in mu."""

    owner_id: UUID
    kind: str
    description: str
    identifiers: tuple[tuple[str, str], ...]
    currency: str = "CNY"
    right_until: date | None = None
    area_mu: Decimal | None = None
    documents: tuple[DocumentIn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewValuation:
    """What a thing is worth, by whom, how, on which day, and until when that may be relied on.

    Land may be valued by the mu: the whole then follows from its area, and a `value` beside it must be just that.
    """

    value: Money | None
    method: str
    valuer: str
    valued_on: date
    valid_until: date
    per_mu: Money | None = None


@dataclass(frozen=True, slots=True)
class AssetMoved:
    """A thing after an act."""

    asset_id: UUID
    state: AssetState


@dataclass(frozen=True, slots=True)
class PledgeMoved:
    """A pledge after an act."""

    pledge_id: UUID
    state: PledgeState
    rank: int
    secured: Money


@dataclass(frozen=True, slots=True)
class ReleaseMoved:
    """A release after an act."""

    release_id: UUID
    pledge_id: UUID
    state: ReleaseState


@dataclass(frozen=True, slots=True)
class EnforcementMoved:
    """An enforcement after an act."""

    enforcement_id: UUID
    asset_id: UUID
    state: EnforcementState


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationView:
    """One line of the history of a thing's value."""

    id: UUID
    value: Money
    method: str
    valuer: str
    valued_on: date
    valid_until: date
    by_name: str
    per_mu: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeView:
    """A pledge, and how much of the thing's lendable value it is given."""

    id: UUID
    asset_id: UUID
    kind: str
    description: str
    owner_id: UUID
    debt_id: UUID
    borrower_id: UUID
    rank: int
    secured: Money
    given: Money
    state: PledgeState
    is_beyond_value: bool
    created_on: date
    perfected_on: date | None
    registration: str
    released_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLine:
    """A thing in a list: its value, what of it may be lent against today, and what is still free of that."""

    id: UUID
    owner_id: UUID
    kind: str
    description: str
    state: AssetState
    value: Money | None
    valued_on: date | None
    valid_until: date | None
    right_until: date | None
    lendable: Money
    free: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetView:
    """A thing with everything that is known of it."""

    line: AssetLine
    identifiers: tuple[tuple[str, str], ...]
    area_mu: Decimal | None
    documents: tuple[DocumentIn, ...]
    valuations: tuple[ValuationView, ...]
    pledges: tuple[PledgeView, ...]
    registered_by: str
    registered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What stands behind one debt, in minor units: things by perfected pledges, pledges not perfected, guarantees.

    `pledges`: how many live pledges there are, perfected or not.
    """

    debt_id: UUID
    pledges: int = 0
    things_minor: int = 0
    unperfected_minor: int = 0
    guaranteed_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtFacts:
    """What this room is told of a debt: who owes it, in which currency, how much, until when."""

    debt_id: UUID
    borrower_id: UUID
    currency: str
    owed_minor: int
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """A release that was asked for: what it leaves of the pledge, and what the cover would be, in minor units."""

    id: UUID
    pledge_id: UUID
    debt_id: UUID
    asset_id: UUID
    from_secured: Money
    to_secured: Money
    reason: str
    owed: Money
    cover_after: Money
    state: ReleaseState
    proposed_by: UUID
    proposed_by_name: str
    decided_by_name: str
    proposed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step of an enforcement."""

    kind: str
    on: date
    note: str
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """What one pledge got of the proceeds."""

    pledge_id: UUID
    debt_id: UUID
    rank: int
    secured: Money
    owed: Money
    paid: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementView:
    """An enforcement: its steps, and who got what."""

    id: UUID
    asset_id: UUID
    owner_id: UUID
    reason: str
    state: EnforcementState
    proceeds: Money
    costs: Money
    surplus: Money
    sold_on: date | None
    proposed_by: UUID | None
    proposed_by_name: str
    confirmed_by_name: str
    steps: tuple[StepView, ...]
    shares: tuple[ShareView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRecord:
    """One pledge in the form of the registry's notice of registration; amounts in major units."""

    registration_type: str
    filing_reference: str
    secured_party_role: str
    debtor_id: UUID
    owner_id: UUID
    asset_class: str
    asset_kind: str
    description: str
    identifiers: str
    secured_amount: str
    currency: str
    rank: int
    debt_reference: str
    created_on: date
    term_months: int
    expires_on: date
