"""Operations: applications.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import ApplicationsDecided, MoneyIn, MoneyOut, TextOut
from puhui_client.transport import Group, part


class Accepted(TypedDict):
    """The contract to sign."""

    contract_id: str
    application_id: str


class ApplicationIn(TypedDict):
    """What a firm, or a person for themselves (`firm_id` is theirs), asks for; whom to pay, where a payee is paid."""

    firm_id: str
    product_code: str
    amount: MoneyIn
    term_months: int
    method: str
    purpose: str
    payee_id: NotRequired[str | None]
    payee_reference: NotRequired[str]


class ApplicationMade(TypedDict):
    """The draft's id."""

    application_id: str


class ApplicationOut(TypedDict):
    """An application."""

    id: str
    firm_id: str
    product_code: str
    product_version: int
    amount: MoneyOut
    term_months: int
    method: str
    purpose: str
    state: str
    started_at: str
    submitted_at: str | None
    decided_on: str | None
    decision_id: str | None
    was_reviewed: bool
    reasons: list[ReasonOut]


ApplicationState: TypeAlias = (
    'Literal["draft", "submitted", "approved", "referred", "declined", "withdrawn", "accepted", "signed", "expired"]'
)


class ApplicationsAcceptIn(TypedDict):
    """The proof of showing, and the seconds that the page counted."""

    proof_id: str
    seconds_shown: NotRequired[int | None]


class ApplicationsChangeIn(TypedDict):
    """What a draft asks for instead."""

    amount: MoneyIn
    term_months: int
    method: str
    purpose: str


class ApplicationsCodeSent(TypedDict):
    """A code is on its way."""

    contract_id: str


class ApplicationsReasonIn(TypedDict):
    """Why, in the customer's words."""

    reason: str


class ApplicationsSignIn(TypedDict):
    """The one-time code from the phone."""

    code: str


class Asked(TypedDict):
    """The case that waits for a person."""

    case_id: str
    application_id: str


class ContractOut(TypedDict):
    """A contract."""

    id: str
    number: str
    application_id: str
    offer_id: str
    state: str
    language: str
    sha256: str
    prepared_at: str
    signed_at: str | None
    loan_id: str | None


class ContractText(TypedDict):
    """The contract as HTML, and the hash that was signed."""

    sha256: str
    html: str


class CounterOfferOut(TypedDict):
    """A change under which the decision would be an approval; `facts` are values that would be enough, if shown."""

    kind: Literal["amount", "terms", "document"]
    amount: MoneyOut
    term_months: int
    method: str
    facts: dict[str, str]
    text: TextOut | None
    would_be_offered: MoneyOut
    annual_rate_pct: str


class OfferOut(TypedDict):
    """An offer; `sheet` is the cost sheet, the same object that the page shows and the contract prints."""

    id: str
    application_id: str
    n: int
    label: str
    amount: MoneyOut
    term_months: int
    method: str
    annual_rate_pct: str
    all_in_cost_pct: str
    state: str
    valid_until: str
    sheet_hash: str
    sheet: dict[str, Any]


class ApplicationOutPage(TypedDict):
    """One page of ApplicationOutPage."""

    items: list[ApplicationOut]
    next: NotRequired[str | None]


class ReasonOut(TypedDict):
    """Why it was declined or referred."""

    code: str
    text: TextOut


class ShowIn(TypedDict):
    """In which language the sheet is shown."""

    language: str


class Shown(TypedDict):
    """The sheet, to be left on the screen for at least `minimum_seconds`."""

    proof_id: str
    offer_id: str
    language: str
    sheet_hash: str
    minimum_seconds: int
    sheet: dict[str, Any]


class Signed(TypedDict):
    """The contract binds; the loan waits for its payout."""

    contract_id: str
    loan_id: str


class ApplicationsOperations(Group):
    """Operations: applications."""

    def list_applications(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        state: ApplicationState | None = None,
        firm_id: str | None = None,
    ) -> ApplicationOutPage:
        """Applications, newest first. Those of the actor's firms; staff see all. Scope `applications:read`."""
        answer: ApplicationOutPage = self._transport.call(
            "GET", "/api/v1/applications", query={"limit": limit, "after": after, "state": state, "firm_id": firm_id}
        )
        return answer

    def create_application(self, body: ApplicationIn, *, idempotency_key: str = "") -> ApplicationMade:
        """Start an application. A draft; nothing is decided before it is submitted. Scope `applications:write`."""
        answer: ApplicationMade = self._transport.call("POST", "/api/v1/applications", body=body, key=idempotency_key)
        return answer

    def read_application(self, application_id: UUID | str) -> ApplicationOut:
        """One application. With its state and reasons. Scope `applications:read`."""
        answer: ApplicationOut = self._transport.call("GET", f"/api/v1/applications/{part(application_id)}")
        return answer

    def change(
        self, application_id: UUID | str, body: ApplicationsChangeIn, *, idempotency_key: str = ""
    ) -> ApplicationMade:
        """Change a draft. While it was not sent; under the product version that it was begun under. Scope `applications:write`."""
        answer: ApplicationMade = self._transport.call(
            "PUT", f"/api/v1/applications/{part(application_id)}", body=body, key=idempotency_key
        )
        return answer

    def submit(self, application_id: UUID | str, *, idempotency_key: str = "") -> ApplicationsDecided:
        """Submit, and be decided on. Needs consent and invoices; answers at once. Scope `applications:write`."""
        answer: ApplicationsDecided = self._transport.call(
            "POST", f"/api/v1/applications/{part(application_id)}/submit", key=idempotency_key
        )
        return answer

    def withdraw(self, application_id: UUID | str, *, idempotency_key: str = "") -> ApplicationMade:
        """Withdraw. Nothing more happens with it. Scope `applications:write`."""
        answer: ApplicationMade = self._transport.call(
            "POST", f"/api/v1/applications/{part(application_id)}/withdraw", key=idempotency_key
        )
        return answer

    def ask(self, application_id: UUID | str, body: ApplicationsReasonIn, *, idempotency_key: str = "") -> Asked:
        """Ask for a person. Anyone who was declined or referred may; it is their right (PIPL article 24). Scope `applications:write`."""
        answer: Asked = self._transport.call(
            "POST", f"/api/v1/applications/{part(application_id)}/ask-for-person", body=body, key=idempotency_key
        )
        return answer

    def list_offers(self, application_id: UUID | str) -> list[OfferOut]:
        """The offers. Up to three, each with its cost sheet. Scope `applications:read`."""
        answer: list[OfferOut] = self._transport.call("GET", f"/api/v1/applications/{part(application_id)}/offers")
        return answer

    def list_counter_offers(self, application_id: UUID | str) -> list[CounterOfferOut]:
        """What would be approved instead. Of a decline or a referral: a smaller amount, other terms, facts to show. Computed, not applied. Scope `applications:read`."""
        answer: list[CounterOfferOut] = self._transport.call(
            "GET", f"/api/v1/applications/{part(application_id)}/counter-offers"
        )
        return answer

    def read_contract_of(self, application_id: UUID | str) -> ContractOut:
        """The contract. Once an offer was accepted. Scope `applications:read`."""
        answer: ContractOut = self._transport.call("GET", f"/api/v1/applications/{part(application_id)}/contract")
        return answer

    def read_offer(self, offer_id: UUID | str) -> OfferOut:
        """One offer. With its cost sheet. Scope `applications:read`."""
        answer: OfferOut = self._transport.call("GET", f"/api/v1/applications/offers/{part(offer_id)}")
        return answer

    def show(self, offer_id: UUID | str, body: ShowIn, *, idempotency_key: str = "") -> Shown:
        """Show the cost sheet. Starts the reading time; keep the proof for accepting. Scope `applications:write`."""
        answer: Shown = self._transport.call(
            "POST", f"/api/v1/applications/offers/{part(offer_id)}/show", body=body, key=idempotency_key
        )
        return answer

    def accept(self, offer_id: UUID | str, body: ApplicationsAcceptIn, *, idempotency_key: str = "") -> Accepted:
        """Accept an offer. After the reading time; of two at once exactly one wins. Scope `applications:write`."""
        answer: Accepted = self._transport.call(
            "POST", f"/api/v1/applications/offers/{part(offer_id)}/accept", body=body, key=idempotency_key
        )
        return answer

    def read_contract(self, contract_id: UUID | str) -> ContractOut:
        """One contract. Without its text. Scope `applications:read`."""
        answer: ContractOut = self._transport.call("GET", f"/api/v1/applications/contracts/{part(contract_id)}")
        return answer

    def read_contract_text(self, contract_id: UUID | str) -> ContractText:
        """A contract's text. As it is, or was, signed. Scope `applications:read`."""
        answer: ContractText = self._transport.call("GET", f"/api/v1/applications/contracts/{part(contract_id)}/text")
        return answer

    def send_code(self, contract_id: UUID | str, *, idempotency_key: str = "") -> ApplicationsCodeSent:
        """Ask for the code. A one-time code to the phone of the person who signs. Scope `applications:write`."""
        answer: ApplicationsCodeSent = self._transport.call(
            "POST", f"/api/v1/applications/contracts/{part(contract_id)}/code", key=idempotency_key
        )
        return answer

    def sign(self, contract_id: UUID | str, body: ApplicationsSignIn, *, idempotency_key: str = "") -> Signed:
        """Sign. Opens the loan and asks the bank to pay it out. Scope `applications:write`."""
        answer: Signed = self._transport.call(
            "POST", f"/api/v1/applications/contracts/{part(contract_id)}/sign", body=body, key=idempotency_key
        )
        return answer
