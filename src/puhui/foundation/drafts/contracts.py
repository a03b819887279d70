"""What crosses the wall of drafts: where a draft stands, its faults, what differs, releases, and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class DraftState(StrEnum):
    """Where a draft stands. Only an open one is edited; a published or dropped one is over."""

    OPEN = "open"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    DROPPED = "dropped"


STATE_WORDS: Mapping[str, Text] = {
    DraftState.OPEN: Text(en="open", zh="编写中"),
    DraftState.SUBMITTED: Text(en="submitted", zh="已提交"),
    DraftState.PUBLISHED: Text(en="published", zh="已发布"),
    DraftState.DROPPED: Text(en="dropped", zh="已作废"),
}


@dataclass(frozen=True, slots=True)
class DraftMoved:
    """A draft after an act."""

    draft_id: UUID
    state: str
    revision: int


@dataclass(frozen=True, slots=True)
class DraftFault:
    """One fault of a draft: the cell, such as `body.zh`, and why in words."""

    key: str
    reason: Text


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One key at which two versions differ; empty where the key is not there."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDraftView:
    """A draft of the editors as staff see it."""

    id: UUID
    kind: str
    code: str
    state: DraftState
    revision: int
    based_on: str
    document: Mapping[str, Any]
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: datetime
    published_version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version that two people put into force from a day on."""

    kind: str
    code: str
    version: int
    effective_from: date
    document: Mapping[str, Any]
    digest: str
    approved_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class TextPublished:
    """What a publication answers."""

    draft_id: UUID
    kind: str
    code: str
    version: int
    digest: str
    effective_from: date


class CannotMoveDraft(Refusal):
    """The state of the draft does not allow it, somebody changed it in between, or something is to be done first."""

    code = "cannot_move_draft"
    http_status = 409
    text = Text(en="This draft cannot be moved on: {reason}", zh="该草稿无法办理此操作：{reason}")


class DraftFourEyes(Refusal):
    """Who worked on a draft does not publish it."""

    code = "draft_four_eyes"
    http_status = 403
    text = Text(
        en="Somebody who did not work on this draft has to publish it: a second person.",
        zh="须由未参与编写该草稿的另一人发布。",
    )


class DraftFaulty(Refusal):
    """A draft has faults; the first one is named."""

    code = "draft_faulty"
    text = Text(
        en="The draft has {count} faults; the first: {cell}: {reason}",
        zh="草稿存在{count}处问题；第一处：{cell}：{reason}",
    )
