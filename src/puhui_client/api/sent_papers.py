"""Operations: sent papers.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, TypedDict
from uuid import UUID

from puhui_client.api.shared import TextOut
from puhui_client.transport import Group, part


class PaperKept(TypedDict):
    """The paper's id."""

    paper_id: str


class SentOut(TypedDict):
    """A paper that was sent."""

    id: str
    media_type: str
    size: int
    sent_at: str


class WantedOut(TypedDict):
    """One kind of paper that the product asks for, and what was sent of it."""

    kind: str
    text: TextOut
    is_required: bool
    before: Literal["sending", "contract", "payment"]
    sent: list[SentOut]


class SentPapersOperations(Group):
    """Operations: sent papers."""

    def wanted(self, application_id: UUID | str) -> list[WantedOut]:
        """Papers wanted. What the product asks for, with what was sent so far. Scope `applications:read`."""
        answer: list[WantedOut] = self._transport.call("GET", f"/api/v1/applications/{part(application_id)}/papers")
        return answer

    def send(
        self, application_id: UUID | str, file: bytes, *, kind: str | None = None, idempotency_key: str = ""
    ) -> PaperKept:
        """Send a paper. A photo (JPEG, PNG) or a PDF; kept encrypted and without what a camera writes into it. Scope `applications:write`."""
        answer: PaperKept = self._transport.call(
            "POST",
            f"/api/v1/applications/{part(application_id)}/papers",
            files={"file": file},
            form={"kind": kind},
            key=idempotency_key,
        )
        return answer

    def content(self, application_id: UUID | str, paper_id: UUID | str, *, purpose: str | None = None) -> str:
        """Look. The file. Staff say what for; it is kept, and the customer sees it. Scope `applications:read`."""
        answer: str = self._transport.call(
            "GET",
            f"/api/v1/applications/{part(application_id)}/papers/{part(paper_id)}/content",
            query={"purpose": purpose},
        )
        return answer

    def remove(self, application_id: UUID | str, paper_id: UUID | str, *, idempotency_key: str = "") -> PaperKept:
        """Remove. While the application is not decided. Scope `applications:write`."""
        answer: PaperKept = self._transport.call(
            "DELETE", f"/api/v1/applications/{part(application_id)}/papers/{part(paper_id)}", key=idempotency_key
        )
        return answer
