"""What crosses the wall of facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

Use = Literal["rule", "score", "limit", "price", "monitor"]
Operation = Literal[
    "value", "known", "months_since", "count", "sum", "mean", "most", "share", "ratio", "trend", "volatility"
]


class FactsRefused(Refusal):
    """A file of decisions does not allow an extract."""

    code = "facts_refused"
    text = Text(en="{where}: {reason}", zh="{where}：{reason}")

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where=where, reason=reason)


class FactRule(BaseModel):
    """How one fact is measured from the answer of one source. Declared in `policies/facts`.

    `op`: value (a field), known (1 when the source has something on record), months_since (a date field), count, sum,
    mean, most (over rows), share (rows that fit `where` among all, by count or by `field`), ratio (`field` over `per`),
    trend and volatility (of `field` by month). With `grades` a text is its place in them, the best 1.
    Rows count when `date` lies in the last `window_months` months up to the day, and when they fit
    `where`. `absent`: the value when the source has nothing on record; unknown without it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z][a-z0-9_]{2,59}$")
    source: str
    unit: Literal["months", "minor", "ratio", "cases", "count", "days", "flag", "grade"]
    window_months: int = Field(default=0, ge=0, le=120)
    op: Operation
    field: str = ""
    rows: str = ""
    date: str = ""
    where: dict[str, tuple[str, ...]] = {}
    per: str = ""
    grades: tuple[str, ...] = ()
    absent: int | None = None
    uses: tuple[Use, ...] = ("rule", "score", "limit", "monitor")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    meaning_zh: str = Field(min_length=1)
    meaning_en: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_whole(self) -> "FactRule":
        needs_rows = self.op in ("count", "sum", "mean", "most", "share", "trend", "volatility")
        if needs_rows != bool(self.rows) and self.op != "ratio":
            raise ValueError(f"{self.name}: {self.op} {'needs' if needs_rows else 'takes no'} rows")
        if self.rows and not (self.date or self.window_months == 0):
            raise ValueError(f"{self.name}: a window needs the date of a row")
        if self.op == "ratio" and not (self.field and self.per):
            raise ValueError(f"{self.name}: a ratio needs field and per")
        return self


class FactFile(BaseModel):
    """A dated file of facts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    version: int = Field(ge=1)
    effective_from: date
    source: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    facts: tuple[FactRule, ...] = Field(min_length=1)

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.effective_from))


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact that was measured: its value (None: unknown), from which answers, under which definition, as of when."""

    name: str
    value: Decimal | int | None
    source: str
    definition: str
    answer_ids: tuple[UUID, ...]
    as_of: date | None
    known_at: datetime | None
    standing: str
    provenance: str = "source"


@dataclass(frozen=True, slots=True)
class FactRecordView:
    """A fact as it was kept, with where it came from."""

    name: str
    value: str | None
    definition: str
    answer_ids: tuple[UUID, ...]
    as_of: date | None
    measured_at: datetime
    is_stale: bool


@dataclass(frozen=True, slots=True)
class FactsHeld:
    """The facts of a party as they were kept last, and since when they count; `None`: they were never measured."""

    measured_at: datetime | None
    is_stale: bool
    records: tuple[FactRecordView, ...]


Facts = Mapping[str, KnownFact]
