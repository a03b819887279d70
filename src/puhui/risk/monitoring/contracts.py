"""What crosses the wall of monitoring: what was decided, what is measured, how it is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from puhui.kernel.texts import Text

Unit = Literal["index", "share", "points", "ratio", "bps", "count"]


class Level(StrEnum):
    """How a measure stands. `THIN`: too few rows to say."""

    CALM = "calm"
    THIN = "thin"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What is looked at apart: a product as one model decides on it."""

    product_code: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision, as the watch counts it. `groups`: attribute to group, only to be counted."""

    segment: Segment
    outcome: str
    score: int
    band: str
    bins: Mapping[str, str]
    rate_bps: int | None = None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What people made of a decision of the machine."""

    segment: Segment
    machine: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matured:
    """A loan whose outcome is known after so many months: what had been said, what happened."""

    segment: Segment
    months: int
    band: str
    pd: Decimal
    is_bad: bool
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfDecisions:
    """All that the watch hears of one business date."""

    decided: Sequence[Decided] = ()
    reviewed: Sequence[Reviewed] = ()
    matured: Sequence[Matured] = ()
    replayed: int = 0
    replays_differing: int = 0
    late_requests: int = 0
    trained_on: Mapping[Segment, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """What a measure means, and in which unit it is."""

    name: str
    unit: Unit
    text: Text
    meaning: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One value of a measure on a day. `reference`: what it is compared with; `low`, `high`: its 95 % interval."""

    segment: Segment
    measure: str
    subject: str
    value: float
    reference: float | None
    low: float | None
    high: float | None
    rows: int
    level: Level


@dataclass(frozen=True, slots=True)
class DayWatched:
    """What the watch of a day came to."""

    day: date
    measures: int
    alarms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """A measure of a day, as people see it."""

    on: date
    product_code: str
    model: str
    measure: str
    subject: str
    value: Decimal
    reference: Decimal | None
    low: Decimal | None
    high: Decimal | None
    rows: int
    level: Level
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeView:
    """A time during which a measure was beyond its limit."""

    id: UUID
    product_code: str
    model: str
    measure: str
    subject: str
    level: Level
    opened_on: date
    ended_on: date | None
    case_id: UUID | None
