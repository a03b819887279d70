"""Operations: firms.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyOut, TextOut
from puhui_client.transport import Group, part


class ConsentMade(TypedDict):
    """The consent and its last day."""

    consent_id: str
    until: str


class ConsentOut(TypedDict):
    """One consent."""

    consent_id: str
    purpose: str
    title: TextOut
    scope: list[str]
    until: str
    given_at: str
    withdrawn_at: str | None


class FirmIn(TypedDict):
    """A firm and who represents it."""

    firm_name: str
    uscc: str
    representative_name: str
    resident_id: str
    region: NotRequired[str]
    industry: NotRequired[str]
    founded_on: NotRequired[str | None]


class FirmMade(TypedDict):
    """The firm's id."""

    firm_id: str


class FirmsConsentIn(TypedDict):
    """A consent for a purpose; without `scope` and `until`, over all and for the longest time that the text names."""

    purpose: str
    scope: NotRequired[list[str]]
    until: NotRequired[str | None]
    text_version: NotRequired[int | None]


class FirmsPlaceOut(TypedDict):
    """Where the firm was (empty: unknown) and where it is, by codes; `waits_for`: what is looked at first."""

    firm_id: str
    before: str
    region: str
    waits_for: NotRequired[str | None]


class ImportOut(TypedDict):
    """What became of a file: rows read = new + known + refused."""

    batch_id: str
    rows_read: int
    rows_new: int
    rows_known: int
    rows_refused: int
    refused_by_reason: dict[str, int]
    refused: list[RefusedOut]


class MoveDecision(TypedDict):
    """Whether the new place counts from now on; a refusal says why."""

    agree: bool
    reason: NotRequired[str]


class PartyOut(TypedDict):
    """A party; personal fields are masked except for the customer themselves."""

    party_id: str
    kind: str
    name: str
    identifier: str
    phone: str
    region: str
    industry: str
    founded_on: str | None
    is_identified: bool


class PlaceIn(TypedDict):
    """Where the firm is, by code or name of a region; what shows it, where another place was known before."""

    region: str
    evidence: NotRequired[str]


class RefusedOut(TypedDict):
    """A row that was not taken."""

    line_no: int
    field: str
    reason: str


class StatementBroughtOut(TypedDict):
    """What is known of the account now, in whole months; amounts are those of all months together."""

    account_tail: str
    from_on: str
    to_on: str
    months: int
    money_in: MoneyOut
    money_out: MoneyOut
    replaced: bool


class Withdrawn(TypedDict):
    """The consent that holds no longer."""

    consent_id: str


class FirmsOperations(Group):
    """Operations: firms."""

    def list_own(self) -> list[PartyOut]:
        """Yourself and the firms you act for. Empty for staff, who look up one party by its id. Scope `firms:read`."""
        answer: list[PartyOut] = self._transport.call("GET", "/api/v1/firms")
        return answer

    def create_firm(self, body: FirmIn, *, idempotency_key: str = "") -> FirmMade:
        """Register a firm. The signed-in customer says who they are and which firm they represent. Scope `firms:write`."""
        answer: FirmMade = self._transport.call("POST", "/api/v1/firms", body=body, key=idempotency_key)
        return answer

    def read_party(self, party_id: UUID | str) -> PartyOut:
        """One party. Masked for staff. Scope `firms:read`."""
        answer: PartyOut = self._transport.call("GET", f"/api/v1/firms/{part(party_id)}")
        return answer

    def list_consents(self, party_id: UUID | str) -> list[ConsentOut]:
        """Consents given. Newest first, withdrawn ones included. Scope `firms:read`."""
        answer: list[ConsentOut] = self._transport.call("GET", f"/api/v1/firms/{part(party_id)}/consents")
        return answer

    def create_consent(self, party_id: UUID | str, body: FirmsConsentIn, *, idempotency_key: str = "") -> ConsentMade:
        """Give a consent. Purpose-bound, with an end, withdrawable. Scope `firms:write`."""
        answer: ConsentMade = self._transport.call(
            "POST", f"/api/v1/firms/{part(party_id)}/consents", body=body, key=idempotency_key
        )
        return answer

    def delete_consent(self, party_id: UUID | str, consent_id: UUID | str, *, idempotency_key: str = "") -> Withdrawn:
        """Withdraw a consent. From now on no data is read under it. Scope `firms:write`."""
        answer: Withdrawn = self._transport.call(
            "DELETE", f"/api/v1/firms/{part(party_id)}/consents/{part(consent_id)}", key=idempotency_key
        )
        return answer

    def create_invoices(self, party_id: UUID | str, file: bytes, *, idempotency_key: str = "") -> ImportOut:
        """Upload VAT invoices. CSV or Parquet; every refused row is listed with its line and reason; safe to send twice. Scope `firms:write`."""
        answer: ImportOut = self._transport.call(
            "POST", f"/api/v1/firms/{part(party_id)}/invoices", files={"file": file}, form={}, key=idempotency_key
        )
        return answer

    def read_import(self, party_id: UUID | str, batch_id: UUID | str) -> ImportOut:
        """What became of a file. The report of one import. Scope `firms:read`."""
        answer: ImportOut = self._transport.call("GET", f"/api/v1/firms/{part(party_id)}/invoices/{part(batch_id)}")
        return answer

    def create_bank_statement(
        self,
        party_id: UUID | str,
        file: bytes,
        *,
        format: str | None = None,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> StatementBroughtOut:
        """Bring a bank statement. camt.053, or CSV in one of the formats of `policies/statement_formats`; only sums by month are kept. Scope `firms:write`."""
        answer: StatementBroughtOut = self._transport.call(
            "POST",
            f"/api/v1/firms/{part(party_id)}/bank-statements",
            files={"file": file},
            form={"format": format, "account": account},
            key=idempotency_key,
        )
        return answer

    def put_place(self, party_id: UUID | str, body: PlaceIn, *, idempotency_key: str = "") -> FirmsPlaceOut:
        """Say where a firm is. What is signed already stays as it is signed. Scope `firms:write`."""
        answer: FirmsPlaceOut = self._transport.call(
            "PUT", f"/api/v1/firms/{part(party_id)}/place", body=body, key=idempotency_key
        )
        return answer

    def decide_on_move(self, move_id: UUID | str, body: MoveDecision, *, idempotency_key: str = "") -> FirmsPlaceOut:
        """Decide on a firm's move. Staff who did not state it. Scope `firms:write`."""
        answer: FirmsPlaceOut = self._transport.call(
            "POST", f"/api/v1/firms/moves/{part(move_id)}/decision", body=body, key=idempotency_key
        )
        return answer
