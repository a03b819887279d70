"""Operations: policies.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import TextOut
from puhui_client.transport import Group, part


class CoverageOut(TypedDict):
    """What the draft would have said of the last real decisions."""

    decisions: int
    refused: int
    rules: list[RuleOut]
    never: list[RuleOut]
    changed: dict[str, int]


class DraftIn(TypedDict):
    """A draft from a version (`id@version` or hash); without a document it begins as a copy."""

    based_on: str
    document: NotRequired[str | None]
    note: NotRequired[str]


class DraftOut(TypedDict):
    """A draft without its document."""

    id: str
    policy_id: str
    state: str
    revision: int
    based_on: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: str
    published_hash: str


class DraftWhole(TypedDict):
    """A draft with its document."""

    id: str
    policy_id: str
    state: str
    revision: int
    based_on: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: str
    published_hash: str
    document: dict[str, Any]


class FindingOut(TypedDict):
    """A fault and its cell, such as `bands.B2.when.score`."""

    where: str
    reason: TextOut


class PoliciesCaseOut(TypedDict):
    """A test case and how it came out."""

    name: str
    holds: bool
    expected: dict[str, str]
    got: dict[str, str]


class PoliciesChangeIn(TypedDict):
    """The whole document anew, and the revision that was seen."""

    revision: int
    document: str


class PoliciesDifferenceOut(TypedDict):
    """One place at which a draft differs from the version that it began from."""

    where: str
    before: str | None
    after: str | None


class PoliciesMovedOut(TypedDict):
    """A draft after an act."""

    draft_id: str
    state: str
    revision: int


class PoliciesNoteIn(TypedDict):
    """Why a draft goes back."""

    note: str


class PolicyOut(TypedDict):
    """A version of a policy and where it stands today."""

    policy_id: str
    version: str
    hash: str
    products: list[str]
    effective_from: str
    source: str
    approved_by: str
    is_published: bool
    standing: Literal["in_force", "coming", "past"]


class PublishIn(TypedDict):
    """The day from which the version decides."""

    effective_from: str


class PublishedOut(TypedDict):
    """The version that now stands."""

    draft_id: str
    policy_id: str
    version: str
    hash: str
    effective_from: str


class RuleOut(TypedDict):
    """A rule and how often it was hit."""

    table: str
    row: str
    hits: int


class PoliciesOperations(Group):
    """Operations: policies."""

    def list_policies(self) -> list[PolicyOut]:
        """Every version of every policy. The newest first, at most 200; staff only. Scope `decisions:read`."""
        answer: list[PolicyOut] = self._transport.call("GET", "/api/v1/policies")
        return answer

    def list_drafts(self, *, over: bool | None = None) -> list[DraftOut]:
        """Drafts. Those that are worked on, or those that are over; staff only. Scope `decisions:read`."""
        answer: list[DraftOut] = self._transport.call("GET", "/api/v1/policies/drafts", query={"over": over})
        return answer

    def start(self, body: DraftIn, *, idempotency_key: str = "") -> PoliciesMovedOut:
        """Start a draft. From a version, or with a document of one's own. Scope `decisions:write`."""
        answer: PoliciesMovedOut = self._transport.call(
            "POST", "/api/v1/policies/drafts", body=body, key=idempotency_key
        )
        return answer

    def read_draft(self, draft_id: UUID | str) -> DraftWhole:
        """One draft. With its document. Scope `decisions:read`."""
        answer: DraftWhole = self._transport.call("GET", f"/api/v1/policies/drafts/{part(draft_id)}")
        return answer

    def change(self, draft_id: UUID | str, body: PoliciesChangeIn, *, idempotency_key: str = "") -> PoliciesMovedOut:
        """Change a draft. Refused when somebody else changed it since `revision`. Scope `decisions:write`."""
        answer: PoliciesMovedOut = self._transport.call(
            "PUT", f"/api/v1/policies/drafts/{part(draft_id)}", body=body, key=idempotency_key
        )
        return answer

    def read_findings(self, draft_id: UUID | str) -> list[FindingOut]:
        """Its faults. Gaps, overlaps, unknown columns, wrong types: each by its cell; at most fifty. Scope `decisions:read`."""
        answer: list[FindingOut] = self._transport.call("GET", f"/api/v1/policies/drafts/{part(draft_id)}/findings")
        return answer

    def read_differences(self, draft_id: UUID | str) -> list[PoliciesDifferenceOut]:
        """Its diff. Cell by cell against the version that it began from. Scope `decisions:read`."""
        answer: list[PoliciesDifferenceOut] = self._transport.call(
            "GET", f"/api/v1/policies/drafts/{part(draft_id)}/differences"
        )
        return answer

    def read_cases(self, draft_id: UUID | str) -> list[PoliciesCaseOut]:
        """Its test cases. Each decided on as of today; all must hold before the draft can be submitted. Scope `decisions:read`."""
        answer: list[PoliciesCaseOut] = self._transport.call("GET", f"/api/v1/policies/drafts/{part(draft_id)}/cases")
        return answer

    def read_coverage(self, draft_id: UUID | str, *, last: int | None = None) -> CoverageOut:
        """On real decisions. How often each rule would have been hit by the last decisions, which never, and what would change. Scope `decisions:read`."""
        answer: CoverageOut = self._transport.call(
            "GET", f"/api/v1/policies/drafts/{part(draft_id)}/coverage", query={"last": last}
        )
        return answer

    def submit(self, draft_id: UUID | str, *, idempotency_key: str = "") -> PoliciesMovedOut:
        """Submit a draft. Without a fault and with cases that hold. Scope `decisions:write`."""
        answer: PoliciesMovedOut = self._transport.call(
            "POST", f"/api/v1/policies/drafts/{part(draft_id)}/submit", key=idempotency_key
        )
        return answer

    def give_back(self, draft_id: UUID | str, body: PoliciesNoteIn, *, idempotency_key: str = "") -> PoliciesMovedOut:
        """Give a draft back. With a reason. Scope `decisions:write`."""
        answer: PoliciesMovedOut = self._transport.call(
            "POST", f"/api/v1/policies/drafts/{part(draft_id)}/return", body=body, key=idempotency_key
        )
        return answer

    def drop(self, draft_id: UUID | str, *, idempotency_key: str = "") -> PoliciesMovedOut:
        """Drop a draft. It can still be read. Scope `decisions:write`."""
        answer: PoliciesMovedOut = self._transport.call(
            "POST", f"/api/v1/policies/drafts/{part(draft_id)}/drop", key=idempotency_key
        )
        return answer

    def publish(self, draft_id: UUID | str, body: PublishIn, *, idempotency_key: str = "") -> PublishedOut:
        """Publish a policy. By a second person, from a day that is not over. Scope `decisions:write`."""
        answer: PublishedOut = self._transport.call(
            "POST", f"/api/v1/policies/drafts/{part(draft_id)}/publish", body=body, key=idempotency_key
        )
        return answer

    def read_policy(self, key_hash: str, *, form: str | None = None) -> dict[str, Any]:
        """One version. By its hash: `form` json (the document), toml, or jdm (JSON Decision Model). Scope `decisions:read`."""
        answer: dict[str, Any] = self._transport.call("GET", f"/api/v1/policies/{part(key_hash)}", query={"form": form})
        return answer
