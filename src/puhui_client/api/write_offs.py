"""Operations: write offs.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyOut
from puhui_client.transport import Group, part


class ApprovalOut(TypedDict):
    """One person's word."""

    by_name: str
    at: str
    note: str


class WrittenOffOutPage(TypedDict):
    """One page of WrittenOffOutPage."""

    items: list[WrittenOffOut]
    next: NotRequired[str | None]


class WriteOffDone(TypedDict):
    """The write-off after an act."""

    write_off_id: str
    loan_id: str
    state: WriteOffState
    approvals: int


class WriteOffIn(TypedDict):
    """Why, and what proves it."""

    reason: str
    evidence: str


class WriteOffOut(TypedDict):
    """A write-off; parts in minor units."""

    id: str
    loan_id: str
    reason: str
    evidence: str
    parts: dict[str, Any]
    amount: MoneyOut
    efforts: dict[str, Any]
    days_past_due: int
    state: WriteOffState
    approvals_needed: int
    approvals: list[ApprovalOut]
    proposed_by_name: str
    proposed_on: str
    booked_on: str | None
    event_id: str | None


WriteOffState: TypeAlias = 'Literal["proposed", "approved", "booked", "rejected"]'


class WriteOffsNoteIn(TypedDict):
    """A word with it."""

    note: NotRequired[str]


class WrittenOffOut(TypedDict):
    """A write-off with what came in since."""

    line: WriteOffOut
    recovered: MoneyOut


class WriteOffsOperations(Group):
    """Operations: write offs."""

    def list_write_offs(
        self, *, limit: int | None = None, after: str | None = None, state: WriteOffState | None = None
    ) -> WrittenOffOutPage:
        """Write-offs. Newest first, with what came in on each claim since. Staff only. Scope `collections:read`."""
        answer: WrittenOffOutPage = self._transport.call(
            "GET", "/api/v1/collections/write-offs", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def read_write_off(self, write_off_id: UUID | str) -> WriteOffOut:
        """One write-off. With its proof and who agreed. Staff only. Scope `collections:read`."""
        answer: WriteOffOut = self._transport.call("GET", f"/api/v1/collections/write-offs/{part(write_off_id)}")
        return answer

    def new_write_off(self, loan_id: UUID | str, body: WriteOffIn, *, idempotency_key: str = "") -> WriteOffDone:
        """Propose a write-off. Refused unless the conditions of the rulebook hold. Scope `collections:write`."""
        answer: WriteOffDone = self._transport.call(
            "POST", f"/api/v1/collections/loans/{part(loan_id)}/write-off", body=body, key=idempotency_key
        )
        return answer

    def approve(self, write_off_id: UUID | str, body: WriteOffsNoteIn, *, idempotency_key: str = "") -> WriteOffDone:
        """Agree. Never by who proposed it, nor twice by the same person. Scope `collections:write`."""
        answer: WriteOffDone = self._transport.call(
            "POST", f"/api/v1/collections/write-offs/{part(write_off_id)}/approve", body=body, key=idempotency_key
        )
        return answer

    def reject(self, write_off_id: UUID | str, *, idempotency_key: str = "") -> WriteOffDone:
        """Do not agree. One no is enough. Scope `collections:write`."""
        answer: WriteOffDone = self._transport.call(
            "POST", f"/api/v1/collections/write-offs/{part(write_off_id)}/reject", key=idempotency_key
        )
        return answer

    def book(self, write_off_id: UUID | str, *, idempotency_key: str = "") -> WriteOffDone:
        """Book it. What was approved and could not be booked in the same act. Scope `collections:write`."""
        answer: WriteOffDone = self._transport.call(
            "POST", f"/api/v1/collections/write-offs/{part(write_off_id)}/book", key=idempotency_key
        )
        return answer
