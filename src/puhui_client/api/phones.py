"""Operations: phones.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class PhoneDecisionIn(TypedDict):
    """Whether the new number holds from now on, and what was looked at."""

    agree: bool
    reason: NotRequired[str]


class PhoneProposalOut(TypedDict):
    """A number that was proposed, masked: `proposed`, `proven`, `confirmed`, `declined` or `replaced`."""

    id: str
    party_id: str
    phone: str
    seen: str
    state: str
    proposed_by: str
    proposed_at: str
    proven_at: str | None
    decided_by: str | None
    decided_at: str | None
    reason: str


class PhoneRecoveredOut(TypedDict):
    """What was decided; draws and payouts wait until then, or the old number stays."""

    party_id: str
    proposal_id: str
    draws_wait_until: str | None


class PhoneRecoveryOut(TypedDict):
    """The proposal with its case and paper; the number in part, and until when its code is valid."""

    proposal_id: str
    case_id: str
    paper_id: str
    phone: str
    valid_until: str


class PhonesOperations(Group):
    """Operations: phones."""

    def propose_number(
        self,
        party_id: UUID | str,
        file: bytes,
        *,
        phone: str | None = None,
        seen: str | None = None,
        idempotency_key: str = "",
    ) -> PhoneRecoveryOut:
        """Propose a phone number. Staff, for who lost the old phone, with a copy of the identity paper; the old number is told. Scope `persons:write`."""
        answer: PhoneRecoveryOut = self._transport.call(
            "POST",
            f"/api/v1/persons/{part(party_id)}/phone-proposals",
            files={"file": file},
            form={"phone": phone, "seen": seen},
            key=idempotency_key,
        )
        return answer

    def read_proposal(self, proposal_id: UUID | str) -> PhoneProposalOut:
        """A proposed number. For staff; the number is masked. Scope `persons:read`."""
        answer: PhoneProposalOut = self._transport.call("GET", f"/api/v1/persons/phone-proposals/{part(proposal_id)}")
        return answer

    def decide_number(
        self, proposal_id: UUID | str, body: PhoneDecisionIn, *, idempotency_key: str = ""
    ) -> PhoneRecoveredOut:
        """Decide on a proposed number. Staff who did not propose it, once the customer has entered the code on their page. Scope `persons:write`."""
        answer: PhoneRecoveredOut = self._transport.call(
            "POST", f"/api/v1/persons/phone-proposals/{part(proposal_id)}/decision", body=body, key=idempotency_key
        )
        return answer
