"""What crosses the wall of farms: plots, statements, lists, groups, meetings and seasons."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class Tenure(StrEnum):
    """By which right a plot is worked."""

    CONTRACTED = "contracted"
    TRANSFERRED = "transferred"
    RENTED = "rented"


class Origin(StrEnum):
    """Who says so: the farmer, the village, a colleague who looked, a register."""

    DECLARED = "declared"
    VILLAGE = "village"
    VERIFIED = "verified"
    REGISTER = "register"


class BackerKind(StrEnum):
    """Who stands for households: a village committee that introduces, a cooperative that guarantees."""

    VILLAGE = "village"
    COOPERATIVE = "cooperative"


class BackerState(StrEnum):
    """The life of a list. `agreed`: one colleague agreed, a second one is needed."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    ENDED = "ended"


class MeetingState(StrEnum):
    """The life of a meeting's sheet."""

    OPEN = "open"
    CLOSED = "closed"


class TrancheState(StrEnum):
    """The life of one part of a seasonal loan."""

    WAITING = "waiting"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlot:
    """A plot that a party works: `code` of the register where there is one."""

    party_id: UUID
    name: str
    area_mu: Decimal
    crop: str
    tenure: Tenure | str = Tenure.CONTRACTED
    code: str = ""
    certificate: str = ""
    right_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotView:
    """A plot, and whether somebody looked at it."""

    id: UUID
    party_id: UUID
    name: str
    code: str
    area_mu: Decimal
    crop: str
    tenure: Tenure
    certificate: str
    right_until: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """What is said of a farm: by whom, on which evidence, on which day."""

    name: str
    value: Decimal
    origin: Origin
    evidence: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBacker:
    """A list or a limit to be agreed to: whose, how much in all, how much for one household, until when."""

    kind: BackerKind | str
    group_id: UUID
    limit: Money
    most_each: Money
    valid_until: date
    minutes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A household that is proposed: its head, the rating by the village, the line."""

    party_id: UUID
    rating: str
    limit: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A household on a list, and what of its line is used."""

    party_id: UUID
    household_id: UUID
    rating: str
    limit: Money
    used: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BackerView:
    """A list with its limit, and what of it is used."""

    id: UUID
    kind: BackerKind
    group_id: UUID
    limit: Money
    most_each: Money
    used: Money
    valid_until: date
    minutes: str
    state: BackerState
    entered_by: UUID
    agreed_by: UUID | None
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class BackerMoved:
    """A list after an act."""

    backer_id: UUID
    state: BackerState


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One household on the sheet of a meeting: what is due on its loan, what came in cash, and where it went."""

    party_id: UUID
    loan_id: UUID | None
    due: Money
    is_present: bool = False
    cash: Money
    to_loan: Money
    to_savings: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting and its sheet."""

    id: UUID
    group_id: UUID
    n: int
    on: date
    place: str
    state: MeetingState
    lines: tuple[SheetLine, ...]
    cash: Money


@dataclass(frozen=True, slots=True)
class Brought:
    """What a household brought to a meeting."""

    party_id: UUID
    is_present: bool
    cash: Money


@dataclass(frozen=True, slots=True)
class MeetingMoved:
    """A meeting after an act."""

    meeting_id: UUID
    state: MeetingState
    cash: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One step of a crop's year: which share of the money it needs, between which days."""

    stage: str
    name: Text
    opens_on: date
    closes_on: date
    share_pct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A crop's year in one place: its windows for money, the last day of harvest, the day when the loan is due."""

    crop: str
    name: Text
    windows: tuple[Window, ...]
    harvest_ends_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TrancheView:
    """One part of a seasonal loan."""

    id: UUID
    loan_id: UUID
    n: int
    stage: str
    amount: Money
    opens_on: date
    closes_on: date
    state: TrancheState
    change_id: UUID | None
