"""What crosses the wall when a lender's existing book is brought in: rows, differences, counts, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A row that cannot be taken: its line in the file, the column, and why."""

    line: int
    column: str
    reason: str
    row_key: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the tape says of one thing, and what our replay says of it."""

    column: str
    tape: str
    replayed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeLoan:
    """One row, read and understood. `stated` is what the tape says is owed, by column, where it says so."""

    line: int
    row_key: str
    borrower_id: UUID | None
    borrower_name: str
    borrower_uscc: str
    product_code: str
    product_version: int
    terms: LoanTerms
    events: tuple[LoanEvent, ...]
    stated: Mapping[str, int | date]


@dataclass(frozen=True, slots=True)
class ComparedLoan:
    """A row beside our replay of it."""

    loan: TapeLoan
    differences: tuple[Difference, ...]
    principal_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeCheck:
    """What a tape comes to: totals, the first refused cells, the first loans that differ."""

    as_of: date
    rows: int
    loans: int
    known: int
    refused_rows: int
    differing: int
    principal_minor: int
    difference_minor: int
    refused: tuple[RefusedCell, ...]
    differences: tuple[tuple[str, tuple[Difference, ...]], ...]


class TapeState(StrEnum):
    """The life of an import: proposed, confirmed by a second person, booked; or given up."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    BOOKED = "booked"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeView:
    """An import, as staff see it."""

    id: UUID
    name: str
    sha256: str
    state: TapeState
    as_of: date
    check: Mapping[str, object]
    accept_reason: str
    proposed_by: UUID
    proposed_by_name: str
    proposed_at: datetime
    confirmed_by_name: str
    booked_loans: int
    booked_at: datetime | None


class TapeFileRefused(Refusal):
    """The file as a whole cannot be read as a loan tape."""

    code = "tape_refused"
    text = Text(en="The loan tape cannot be read: {reason}", zh="无法读取贷款清单：{reason}")

    def __init__(self, reason: str, *, where: str = "file") -> None:
        super().__init__(where=where, reason=reason)


class TapeHasRefusedRows(Refusal):
    """Rows are refused: nothing is booked until they are mended or left out on purpose."""

    code = "tape_rows_refused"
    text = Text(
        en="{count} rows are refused (the first at line {line}, {column}: {reason}). Nothing was booked.",
        zh="有 {count} 行被拒绝（首行为第 {line} 行 {column}：{reason}），未入账。",
    )


class TapeDiffers(Refusal):
    """The tape and our replay differ, and nobody accepted it."""

    code = "tape_differs"
    http_status = 409
    text = Text(
        en="{count} loans differ from our replay. Accept the differences with a reason, or mend the tape.",
        zh="有 {count} 笔贷款与本系统重算结果不一致。请填写理由后接受差异，或更正清单。",
    )


class TapeMoved(Refusal):
    """The tape speaks of another day, or the import is in another state."""

    code = "tape_not_in_state"
    http_status = 409
    text = Text(en="This import is not possible now: {reason}", zh="当前无法导入：{reason}")


class TapeFourEyes(Refusal):
    """The same person may not propose and confirm an import."""

    code = "tape_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this import: you proposed it yourself.",
        zh="须由另一位同事复核：该导入由您本人提出。",
    )
