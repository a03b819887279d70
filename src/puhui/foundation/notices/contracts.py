"""What crosses the wall of notices."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from puhui.kernel.texts import Text


class UnknownNotice(LookupError):
    """There is no text for this kind of notice: a mistake of ours, not a refusal."""


class MissingPlace(LookupError):
    """A text has a place that was not filled: a mistake of ours, not a refusal."""


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One version of the words for one kind of notice."""

    kind: str
    version: int
    effective_from: date
    subject: Text
    body: Text
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as its reader sees it, in both languages."""

    notice_id: UUID
    party_id: UUID
    kind: str
    subject: Text
    body: Text
    created_at: datetime
    read_at: datetime | None
