"""Operations: case desk.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, TypedDict
from uuid import UUID

from puhui_client.api.shared import CasesCaseOut, CasesNoteIn, Moved, TextOut
from puhui_client.transport import Group, part


class CaseDeskChangeOut(TypedDict):
    """What somebody else did to a case of the actor."""

    at: str
    step: str
    by_name: str
    words: str
    case_id: str
    kind_name: TextOut


class DeskOut(TypedDict):
    """The actor's own work: overdue first; what waits for their role; where they are named; what others changed."""

    mine: list[CasesCaseOut]
    waiting: list[CasesCaseOut]
    mentions: list[MentionOut]
    changes: list[CaseDeskChangeOut]
    read_until: str


class FileKept(TypedDict):
    """A file was put on a case."""

    case_id: str
    file_id: str


class GiveIn(TypedDict):
    """To whom, and how things stand."""

    to_login: str
    note: str


class MentionOut(TypedDict):
    """A note that names the actor."""

    id: str
    at: str
    by_name: str
    text: str
    case_id: str
    kind: str


class PriorityIn(TypedDict):
    """How urgent, and why."""

    priority: Literal["low", "normal", "high", "urgent"]
    why: str


class ReadIn(TypedDict):
    """Until when the actor has read."""

    until: str


class ReadOut(TypedDict):
    """Until when it is kept that the actor has read."""

    until: str


class ShareIn(TypedDict):
    """Which queue."""

    kind: str


class SharedOut(TypedDict):
    """How many cases have a handler now."""

    cases: int


class SpreadOut(TypedDict):
    """Minutes that are worked."""

    p50: int
    p90: int


class TimesOut(TypedDict):
    """How long the cases of a kind took that were closed since a day."""

    kind: str
    since: str
    closed: int
    in_time: int
    in_time_pct: int
    waiting: SpreadOut
    working: SpreadOut
    total: SpreadOut


class CaseDeskOperations(Group):
    """Operations: case desk."""

    def give(self, case_id: UUID | str, body: GiveIn, *, idempotency_key: str = "") -> Moved:
        """Give a case to a colleague. Its owner, or the role that it was escalated to; the note must be there. Scope `cases:write`."""
        answer: Moved = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/give", body=body, key=idempotency_key
        )
        return answer

    def give_back(self, case_id: UUID | str, body: CasesNoteIn, *, idempotency_key: str = "") -> Moved:
        """Give a case back into the queue. Its owner only; the note must be there. Scope `cases:write`."""
        answer: Moved = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/give-back", body=body, key=idempotency_key
        )
        return answer

    def escalate(self, case_id: UUID | str, body: CasesNoteIn, *, idempotency_key: str = "") -> Moved:
        """Escalate a case. The next role of the policy is told, and the case gets more urgent. Scope `cases:write`."""
        answer: Moved = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/escalate", body=body, key=idempotency_key
        )
        return answer

    def prioritise(self, case_id: UUID | str, body: PriorityIn, *, idempotency_key: str = "") -> Moved:
        """Change how urgent a case is. Why must be said. Scope `cases:write`."""
        answer: Moved = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/priority", body=body, key=idempotency_key
        )
        return answer

    def attach(self, case_id: UUID | str, file: bytes, *, idempotency_key: str = "") -> FileKept:
        """Add a file. PDF, JPEG, PNG or plain text of at most 5 MB; kept encrypted. Scope `cases:write`."""
        answer: FileKept = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/files", files={"file": file}, form={}, key=idempotency_key
        )
        return answer

    def read_file(self, case_id: UUID | str, file_id: UUID | str, *, idempotency_key: str = "") -> bytes:
        """Read a file of a case. The file itself; that it was read, and by whom, stands in the history. Scope `cases:write`."""
        answer: bytes = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/files/{part(file_id)}/read", key=idempotency_key
        )
        return answer

    def times(self, *, kind: str, since: str) -> TimesOut:
        """How long the cases of a kind take. Of the newest that were closed since a day: waiting, working and total, and the share in time. Scope `cases:read`."""
        answer: TimesOut = self._transport.call("GET", "/api/v1/cases/times", query={"kind": kind, "since": since})
        return answer

    def share(self, body: ShareIn, *, idempotency_key: str = "") -> SharedOut:
        """Share out what nobody has taken. Each case to the colleague who has least on their desk; again it changes nothing. Scope `cases:write`."""
        answer: SharedOut = self._transport.call("POST", "/api/v1/cases/share-out", body=body, key=idempotency_key)
        return answer

    def my_desk(self, *, limit: int | None = None) -> DeskOut:
        """My desk. At most 50 of each. Scope `cases:read`."""
        answer: DeskOut = self._transport.call("GET", "/api/v1/desk", query={"limit": limit})
        return answer

    def read_changes(self, body: ReadIn, *, idempotency_key: str = "") -> ReadOut:
        """I have read what changed. An earlier instant than the kept one changes nothing. Scope `cases:write`."""
        answer: ReadOut = self._transport.call("POST", "/api/v1/desk/read", body=body, key=idempotency_key)
        return answer
