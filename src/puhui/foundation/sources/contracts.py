"""What crosses the wall of sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

Subject = Literal["organisation", "person"]
FIELD = r"^(text|date|amount|count|number|flag|choice:[a-z_|]+)\??$"


class Status(StrEnum):
    """What came of asking: an answer; "nothing on record"; a no; nonsense; silence."""

    OK = "ok"
    ABSENT = "absent"
    REFUSED = "refused"
    GARBAGE = "garbage"
    DOWN = "down"


class Standing(StrEnum):
    """What is held of a source at an instant.

    fresh: young enough to be used without asking; cached: older, used because nothing newer came; unknown: nothing
    that may be used; no_consent: may not be asked.
    """

    FRESH = "fresh"
    CACHED = "cached"
    UNKNOWN = "unknown"
    NO_CONSENT = "no_consent"


class Bilingual(BaseModel):
    """A text of a policy file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        """As the pages take it."""
        return Text(en=self.en, zh=self.zh)


class FieldOf(BaseModel):
    """One value of an answer: its type (`?` at the end: may be null), what it is called, the words of its choices."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: str = Field(pattern=FIELD)
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    words: dict[str, tuple[str, str]] = {}  # choice: (English, Chinese)

    @model_validator(mode="after")
    def _has_words(self) -> "FieldOf":
        kind = self.type.removesuffix("?")
        if kind.startswith("choice:") and set(kind[7:].split("|")) != set(self.words):
            raise ValueError(f"{self.en}: every choice has words, and nothing else has")
        return self

    @property
    def text(self) -> Text:
        """What it is called."""
        return Text(en=self.en, zh=self.zh)


class SourceDefinition(BaseModel):
    """One source, as a dated file says.

    `kind`: asked (through the connector), brought (the customer's file), house (our own books), documents (invoices).
    An answer up to `max_age_hours` old is used without asking again; when the source is down, one up to `stale_days`
    old still serves; after `keep_days` the content is erased. `cost_minor` is the price of one question, in fen.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z_]{2,39}$")
    version: int = Field(ge=1)
    effective_from: date
    source: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    kind: Literal["asked", "brought", "house", "documents"] = "asked"
    is_active: bool = True
    subject: Subject
    identifiers: tuple[Literal["uscc", "resident_id"], ...]
    purpose: str = Field(pattern=r"^[a-z][a-z_]{2,39}$")
    cost_minor: int = Field(ge=0, le=1_000_000)
    max_age_hours: int = Field(ge=0, le=24 * 366)
    stale_days: int = Field(ge=0, le=366)
    keep_days: int = Field(ge=1, le=3660)
    timeout_ms: int = Field(ge=50, le=30_000)
    retries: int = Field(ge=0, le=3)
    schema_version: str = Field(min_length=1, max_length=10)
    address: str = ""
    title: Bilingual
    meaning: Bilingual
    fields: dict[str, FieldOf] = {}
    rows: dict[str, dict[str, FieldOf]] = {}

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.effective_from))

    @property
    def max_age(self) -> timedelta:
        """How old an answer may be and still be used without asking."""
        return timedelta(hours=self.max_age_hours)


class UnknownSource(Refusal):
    """There is no such source on this day."""

    code = "source_unknown"
    http_status = 404
    text = Text(en="There is no source {source}.", zh="没有数据来源 {source}。")


class SourcesNotConnected(Refusal):
    """The installation has no sources to ask."""

    code = "sources_not_connected"
    http_status = 409
    text = Text(en="No sources of data are connected to this installation.", zh="本系统未接入任何外部数据来源。")


class BadContent(Refusal):
    """A content does not hold the schema of its source; says where, never the value."""

    code = "source_content_invalid"
    text = Text(
        en="The content does not fit the source, at {where}: {reason}", zh="内容与数据来源格式不符（{where}）：{reason}"
    )


class CorrectionInvalid(Refusal):
    """A correction must name one value, or one row, of an answer that is held."""

    code = "correction_invalid"
    text = Text(en="This cannot be corrected: {reason}", zh="无法更正：{reason}")


class CorrectionNotOpen(Refusal):
    """The correction was decided already."""

    code = "correction_not_open"
    http_status = 409
    text = Text(en="This correction is {state} already.", zh="该更正已处理（{state}）。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of one question, checked: `content` is there when the status is ok."""

    source: str
    status: Status
    reason: str = ""
    as_of: date | None = None
    content: Mapping[str, Any] | None = None
    latency_ms: int = 0
    attempts: int = 0
    cost_minor: int = 0
    consent_id: UUID | None = None
    provenance: Literal["source", "customer", "file", "house"] = "source"
    corrects_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """The answer of a source that counts at an instant. `content` is None when the source has nothing on record."""

    id: UUID
    source: str
    as_of: date
    known_at: datetime
    standing: Standing
    provenance: str
    content: Mapping[str, Any] | None
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """One answer without its content, for lists."""

    id: UUID
    party_id: UUID
    source: str
    status: Status
    reason: str
    as_of: date | None
    known_at: datetime
    expires_on: date
    provenance: str
    latency_ms: int
    attempts: int
    cost_minor: int
    consent_id: UUID | None
    corrects_id: UUID | None
    is_erased: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """Who looked at what is held of a party, and what for."""

    at: datetime
    actor_id: UUID
    purpose: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source served between two instants. Latencies in ms over the questions that went out; cost in fen."""

    source: str
    asked: int
    by_status: Mapping[str, int]
    p50_ms: int
    p95_ms: int
    cost_minor: int
    last_ok_at: datetime | None

    @property
    def missing(self) -> int:
        """Questions that brought nothing to use."""
        return sum(n for status, n in self.by_status.items() if status not in (Status.OK, Status.ABSENT))


class CorrectionState(StrEnum):
    """The life of a correction."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A correction that a customer asked for: one value, or one row that is not theirs."""

    id: UUID
    party_id: UUID
    answer_id: UUID
    source: str
    field: str
    row: int | None
    value: str | None
    reason: str
    state: CorrectionState
    asked_at: datetime
    decided_at: datetime | None
    case_id: UUID | None
    new_answer_id: UUID | None
