"""Operations: cases.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class CasesCaseOut(TypedDict):
    """A case."""

    id: str
    kind: str
    subject: str
    party_id: str | None
    state: str
    reason: str
    owner_name: str
    opened_at: str
    due_on: str
    outcome: str
    proposed_by_name: str
    confirmed_by_name: str
    needs_four_eyes: bool
    notes: list[NoteOut]


class CasesConfirmIn(TypedDict):
    """Whether the second person agrees."""

    agree: bool
    note: NotRequired[str]


class CasesNoteIn(TypedDict):
    """A note."""

    text: str


class Confirmed(TypedDict):
    """What two people decided; without agreement the case is open again."""

    case_id: str
    application_id: str
    outcome: str
    offer_ids: list[str]


class ExplainedOut(TypedDict):
    """A person has explained the decision."""

    case_id: str
    application_id: str


class Moved(TypedDict):
    """A case after an act."""

    case_id: str
    state: str
    outcome: str


class NoteOut(TypedDict):
    """A note on a case."""

    at: str
    by_name: str
    text: str


class CaseOutPage(TypedDict):
    """One page of CaseOutPage."""

    items: list[CasesCaseOut]
    next: NotRequired[str | None]


class PaidAgain(TypedDict):
    """The bank is asked to pay a loan out once more."""

    loan_id: str
    order_id: str | None


class ProposalIn(TypedDict):
    """How the review should end, and why."""

    outcome: Literal["approve", "decline"]
    reason: str


class CasesOperations(Group):
    """Operations: cases."""

    def list_cases(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        kind: Literal[
            "", "review", "failed_payment", "collection", "books_differ", "job_failed", "hardship", "write_off"
        ]
        | None = None,
        state: Literal["", "open", "proposed", "closed"] | None = None,
    ) -> CaseOutPage:
        """A queue, oldest first. Staff only. Scope `cases:read`."""
        answer: CaseOutPage = self._transport.call(
            "GET", "/api/v1/cases", query={"limit": limit, "after": after, "kind": kind, "state": state}
        )
        return answer

    def read_case(self, case_id: UUID | str) -> CasesCaseOut:
        """One case. With its notes. Scope `cases:read`."""
        answer: CasesCaseOut = self._transport.call("GET", f"/api/v1/cases/{part(case_id)}")
        return answer

    def take(self, case_id: UUID | str, *, idempotency_key: str = "") -> Moved:
        """Take a case. Makes the actor its owner. Scope `cases:write`."""
        answer: Moved = self._transport.call("POST", f"/api/v1/cases/{part(case_id)}/take", key=idempotency_key)
        return answer

    def write_note(self, case_id: UUID | str, body: CasesNoteIn, *, idempotency_key: str = "") -> Moved:
        """Write a note. Notes are never changed. Scope `cases:write`."""
        answer: Moved = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/notes", body=body, key=idempotency_key
        )
        return answer

    def propose(self, case_id: UUID | str, body: ProposalIn, *, idempotency_key: str = "") -> Moved:
        """Propose an outcome. A colleague must confirm it. Scope `cases:write`."""
        answer: Moved = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/propose", body=body, key=idempotency_key
        )
        return answer

    def explain_decision(self, case_id: UUID | str, body: CasesNoteIn, *, idempotency_key: str = "") -> ExplainedOut:
        """Explain a decision. Sends the words to the firm, and closes the case. Scope `cases:write`."""
        answer: ExplainedOut = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/explain", body=body, key=idempotency_key
        )
        return answer

    def confirm(self, case_id: UUID | str, body: CasesConfirmIn, *, idempotency_key: str = "") -> Confirmed:
        """Confirm or send back. Never by the one who proposed it. Scope `cases:write`."""
        answer: Confirmed = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/confirm", body=body, key=idempotency_key
        )
        return answer

    def close(self, case_id: UUID | str, body: CasesNoteIn, *, idempotency_key: str = "") -> Moved:
        """Close a case that is handled. For cases that need no second person; with a note on what was done. Scope `cases:write`."""
        answer: Moved = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/close", body=body, key=idempotency_key
        )
        return answer

    def retry(self, case_id: UUID | str, *, idempotency_key: str = "") -> PaidAgain:
        """Pay out once more. After the bank had refused; closes the case. Scope `cases:write`."""
        answer: PaidAgain = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/retry-payment", key=idempotency_key
        )
        return answer
