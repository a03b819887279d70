"""Operations: editors.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import TextOut
from puhui_client.transport import Group, part


class CellOut(TypedDict):
    """A cell with its words."""

    key: str
    label: TextOut
    value: str


class CellsIn(TypedDict):
    """Words by cell, an empty one is taken out; and the revision that was seen."""

    revision: int
    cells: dict[str, str]


class EditorOut(TypedDict):
    """A kind of text."""

    kind: str
    title: TextOut
    takes_new: bool


class EditorsDifferenceOut(TypedDict):
    """One cell that differs from the version in force; empty where it is not there."""

    key: str
    before: str
    after: str


class EditorsPreviewOut(TypedDict):
    """How it will read with sample data."""

    title: TextOut
    language: str
    words: str
    note: TextOut | None


class FaultOut(TypedDict):
    """One fault at its cell."""

    key: str
    reason: TextOut


class PublishTextIn(TypedDict):
    """The day from which it holds."""

    effective_from: str


class StartTextIn(TypedDict):
    """Of which text."""

    code: str
    note: NotRequired[str]


class SubjectOut(TypedDict):
    """A text as it stands today; `is_own`: published here, not from a file."""

    code: str
    title: TextOut
    version: int
    effective_from: str | None
    is_own: bool


class TextCheckOut(TypedDict):
    """What was found of a text."""

    cells: list[CellOut]
    faults: list[FaultOut]
    differences: list[EditorsDifferenceOut]
    previews: list[EditorsPreviewOut]
    effects: list[TextOut]


class TextDraftOut(TypedDict):
    """A draft."""

    id: str
    kind: str
    code: str
    state: str
    revision: int
    based_on: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: str
    published_version: int | None
    document: dict[str, Any]


class TextMovedOut(TypedDict):
    """A draft after an act."""

    draft_id: str
    state: str
    revision: int


class TextPublishedOut(TypedDict):
    """The version that holds from its day on."""

    draft_id: str
    kind: str
    code: str
    version: int
    digest: str
    effective_from: str


class TextReleaseOut(TypedDict):
    """A version that two people put into force."""

    version: int
    effective_from: str
    digest: str
    approved_by: str
    made_at: str


class TextSeenOut(TypedDict):
    """One text: its words in force, what they are found to be, what was published."""

    subject: SubjectOut
    document: dict[str, Any]
    checked: TextCheckOut
    releases: list[TextReleaseOut]


class WhyIn(TypedDict):
    """Why."""

    note: str


class EditorsOperations(Group):
    """Operations: editors."""

    def list_editors(self) -> list[EditorOut]:
        """The editors. Each kind of text that can be edited; staff only. Scope `texts:read`."""
        answer: list[EditorOut] = self._transport.call("GET", "/api/v1/editors")
        return answer

    def read_text_draft(self, draft_id: UUID | str) -> TextDraftOut:
        """One draft. With its words; staff only. Scope `texts:read`."""
        answer: TextDraftOut = self._transport.call("GET", f"/api/v1/editors/drafts/{part(draft_id)}")
        return answer

    def change(self, draft_id: UUID | str, body: CellsIn, *, idempotency_key: str = "") -> TextMovedOut:
        """Change cells. The others stay; refused when somebody else changed the draft since `revision`. Scope `texts:write`."""
        answer: TextMovedOut = self._transport.call(
            "PATCH", f"/api/v1/editors/drafts/{part(draft_id)}", body=body, key=idempotency_key
        )
        return answer

    def check(self, draft_id: UUID | str) -> TextCheckOut:
        """Check a draft. Cells, faults, differences from the version in force, previews; as of today. Scope `texts:read`."""
        answer: TextCheckOut = self._transport.call("GET", f"/api/v1/editors/drafts/{part(draft_id)}/check")
        return answer

    def paper(self, draft_id: UUID | str, *, language: Literal["zh-hans", "en"] | None = None) -> str:
        """A draft as PDF. A clause or a contract with a sample borrower; refused while the draft has a fault. Scope `texts:read`."""
        answer: str = self._transport.call(
            "GET", f"/api/v1/editors/drafts/{part(draft_id)}/paper", query={"language": language}
        )
        return answer

    def submit(self, draft_id: UUID | str, *, idempotency_key: str = "") -> TextMovedOut:
        """Submit a draft. Without a fault. Scope `texts:write`."""
        answer: TextMovedOut = self._transport.call(
            "POST", f"/api/v1/editors/drafts/{part(draft_id)}/submit", key=idempotency_key
        )
        return answer

    def give_back(self, draft_id: UUID | str, body: WhyIn, *, idempotency_key: str = "") -> TextMovedOut:
        """Give a draft back. With a reason. Scope `texts:write`."""
        answer: TextMovedOut = self._transport.call(
            "POST", f"/api/v1/editors/drafts/{part(draft_id)}/return", body=body, key=idempotency_key
        )
        return answer

    def drop(self, draft_id: UUID | str, *, idempotency_key: str = "") -> TextMovedOut:
        """Drop a draft. It can still be read. Scope `texts:write`."""
        answer: TextMovedOut = self._transport.call(
            "POST", f"/api/v1/editors/drafts/{part(draft_id)}/drop", key=idempotency_key
        )
        return answer

    def publish(self, draft_id: UUID | str, body: PublishTextIn, *, idempotency_key: str = "") -> TextPublishedOut:
        """Publish a text. By a second person, from a day that is not over. Scope `texts:write`."""
        answer: TextPublishedOut = self._transport.call(
            "POST", f"/api/v1/editors/drafts/{part(draft_id)}/publish", body=body, key=idempotency_key
        )
        return answer

    def words_file(self, language: str) -> str:
        """Words of the pages. All strings in a language as a .po file, the words in force; staff only. Scope `texts:read`."""
        answer: str = self._transport.call("GET", f"/api/v1/editors/wording/catalogues/{part(language)}")
        return answer

    def list_texts(self, kind: str, *, find: str | None = None) -> list[SubjectOut]:
        """The texts of an editor. As they stand today; `find` leaves those with these letters; staff only. Scope `texts:read`."""
        answer: list[SubjectOut] = self._transport.call("GET", f"/api/v1/editors/{part(kind)}", query={"find": find})
        return answer

    def list_text_drafts(self, kind: str, *, over: bool | None = None) -> list[TextDraftOut]:
        """Drafts of an editor. Those that are worked on, or those that are over; staff only. Scope `texts:read`."""
        answer: list[TextDraftOut] = self._transport.call(
            "GET", f"/api/v1/editors/{part(kind)}/drafts", query={"over": over}
        )
        return answer

    def start(self, kind: str, body: StartTextIn, *, idempotency_key: str = "") -> TextMovedOut:
        """Start a draft of a text. From the words in force; of a new text where the editor takes new ones. Scope `texts:write`."""
        answer: TextMovedOut = self._transport.call(
            "POST", f"/api/v1/editors/{part(kind)}/drafts", body=body, key=idempotency_key
        )
        return answer

    def read_text(self, kind: str, code: str) -> TextSeenOut:
        """One text. As it stands today, with what was published; staff only. Scope `texts:read`."""
        answer: TextSeenOut = self._transport.call("GET", f"/api/v1/editors/{part(kind)}/texts/{part(code)}")
        return answer
