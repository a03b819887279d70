"""Operations: cases.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import CasesCaseOut, CasesNoteIn, Moved
from puhui_client.transport import Group, part


class CaseIn(TypedDict):
    """A case that is opened by hand: what a customer complained of, or what compliance must look at."""

    kind: Literal["complaint", "compliance"]
    party_id: str
    reason: str


class CasesConfirmIn(TypedDict):
    """Whether the second person agrees."""

    agree: bool
    note: NotRequired[str]


class Confirmed(TypedDict):
    """What two people decided; without agreement the case is open again. A review names its application and offers."""

    case_id: str
    application_id: NotRequired[str | None]
    outcome: str
    offer_ids: NotRequired[list[str]]


class ExplainedOut(TypedDict):
    """A person has explained the decision."""

    case_id: str
    application_id: str


class CaseOutPage(TypedDict):
    """One page of CaseOutPage."""

    items: list[CasesCaseOut]
    next: NotRequired[str | None]


class PaidAgain(TypedDict):
    """The bank is asked to pay a loan out once more."""

    loan_id: str
    order_id: str | None


class ProposalIn(TypedDict):
    """How the case should end, one of its `outcomes`, and why."""

    outcome: str
    reason: str


class CasesOperations(Group):
    """Operations: cases."""

    def list_cases(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        kind: str | None = None,
        state: Literal["", "open", "proposed", "closed"] | None = None,
    ) -> CaseOutPage:
        """A queue, oldest first. Staff only. Scope `cases:read`."""
        answer: CaseOutPage = self._transport.call(
            "GET", "/api/v1/cases", query={"limit": limit, "after": after, "kind": kind, "state": state}
        )
        return answer

    def open_by_hand(self, body: CaseIn, *, idempotency_key: str = "") -> Moved:
        """Open a case by hand. A complaint, or something that compliance must look at; all other kinds are opened by what happens. Scope `cases:write`."""
        answer: Moved = self._transport.call("POST", "/api/v1/cases", body=body, key=idempotency_key)
        return answer

    def read_case(self, case_id: UUID | str) -> CasesCaseOut:
        """One case. With its notes, its files and what happened to it. Scope `cases:read`."""
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

    def close(self, case_id: UUID | str, body: CasesNoteIn, *, idempotency_key: str = "") -> Moved:
        """Close a case that needs one person. With a note of how it was handled. Scope `cases:write`."""
        answer: Moved = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/close", body=body, key=idempotency_key
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

    def retry(self, case_id: UUID | str, *, idempotency_key: str = "") -> PaidAgain:
        """Pay out once more. After the bank had refused; closes the case. Scope `cases:write`."""
        answer: PaidAgain = self._transport.call(
            "POST", f"/api/v1/cases/{part(case_id)}/retry-payment", key=idempotency_key
        )
        return answer
