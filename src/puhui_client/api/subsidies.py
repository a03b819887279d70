"""Operations: subsidies.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class ClaimIn(TypedDict):
    """Claims all parts of a payer up to a day."""

    scheme: str
    payer: str
    until: str


class ClaimOut(TypedDict):
    """A claim."""

    id: str
    number: str
    scheme: str
    payer: str
    until_on: str
    total: MoneyOut
    parts: int
    state: str
    filed_on: str
    paid_on: str | None
    reference: str


class FiledOut(TypedDict):
    """A claim that was filed."""

    claim_id: str
    number: str
    parts: int
    total: MoneyOut


class GrantOut(TypedDict):
    """A loan's grant: the state's share of its interest in percent, and what it has given."""

    scheme: str
    scheme_version: int
    is_net: bool
    share_pct: str
    given: MoneyOut
    most: MoneyOut
    from_on: str
    until_on: str
    state: str
    reason: str


class PaidIn(TypedDict):
    """What the payer paid on a claim: exactly what was claimed."""

    paid: MoneyIn
    reference: NotRequired[str]


class RowOut(TypedDict):
    """One row of a claim's file."""

    claim: str
    loan_id: str
    borrower_id: str
    region: str
    due_on: str
    interest: str
    subsidy: str
    payer_part: str


class SubsidiesLineOut(TypedDict):
    """One due's interest, split exactly between state and borrower."""

    due_on: str
    interest: MoneyOut
    state: MoneyOut
    borrower: MoneyOut
    kind: str


class SubsidiesWaitingOut(TypedDict):
    """What waits to be claimed of one payer."""

    scheme: str
    payer: str
    parts: int
    total: MoneyOut


class SubsidyOut(TypedDict):
    """The grant and its dues so far."""

    grant: GrantOut
    lines: list[SubsidiesLineOut]


class SubsidiesOperations(Group):
    """Operations: subsidies."""

    def read_subsidy(self, loan_id: UUID | str) -> SubsidyOut:
        """What the state pays of a loan. The borrower's own people, and staff. Scope `subsidies:read`."""
        answer: SubsidyOut = self._transport.call("GET", f"/api/v1/subsidies/loans/{part(loan_id)}")
        return answer

    def list_waiting(self) -> list[SubsidiesWaitingOut]:
        """What waits to be claimed. By scheme and payer. Scope `subsidies:read`."""
        answer: list[SubsidiesWaitingOut] = self._transport.call("GET", "/api/v1/subsidies/waiting")
        return answer

    def list_claims(self, *, limit: int | None = None) -> list[ClaimOut]:
        """Claims, newest first. Filed and paid. Scope `subsidies:read`."""
        answer: list[ClaimOut] = self._transport.call("GET", "/api/v1/subsidies/claims", query={"limit": limit})
        return answer

    def file_a_claim(self, body: ClaimIn, *, idempotency_key: str = "") -> FiledOut:
        """File a claim. Each part is claimed once. Scope `subsidies:write`."""
        answer: FiledOut = self._transport.call("POST", "/api/v1/subsidies/claims", body=body, key=idempotency_key)
        return answer

    def read_rows(self, claim_id: UUID | str) -> list[RowOut]:
        """The rows of a claim. What the claim is the sum of. Scope `subsidies:read`."""
        answer: list[RowOut] = self._transport.call("GET", f"/api/v1/subsidies/claims/{part(claim_id)}/rows")
        return answer

    def book_paid(self, claim_id: UUID | str, body: PaidIn, *, idempotency_key: str = "") -> ClaimOut:
        """Book what the state paid. What borrowers had paid ahead goes to their loans in the same act. Scope `subsidies:write`."""
        answer: ClaimOut = self._transport.call(
            "POST", f"/api/v1/subsidies/claims/{part(claim_id)}/paid", body=body, key=idempotency_key
        )
        return answer
