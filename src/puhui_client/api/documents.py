"""Operations: documents.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class DocumentsHoldIn(TypedDict):
    """Of whom nothing shall be erased, and why."""

    party_id: str
    reason: str


class DocumentsHoldOut(TypedDict):
    """A hold: it stands from `set_at` until `lifted_at`; before, it waits for a second person."""

    id: str
    party_id: str
    reason: str
    asked_at: str
    set_at: str | None
    lifted_at: str | None


class HoldDecisionIn(TypedDict):
    """Whether the hold is set."""

    agree: bool


class HoldMade(TypedDict):
    """The hold."""

    hold_id: str


class KeptFileOut(TypedDict):
    """A file and until when it is kept; `until` is empty while a loan runs."""

    id: str
    name: str
    kind: str
    stored_at: str
    until: str | None
    is_held: bool


class HoldOutPage(TypedDict):
    """One page of HoldOutPage."""

    items: list[DocumentsHoldOut]
    next: NotRequired[str | None]


class DocumentsOperations(Group):
    """Operations: documents."""

    def list_files(self, party_id: UUID | str) -> list[KeptFileOut]:
        """Files kept. Each with the day until which it is kept; for the party and for staff. Scope `documents:read`."""
        answer: list[KeptFileOut] = self._transport.call("GET", f"/api/v1/documents/parties/{part(party_id)}/files")
        return answer

    def list_holds(
        self, *, limit: int | None = None, after: str | None = None, standing: bool | None = None
    ) -> HoldOutPage:
        """Legal holds, newest first. Those that stand or wait, or all. Scope `documents:read`."""
        answer: HoldOutPage = self._transport.call(
            "GET", "/api/v1/documents/holds", query={"limit": limit, "after": after, "standing": standing}
        )
        return answer

    def create_hold(self, body: DocumentsHoldIn, *, idempotency_key: str = "") -> HoldMade:
        """Ask for a legal hold. Nothing is erased from now on; a second person confirms. Scope `documents:write`."""
        answer: HoldMade = self._transport.call("POST", "/api/v1/documents/holds", body=body, key=idempotency_key)
        return answer

    def decide(self, hold_id: UUID | str, body: HoldDecisionIn, *, idempotency_key: str = "") -> HoldMade:
        """Set a hold, or not. Never by the one who asked. Scope `documents:write`."""
        answer: HoldMade = self._transport.call(
            "POST", f"/api/v1/documents/holds/{part(hold_id)}/decide", body=body, key=idempotency_key
        )
        return answer

    def lift(self, hold_id: UUID | str, *, idempotency_key: str = "") -> HoldMade:
        """Lift a hold. Asked by one, done by another. Scope `documents:write`."""
        answer: HoldMade = self._transport.call(
            "POST", f"/api/v1/documents/holds/{part(hold_id)}/lift", key=idempotency_key
        )
        return answer
