"""Operations: covers.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from puhui_client.api.shared import CoverOut, MoneyIn, MoneyOut, TextOut
from puhui_client.transport import Group, part


class BeforePayoutOut(TypedDict):
    """What is missing before money is paid out, and the certificates that count today."""

    loan_id: str
    is_waiting: bool
    security: MoneyOut | None
    cover: CoverWantedOut | None
    certificates: list[CoverOut]


class CoverDone(TypedDict):
    """The certificate after an act."""

    certificate_id: str
    debt_id: str
    is_withdrawn: bool


class CoverIn(TypedDict):
    """A certificate of cover as it reads; `cover` as the product names it."""

    cover: str
    number: str
    insurer: str
    insured: MoneyIn
    valid_from: str
    valid_until: str


class CoverWantedOut(TypedDict):
    """A cover that the product asks for and the loan has not: at least so much insured, and how it stands."""

    cover: str
    name: TextOut
    least: MoneyOut
    why: TextOut


class CoverWithdrawIn(TypedDict):
    """Why."""

    reason: str


class CoversOperations(Group):
    """Operations: covers."""

    def new_cover(self, loan_id: UUID | str, body: CoverIn, *, idempotency_key: str = "") -> CoverDone:
        """Keep a certificate. One certificate, one loan. Scope `collateral:write`."""
        answer: CoverDone = self._transport.call(
            "POST", f"/api/v1/collateral/loans/{part(loan_id)}/covers", body=body, key=idempotency_key
        )
        return answer

    def needed(self, loan_id: UUID | str) -> BeforePayoutOut:
        """What is needed. What a loan still needs before money is paid out; the borrower reads their own. Scope `collateral:read`."""
        answer: BeforePayoutOut = self._transport.call("GET", f"/api/v1/collateral/loans/{part(loan_id)}/needed")
        return answer

    def cover_paper(self, certificate_id: UUID | str, file: bytes, *, idempotency_key: str = "") -> CoverDone:
        """Keep the paper of a certificate. PDF, JPEG, PNG or plain text of at most 5 MB; kept encrypted. Scope `collateral:write`."""
        answer: CoverDone = self._transport.call(
            "POST",
            f"/api/v1/collateral/covers/{part(certificate_id)}/paper",
            files={"file": file},
            form={},
            key=idempotency_key,
        )
        return answer

    def withdraw_cover(
        self, certificate_id: UUID | str, body: CoverWithdrawIn, *, idempotency_key: str = ""
    ) -> CoverDone:
        """Withdraw it. It does not count any more, with a reason. Scope `collateral:write`."""
        answer: CoverDone = self._transport.call(
            "POST", f"/api/v1/collateral/covers/{part(certificate_id)}/withdraw", body=body, key=idempotency_key
        )
        return answer
