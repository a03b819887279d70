"""Operations: notices.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import TextOut
from puhui_client.transport import Group, part


class NoticeOut(TypedDict):
    """One notice in both languages."""

    notice_id: str
    party_id: str
    kind: str
    subject: TextOut
    body: TextOut
    created_at: str
    read_at: str | None


class NoticesChoicesIn(TypedDict):
    """The same, to be kept."""

    sms_off: NotRequired[list[str]]
    quiet_from: NotRequired[str | None]
    quiet_until: NotRequired[str | None]


class NoticesChoicesOut(TypedDict):
    """Groups of messages without a text message, and the hours without any (in the home market)."""

    sms_off: list[str]
    quiet_from: str | None
    quiet_until: str | None


class NoticeOutPage(TypedDict):
    """One page of NoticeOutPage."""

    items: list[NoticeOut]
    next: NotRequired[str | None]


class Read(TypedDict):
    """The notice that was read."""

    notice_id: str


class NoticesOperations(Group):
    """Operations: notices."""

    def list_notices(self, *, limit: int | None = None, after: str | None = None) -> NoticeOutPage:
        """Notices, newest first. Those of the actor and of the firms they act for; staff see all. Scope `notices:read`."""
        answer: NoticeOutPage = self._transport.call("GET", "/api/v1/notices", query={"limit": limit, "after": after})
        return answer

    def read(self, notice_id: UUID | str, *, idempotency_key: str = "") -> Read:
        """Mark a notice as read. The first time counts. Scope `notices:write`."""
        answer: Read = self._transport.call("POST", f"/api/v1/notices/{part(notice_id)}/read", key=idempotency_key)
        return answer

    def read_choices(self) -> NoticesChoicesOut:
        """How messages reach me. Of the customer who asks. Scope `notices:read`."""
        answer: NoticesChoicesOut = self._transport.call("GET", "/api/v1/notices/choices")
        return answer

    def keep_choices(self, body: NoticesChoicesIn, *, idempotency_key: str = "") -> NoticesChoicesOut:
        """Choose how messages reach me. For the customer and the firms they act for; codes always come. Scope `notices:write`."""
        answer: NoticesChoicesOut = self._transport.call(
            "PUT", "/api/v1/notices/choices", body=body, key=idempotency_key
        )
        return answer
