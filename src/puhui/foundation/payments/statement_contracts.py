"""What crosses the wall about bank statements: drafts that were read, lines as staff see them, matches, refusals."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class LineState(StrEnum):
    """The life of a line: new; matched to orders; in suspense; then placed on a loan, or on its way back, or returned.

    `duplicate`: another statement brought the same line before.
    """

    NEW = "new"
    MATCHED = "matched"
    SUSPENDED = "suspended"
    PLACED = "placed"
    RETURNING = "returning"
    RETURNED = "returned"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """One line of a statement, as it was read. Money in is above zero, money out below."""

    n: int
    amount_minor: int
    booked_on: date
    value_on: date
    end_to_end_id: str = ""
    bank_reference: str = ""
    text: str = ""
    counterparty: str = ""
    counterparty_account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDraft:
    """A statement, as it was read: opening + the lines = closing."""

    account: str
    number: str
    currency: str
    from_date: date
    to_date: date
    opening_minor: int
    closing_minor: int
    lines: tuple[LineDraft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """A statement in a list."""

    id: UUID
    account: str
    number: str
    from_date: date
    to_date: date
    opening: Money
    closing: Money
    lines: int
    open_lines: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class MatchView:
    """One way to read a line: which orders it is, by which rule, and how sure that is (100: settled at once)."""

    order_ids: tuple[UUID, ...]
    rule: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLineView:
    """A line as staff see it: who paid is masked."""

    id: UUID
    statement_id: UUID
    n: int
    amount: Money
    booked_on: date
    value_on: date
    end_to_end_id: str
    bank_reference: str
    counterparty: str
    state: LineState
    bucket: int
    suggestions: tuple[MatchView, ...]
    order_ids: tuple[UUID, ...]
    loan_id: UUID | None
    proposed: str
    proposed_loan_id: UUID | None
    proposed_by: UUID | None
    proposed_by_name: str


class StatementRefused(Refusal):
    """The file is no statement that we read; the element or column is named."""

    code = "statement_refused"
    text = Text(
        en="The bank statement cannot be read at {where}: {reason}", zh="无法读取银行对账单（{where}）：{reason}"
    )

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where=where, reason=reason)


class StatementKnown(Refusal):
    """The bank gave another statement under this number before."""

    code = "statement_known"
    http_status = 409
    text = Text(
        en="Statement {number} was imported before with another content.", zh="对账单 {number} 已导入，且内容不同。"
    )


class LineNotInState(Refusal):
    """The line is not where this act needs it."""

    code = "statement_line_not_in_state"
    http_status = 409
    text = Text(en="This line is {state}; it cannot be {act}.", zh="该笔流水当前状态为 {state}，不能{act}。")


class LineFourEyes(Refusal):
    """The one who proposed may not confirm."""

    code = "statement_line_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this: you proposed it yourself.",
        zh="须由另一位同事复核：该处理由您本人提出。",
    )
