"""What crosses the wall of casework."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class CaseState(StrEnum):
    """The life of a case."""

    OPEN = "open"
    PROPOSED = "proposed"
    CLOSED = "closed"


class Priority(IntEnum):
    """How urgent a case is; the higher, the sooner."""

    LOW = 1
    NORMAL = 2
    HIGH = 3
    URGENT = 4

    @property
    def word(self) -> str:
        """As it stands in policies, pages and answers of the API."""
        return self.name.lower()


class CaseStep(StrEnum):
    """What may happen to a case; each is kept with who did it and when."""

    OPENED = "opened"
    TAKEN = "taken"
    GIVEN = "given"
    GIVEN_BACK = "given_back"
    SHARED_OUT = "shared_out"
    NOTED = "noted"
    ATTACHED = "attached"
    FILE_READ = "file_read"
    PRIORITISED = "prioritised"
    ESCALATED = "escalated"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    CLOSED = "closed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case that waits for a person."""

    case_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be opened. `due_on`: a day that was promised; without one the service level alone counts."""

    kind: str
    subject: str
    party_id: UUID | None
    due_on: date | None = None
    reason: str


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A case after an act: its state, and its outcome once there is one."""

    case_id: UUID
    state: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class NoteView:
    """What somebody wrote on a case."""

    id: UUID
    at: datetime
    by_id: UUID
    by_name: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, as staff see it."""

    id: UUID
    kind: str
    kind_name: Text
    subject: str
    party_id: UUID | None
    state: str
    reason: str
    owner_id: UUID | None
    owner_name: str
    opened_at: datetime
    due_on: date
    outcome: str
    outcome_detail: Mapping[str, Any]
    proposed_by: UUID | None
    proposed_by_name: str
    proposed_reason: str
    confirmed_by: UUID | None
    confirmed_by_name: str
    closed_at: datetime | None
    needs_four_eyes: bool
    priority: str
    due_at: datetime
    escalations: int
    escalated_to: str
    first_owned_at: datetime | None
    outcomes: tuple[str, ...]
    notes: tuple[NoteView, ...] = ()
    history: tuple["EventView", ...] = ()
    files: tuple["CaseFileView", ...] = ()

    @property
    def is_over(self) -> bool:
        """True when nobody has to do anything any more."""
        return self.state == CaseState.CLOSED


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened to a case. `to_name`: to whom it was given; `words`: what was said with it."""

    at: datetime
    kind: str
    by_id: UUID
    by_name: str
    to_name: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseFileView:
    """A file on a case, without its content."""

    id: UUID
    name: str
    media_type: str
    size: int
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class CaseFileKept:
    """A file was put on a case."""

    case_id: UUID
    file_id: UUID


@dataclass(frozen=True, slots=True)
class MentionView:
    """A note in which somebody is named: for their own first page."""

    id: UUID
    at: datetime
    by_name: str
    text: str
    case_id: UUID
    kind: str
    kind_name: Text


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What a colleague, or the nightly work, did to a case of somebody."""

    at: datetime
    step: str
    by_name: str
    words: str
    case_id: UUID
    kind_name: Text


@dataclass(frozen=True, slots=True)
class Spread:
    """Minutes that are worked: half of the cases took at most `p50`, nine in ten at most `p90`."""

    p50: int
    p90: int


@dataclass(frozen=True, slots=True)
class QueueTimes:
    """How long the cases of a kind took that were closed since a day, in minutes that are worked."""

    kind: str
    since: date
    closed: int
    in_time: int
    waiting: Spread
    working: Spread
    total: Spread

    @property
    def in_time_pct(self) -> int:
        """The share within the service level, rounded down: 100 says all of them."""
        return 100 * self.in_time // self.closed if self.closed else 0


@dataclass(frozen=True, slots=True)
class Worked:
    """How many cases the nightly work, or a button, has moved."""

    cases: int


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How many cases of a kind are in a state, and how many of them are past their date."""

    kind: str
    state: str
    count: int
    late: int


class FourEyes(Refusal):
    """The same person may not propose and confirm."""

    code = "four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this: you proposed it yourself.",
        zh="须由另一位同事复核：该结论由您本人提出。",
    )


class CaseNotInState(Refusal):
    """The case has moved on."""

    code = "case_not_in_state"
    http_status = 409
    text = Text(
        en="The case is {state} now; this is no longer possible.", zh="案件当前状态为 {state}，无法执行此操作。"
    )


class CaseTaken(Refusal):
    """A colleague works on the case."""

    code = "case_taken"
    http_status = 409
    text = Text(en="A colleague already took this case.", zh="该案件已由其他同事领取。")


class NotYourCase(Refusal):
    """Only its owner gives a case on, or the role that it was escalated to."""

    code = "not_your_case"
    http_status = 403
    text = Text(
        en="Only the colleague who has this case gives it on, or somebody of the role that it was escalated to.",
        zh="只有该案件的经办人，或案件已升级至的岗位人员，才能转交此案件。",
    )


class CannotReceive(Refusal):
    """Nobody of this name works on this kind of case."""

    code = "cannot_receive_case"
    text = Text(
        en="{where}: nobody called {name} works on cases of this kind.",
        zh="{where}：没有名为 {name} 且可办理此类案件的同事。",
    )


class CannotMention(Refusal):
    """Who is named in a note does not work here, or may not see the case."""

    code = "cannot_mention"
    text = Text(
        en="{where}: nobody called @{name} may see this case. Correct the name, or write it without @.",
        zh="{where}：没有名为 @{name} 且可查看此案件的同事。请更正姓名，或去掉 @。",
    )


class BadAttachment(Refusal):
    """The file is of a kind that is not kept on a case."""

    code = "attachment_kind"
    text = Text(
        en="{where}: PDF, JPEG, PNG or plain text is taken, and the file must be what its name says.",
        zh="{where}：仅接受 PDF、JPEG、PNG 或纯文本文件，且内容须与文件名相符。",
    )


class TooManyAttachments(Refusal):
    """A case holds only so many files."""

    code = "attachments_full"
    http_status = 409
    text = Text(en="A case holds at most {most} files.", zh="每个案件最多可附 {most} 个文件。")
