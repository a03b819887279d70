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
class Words(Text):
    """Words in the two languages of every text, and in those that an installation adds."""

    more: tuple[tuple[str, str], ...] = ()  # language and words

    def in_language(self, language: str) -> str:
        """The words in the language; in English where it has none of its own."""
        return dict(self.more).get(language.lower()) or Text.in_language(self, language)


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One version of the words for one kind of notice; `sms`: shorter ones for a text message, in place of the body.

    `digest` tells a version that was published here from one of the files.
    """

    kind: str
    version: int
    effective_from: date
    subject: Text
    body: Text
    file_id: str = ""
    sms: Text | None = None
    digest: str = ""


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
    text_version: int
