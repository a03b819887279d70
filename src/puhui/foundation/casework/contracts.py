"""What crosses the wall of casework."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class CaseState(StrEnum):
    """The life of a case."""

    OPEN = "open"
    PROPOSED = "proposed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case that waits for a person."""

    case_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be opened."""

    kind: str
    subject: str
    party_id: UUID | None
    due_on: date
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
    notes: tuple[NoteView, ...] = ()


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
