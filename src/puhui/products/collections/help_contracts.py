"""What crosses the wall about help: requests of people who cannot pay, measures of relief, write-offs; refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class HelpState(StrEnum):
    """The life of a request for help. `offered`: a plan waits for a second person or for the borrower."""

    ASKED = "asked"
    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN_HELP = (HelpState.ASKED, HelpState.OFFERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHelp:
    """What a borrower asks."""

    loan_id: UUID
    party_id: UUID
    bucket: int
    case_id: UUID
    reason: str
    can_pay: Money | None
    better_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView:
    """A request for help as people read it."""

    id: UUID
    loan_id: UUID
    party_id: UUID
    case_id: UUID
    reason: str
    can_pay: Money | None
    better_on: date | None
    asked_at: datetime
    asked_on: date
    state: HelpState
    change_id: UUID | None
    observed_until: date | None
    ended_on: date | None

    @property
    def is_open(self) -> bool:
        """True while it waits for an answer."""
        return self.state in OPEN_HELP


@dataclass(frozen=True, slots=True)
class HelpMoved:
    """A request for help after an act."""

    help_id: UUID
    loan_id: UUID
    state: HelpState


class HelpWaits(Refusal):
    """There is a request already."""

    code = "help_waits"
    http_status = 409
    text = Text(en="You asked for help already; we are on it.", zh="您已提交申请，我们正在处理。")


class HelpNotOpen(Refusal):
    """The request was answered or withdrawn."""

    code = "help_not_open"
    http_status = 409
    text = Text(
        en="This request is {state}; this is no longer possible.", zh="该申请当前状态为 {state}，无法执行此操作。"
    )


class CannotHelp(Refusal):
    """The loan is not running."""

    code = "cannot_help"
    http_status = 409
    text = Text(en="This loan is not running: there is nothing to ease.", zh="该笔贷款不在还款期，无须办理。")


class ReliefState(StrEnum):
    """The life of a measure of relief. `undo_proposed` waits for a second person, as `proposed` does."""

    PROPOSED = "proposed"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDO_PROPOSED = "undo_proposed"
    UNDOING = "undoing"
    UNDONE = "undone"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefCounts:
    """Whom a measure would meet."""

    measure: str
    parties: int
    loans: int
    principal: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefView:
    """A measure that was proposed, and how far it came."""

    id: UUID
    measure: str
    version: int
    state: ReliefState
    expected_loans: int
    expected_principal: Money
    met: int
    left_out: int
    undone: int
    proposed_by: UUID
    proposed_by_name: str
    confirmed_by_name: str
    proposed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefLine:
    """A loan that a measure met, or why it could not."""

    loan_id: UUID
    event_id: UUID | None
    why_not: str
    undone_event_id: UUID | None


@dataclass(frozen=True, slots=True)
class ReliefMoved:
    """A measure after an act."""

    relief_id: UUID
    state: ReliefState
    done: int = 0


class ReliefNotOpen(Refusal):
    """The measure is no longer in a state that allows this."""

    code = "relief_not_open"
    http_status = 409
    text = Text(
        en="This measure is {state}; this is no longer possible.", zh="该措施当前状态为 {state}，无法执行此操作。"
    )


class ReliefFourEyes(Refusal):
    """The same person may not propose and confirm."""

    code = "relief_four_eyes"
    http_status = 403
    text = Text(en="A colleague must confirm this: you proposed it.", zh="须由另一位同事确认：该措施由您提出。")


class WriteOffState(StrEnum):
    """The life of a proposal to write off. `approved`: enough people agreed, the books follow."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    BOOKED = "booked"
    REJECTED = "rejected"


OPEN_WRITE_OFFS = (WriteOffState.PROPOSED, WriteOffState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWriteOff:
    """What is proposed to be written off: parts in minor units, and the proof of pursuit as it stood."""

    loan_id: UUID
    party_id: UUID
    bucket: int
    reason: str
    evidence: str
    currency: str
    parts: Mapping[str, int]
    days_past_due: int
    after_n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalView:
    """One person's word on a write-off."""

    by_id: UUID
    by_name: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffView:
    """A write-off as people read it; also the row of the tax file."""

    id: UUID
    loan_id: UUID
    party_id: UUID
    reason: str
    evidence: str
    parts: Mapping[str, Any]
    amount: Money
    efforts: Mapping[str, Any]
    days_past_due: int
    after_n: int
    state: WriteOffState
    approvals_needed: int
    approvals: tuple[ApprovalView, ...]
    proposed_by: UUID
    proposed_by_name: str
    proposed_on: date
    booked_on: date | None
    event_id: UUID | None


@dataclass(frozen=True, slots=True)
class WriteOffMoved:
    """A write-off after an act."""

    write_off_id: UUID
    loan_id: UUID
    state: WriteOffState
    approvals: int = 0


class CannotWriteOff(Refusal):
    """The rulebook's conditions are not met."""

    code = "cannot_write_off"
    http_status = 409
    text = Text(en="This loan cannot be written off: {why} ({rule})", zh="该笔贷款不能核销：{why_zh}（{rule}）")


class WriteOffNotOpen(Refusal):
    """The proposal is no longer in a state that allows this."""

    code = "write_off_not_open"
    http_status = 409
    text = Text(
        en="This write-off is {state}; this is no longer possible.", zh="该核销申请当前状态为 {state}，无法执行此操作。"
    )


class AnotherApprover(Refusal):
    """Who proposed it, or approved it already, may not approve it."""

    code = "another_approver"
    http_status = 403
    text = Text(
        en="Somebody else must approve this: you proposed or approved it already.",
        zh="须由其他人审批：您已提出或已审批该核销申请。",
    )
