"""Operations: product workshop.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import TextOut
from puhui_client.transport import Group, part


class NewTextIn(TypedDict):
    """The whole text anew, and the revision that was seen."""

    revision: int
    text: str


class ProductDifferenceOut(TypedDict):
    """One key that differs from the version in force; empty where it is not there."""

    key: str
    before: str
    after: str


class ProductDraftOut(TypedDict):
    """A draft without its text."""

    id: str
    code: str
    state: str
    revision: int
    based_on: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: str
    published_version: int | None


class ProductDraftWhole(TypedDict):
    """A draft with its text and what the lab found."""

    id: str
    code: str
    state: str
    revision: int
    based_on: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: str
    published_version: int | None
    text: str
    simulation: dict[str, Any] | None


class ProductFaultOut(TypedDict):
    """One fault: its key and line, why, and the rule where a rulebook is broken."""

    key: str
    line: int | None
    reason: TextOut
    rule: str
    source: str
    article: str
    value: str
    limit: str


class ProductMovedOut(TypedDict):
    """A draft after an act."""

    draft_id: str
    state: str
    revision: int


class ProductPublishedOut(TypedDict):
    """The version that is sold from its day on."""

    draft_id: str
    code: str
    version: int
    digest: str
    effective_from: str


class ProductWithdrawnOut(TypedDict):
    """A product that is not sold from a day on."""

    code: str
    from_on: str


class ProductWorkshopCheckOut(TypedDict):
    """What was found of a text."""

    faults: list[ProductFaultOut]
    in_force_version: int | None
    differences: list[ProductDifferenceOut]


class ProductWorkshopReasonIn(TypedDict):
    """Why."""

    note: str


class ProductWorkshopReleaseOut(TypedDict):
    """A publication or a withdrawal."""

    kind: str
    code: str
    version: int | None
    effective_from: str
    approved_by: str
    reason: str
    made_at: str


class PublishProductIn(TypedDict):
    """The day from which the version is sold."""

    effective_from: str


class SimulateIn(TypedDict):
    """How many firms ask."""

    firms: NotRequired[int]


class StartIn(TypedDict):
    """From a version, or with a text of one's own."""

    based_on: NotRequired[str]
    text: NotRequired[str]
    note: NotRequired[str]


class TextIn(TypedDict):
    """A whole text."""

    text: str


class ValuesIn(TypedDict):
    """Single values by key, each written as TOML."""

    revision: int
    values: dict[str, str]


class WithdrawIn(TypedDict):
    """From which day on it is not sold, and why."""

    from_on: str
    reason: str


class ProductWorkshopOperations(Group):
    """Operations: product workshop."""

    def check(self, body: TextIn) -> ProductWorkshopCheckOut:
        """Check the text of a product. Every fault by key and line, and what differs from the version in force; keeps nothing; staff only. Scope `products:write`."""
        answer: ProductWorkshopCheckOut = self._transport.call("POST", "/api/v1/products/check", body=body)
        return answer

    def list_drafts(self, *, over: bool | None = None) -> list[ProductDraftOut]:
        """Drafts of products. Those that are worked on, or those that are over; staff only. Scope `products:read`."""
        answer: list[ProductDraftOut] = self._transport.call("GET", "/api/v1/products/drafts", query={"over": over})
        return answer

    def start(self, body: StartIn, *, idempotency_key: str = "") -> ProductMovedOut:
        """Start a draft of a product. As a copy of a version, or with a text. Scope `products:write`."""
        answer: ProductMovedOut = self._transport.call(
            "POST", "/api/v1/products/drafts", body=body, key=idempotency_key
        )
        return answer

    def read_draft(self, draft_id: UUID | str) -> ProductDraftWhole:
        """One draft. With its text and its simulation. Scope `products:read`."""
        answer: ProductDraftWhole = self._transport.call("GET", f"/api/v1/products/drafts/{part(draft_id)}")
        return answer

    def change(self, draft_id: UUID | str, body: NewTextIn, *, idempotency_key: str = "") -> ProductMovedOut:
        """Change a draft. Refused when somebody else changed it since `revision`. Scope `products:write`."""
        answer: ProductMovedOut = self._transport.call(
            "PUT", f"/api/v1/products/drafts/{part(draft_id)}", body=body, key=idempotency_key
        )
        return answer

    def change_values(self, draft_id: UUID | str, body: ValuesIn, *, idempotency_key: str = "") -> ProductMovedOut:
        """Change values. Values of keys that stand on a line of their own; the rest stays as it is. Scope `products:write`."""
        answer: ProductMovedOut = self._transport.call(
            "PATCH", f"/api/v1/products/drafts/{part(draft_id)}", body=body, key=idempotency_key
        )
        return answer

    def check_draft(self, draft_id: UUID | str) -> ProductWorkshopCheckOut:
        """Check a draft. As of today. Scope `products:read`."""
        answer: ProductWorkshopCheckOut = self._transport.call("GET", f"/api/v1/products/drafts/{part(draft_id)}/check")
        return answer

    def simulate(self, draft_id: UUID | str, body: SimulateIn, *, idempotency_key: str = "") -> ProductMovedOut:
        """Simulate. The lab's population asks for the draft and for the version in force; the result stays with the draft. Scope `products:write`."""
        answer: ProductMovedOut = self._transport.call(
            "POST", f"/api/v1/products/drafts/{part(draft_id)}/simulate", body=body, key=idempotency_key
        )
        return answer

    def submit(self, draft_id: UUID | str, *, idempotency_key: str = "") -> ProductMovedOut:
        """Submit a draft. Without a fault, and simulated where the lab can. Scope `products:write`."""
        answer: ProductMovedOut = self._transport.call(
            "POST", f"/api/v1/products/drafts/{part(draft_id)}/submit", key=idempotency_key
        )
        return answer

    def give_back(
        self, draft_id: UUID | str, body: ProductWorkshopReasonIn, *, idempotency_key: str = ""
    ) -> ProductMovedOut:
        """Give a draft back. With a reason. Scope `products:write`."""
        answer: ProductMovedOut = self._transport.call(
            "POST", f"/api/v1/products/drafts/{part(draft_id)}/return", body=body, key=idempotency_key
        )
        return answer

    def drop(self, draft_id: UUID | str, *, idempotency_key: str = "") -> ProductMovedOut:
        """Drop a draft. It can still be read. Scope `products:write`."""
        answer: ProductMovedOut = self._transport.call(
            "POST", f"/api/v1/products/drafts/{part(draft_id)}/drop", key=idempotency_key
        )
        return answer

    def publish(
        self, draft_id: UUID | str, body: PublishProductIn, *, idempotency_key: str = ""
    ) -> ProductPublishedOut:
        """Publish. By a second person, from a day that is not over; a broken clause is named with its article. Scope `products:write`."""
        answer: ProductPublishedOut = self._transport.call(
            "POST", f"/api/v1/products/drafts/{part(draft_id)}/publish", body=body, key=idempotency_key
        )
        return answer

    def list_releases(self, *, code: str | None = None) -> list[ProductWorkshopReleaseOut]:
        """Publications and withdrawals. The newest first, of one product or of all; staff only. Scope `products:read`."""
        answer: list[ProductWorkshopReleaseOut] = self._transport.call(
            "GET", "/api/v1/products/releases", query={"code": code}
        )
        return answer

    def read_text(self, code: str, version: int) -> str:
        """The file of a version. As TOML; staff only. Scope `products:read`."""
        answer: str = self._transport.call("GET", f"/api/v1/products/{part(code)}/{part(version)}")
        return answer

    def withdraw(self, code: str, body: WithdrawIn, *, idempotency_key: str = "") -> ProductWithdrawnOut:
        """Take from sale. From a day that is not over; what was lent under it goes on. Scope `products:write`."""
        answer: ProductWithdrawnOut = self._transport.call(
            "POST", f"/api/v1/products/{part(code)}/withdraw", body=body, key=idempotency_key
        )
        return answer
