"""Operations: covers.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn
from puhui_client.transport import Group, part


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
