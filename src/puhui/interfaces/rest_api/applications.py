"""From application to signature: applications, offers with their cost sheets, contracts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.ask_for_person import ask_for_person
from puhui.flows.originate_loan.find_counter_offers import find_counter_offers
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.start_application import change_application, start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.originate_loan.withdraw_application import withdraw_application
from puhui.foundation.access.facade import sealed
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import (
    REFUSALS,
    After,
    IdempotencyKey,
    Limit,
    MoneyIn,
    MoneyOut,
    Page,
    Strict,
    TextOut,
)
from puhui.products.origination.facade import (
    ApplicationState,
    application,
    applications_page,
    contract,
    contract_of,
    contract_text,
    offer,
    offers_of,
)
from puhui.risk.decisioning.facade import CounterOffer

router = Router()
Code = Annotated[str, Field(max_length=60)]


class ApplicationIn(Strict):
    """What a firm, or a person for themselves (`firm_id` is theirs), asks for; whom to pay, where a payee is paid."""

    firm_id: UUID
    product_code: Code
    amount: MoneyIn
    term_months: Annotated[int, Field(ge=1, le=360)]
    method: Code
    purpose: Code
    payee_id: UUID | None = None
    payee_reference: Annotated[str, Field(max_length=60)] = ""


class ChangeIn(Strict):
    """What a draft asks for instead."""

    amount: MoneyIn
    term_months: Annotated[int, Field(ge=1, le=360)]
    method: Code
    purpose: Code


class ApplicationMade(Schema):
    """The draft's id."""

    application_id: UUID


class ReasonOut(Schema):
    """Why it was declined or referred."""

    code: str
    text: TextOut


class ApplicationOut(Schema):
    """An application."""

    id: UUID
    firm_id: UUID
    product_code: str
    product_version: int
    amount: MoneyOut
    term_months: int
    method: str
    purpose: str
    state: str
    started_at: datetime
    submitted_at: datetime | None
    decided_on: date | None
    decision_id: UUID | None
    was_reviewed: bool
    reasons: list[ReasonOut]


class Decided(Schema):
    """What came of the application."""

    application_id: UUID
    outcome: str
    decision_id: UUID | None
    offer_ids: list[UUID]


class OfferOut(Schema):
    """An offer; `sheet` is the cost sheet, the same object that the page shows and the contract prints."""

    id: UUID
    application_id: UUID
    n: int
    label: str
    amount: MoneyOut
    term_months: int
    method: str
    annual_rate_pct: Decimal
    all_in_cost_pct: Decimal
    state: str
    valid_until: date
    sheet_hash: str
    sheet: dict[str, Any]


class ShowIn(Strict):
    """In which language the sheet is shown."""

    language: Annotated[str, Field(max_length=10, examples=["zh-hans"])]


class Shown(Schema):
    """The sheet, to be left on the screen for at least `minimum_seconds`."""

    proof_id: UUID
    offer_id: UUID
    language: str
    sheet_hash: str
    minimum_seconds: int
    sheet: dict[str, Any]


class AcceptIn(Strict):
    """The proof of showing, and the seconds that the page counted."""

    proof_id: UUID
    seconds_shown: Annotated[int | None, Field(ge=0, le=86_400)] = None


class Accepted(Schema):
    """The contract to sign."""

    contract_id: UUID
    application_id: UUID


class CounterOfferOut(Schema):
    """A change under which the decision would be an approval; `facts` are values that would be enough, if shown."""

    kind: Literal["amount", "terms", "document"]
    amount: MoneyOut
    term_months: int
    method: str
    facts: dict[str, str]
    text: TextOut | None
    would_be_offered: MoneyOut
    annual_rate_pct: str


class ReasonIn(Strict):
    """Why, in the customer's words."""

    reason: Annotated[str, Field(max_length=2000)]


class Asked(Schema):
    """The case that waits for a person."""

    case_id: UUID
    application_id: UUID


class ContractOut(Schema):
    """A contract."""

    id: UUID
    number: str
    application_id: UUID
    offer_id: UUID
    state: str
    language: str
    sha256: str
    prepared_at: datetime
    signed_at: datetime | None
    loan_id: UUID | None


class ContractText(Schema):
    """The contract as HTML, and the hash that was signed."""

    sha256: str
    html: str


class SignIn(Strict):
    """The one-time code from the phone."""

    code: Annotated[str, Field(max_length=20)]


class Signed(Schema):
    """The contract binds; the loan waits for its payout."""

    contract_id: UUID
    loan_id: UUID


class CodeSent(Schema):
    """A code is on its way."""

    contract_id: UUID


@router.get("", response={200: Page[ApplicationOut], **REFUSALS}, summary="Applications, newest first")
def list_applications(
    request: HttpRequest,
    limit: Limit,
    after: After,
    state: ApplicationState | None = None,
    firm_id: UUID | None = None,
) -> object:
    """Those of the actor's firms; staff see all."""
    found = applications_page(actor_from(request), state=state or "", firm_id=firm_id, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("", response={201: ApplicationMade, **REFUSALS}, summary="Start an application")
def create_application(request: HttpRequest, key: IdempotencyKey, body: ApplicationIn) -> object:
    """A draft; nothing is decided before it is submitted."""
    return Status(
        201,
        start_application(
            call_from(request, key),
            firm_id=body.firm_id,
            product_code=body.product_code,
            amount=body.amount.money("amount"),
            term_months=body.term_months,
            method=body.method,
            purpose=body.purpose,
            payee_id=body.payee_id,
            payee_reference=body.payee_reference,
        ),
    )


@router.get("/{uuid:application_id}", response={200: ApplicationOut, **REFUSALS}, summary="One application")
def read_application(request: HttpRequest, application_id: UUID) -> object:
    """With its state and reasons."""
    return application(actor_from(request), application_id)


@router.put("/{uuid:application_id}", response={200: ApplicationMade, **REFUSALS}, summary="Change a draft")
def change(request: HttpRequest, application_id: UUID, key: IdempotencyKey, body: ChangeIn) -> object:
    """While it was not sent; under the product version that it was begun under."""
    return change_application(
        call_from(request, key),
        application_id=application_id,
        amount=body.amount.money(),
        term_months=body.term_months,
        method=body.method,
        purpose=body.purpose,
    )


@router.post("/{uuid:application_id}/submit", response={200: Decided, **REFUSALS}, summary="Submit, and be decided on")
def submit(request: HttpRequest, application_id: UUID, key: IdempotencyKey) -> object:
    """Needs consent and invoices; answers at once."""
    sources = current_ports().sources
    return submit_application(call_from(request, key), application_id=application_id, sources=sources)


@router.post("/{uuid:application_id}/withdraw", response={200: ApplicationMade, **REFUSALS}, summary="Withdraw")
def withdraw(request: HttpRequest, application_id: UUID, key: IdempotencyKey) -> object:
    """Nothing more happens with it."""
    return withdraw_application(call_from(request, key), application_id=application_id)


@router.post("/{uuid:application_id}/ask-for-person", response={200: Asked, **REFUSALS}, summary="Ask for a person")
def ask(request: HttpRequest, application_id: UUID, key: IdempotencyKey, body: ReasonIn) -> object:
    """Anyone who was declined or referred may; it is their right (PIPL article 24)."""
    return ask_for_person(call_from(request, key), application_id=application_id, reason=body.reason)


@router.get("/{uuid:application_id}/offers", response={200: list[OfferOut], **REFUSALS}, summary="The offers")
def list_offers(request: HttpRequest, application_id: UUID) -> object:
    """Up to three, each with its cost sheet."""
    actor = actor_from(request)
    application(actor, application_id)
    return offers_of(actor, application_id)


@router.get(
    "/{uuid:application_id}/counter-offers",
    response={200: list[CounterOfferOut], **REFUSALS},
    summary="What would be approved instead",
)
def list_counter_offers(request: HttpRequest, application_id: UUID) -> object:
    """Of a decline or a referral: a smaller amount, other terms, facts to show. Computed, not applied."""
    return [_counter(o) for o in find_counter_offers(actor_from(request), application_id=application_id)]


def _counter(found: CounterOffer) -> dict[str, object]:
    best = found.offers[0]
    return {
        "kind": found.kind,
        "amount": MoneyOut.of(found.amount_minor, "CNY"),
        "term_months": found.term_months,
        "method": found.method,
        "facts": {name: str(value) for name, value in found.facts.items()},
        "text": found.text,
        "would_be_offered": MoneyOut.of(best.amount_minor, "CNY"),
        "annual_rate_pct": str(best.annual_rate_pct),
    }


@router.get("/{uuid:application_id}/contract", response={200: ContractOut, **REFUSALS}, summary="The contract")
def read_contract_of(request: HttpRequest, application_id: UUID) -> object:
    """Once an offer was accepted."""
    actor = actor_from(request)
    application(actor, application_id)
    found = contract_of(actor, application_id)
    return contract(actor, found.id if found else application_id)


@router.get("/offers/{uuid:offer_id}", response={200: OfferOut, **REFUSALS}, summary="One offer")
def read_offer(request: HttpRequest, offer_id: UUID) -> object:
    """With its cost sheet."""
    return offer(actor_from(request), offer_id)


@router.post("/offers/{uuid:offer_id}/show", response={200: Shown, **REFUSALS}, summary="Show the cost sheet")
def show(request: HttpRequest, offer_id: UUID, key: IdempotencyKey, body: ShowIn) -> object:
    """Starts the reading time; keep the proof for accepting."""
    return show_offer(call_from(request, key), offer_id=offer_id, language=body.language)


@router.post("/offers/{uuid:offer_id}/accept", response={200: Accepted, **REFUSALS}, summary="Accept an offer")
def accept(request: HttpRequest, offer_id: UUID, key: IdempotencyKey, body: AcceptIn) -> object:
    """After the reading time; of two at once exactly one wins."""
    return accept_offer(
        call_from(request, key), offer_id=offer_id, proof_id=body.proof_id, seconds_shown=body.seconds_shown
    )


@router.get("/contracts/{uuid:contract_id}", response={200: ContractOut, **REFUSALS}, summary="One contract")
def read_contract(request: HttpRequest, contract_id: UUID) -> object:
    """Without its text."""
    return contract(actor_from(request), contract_id)


@router.get("/contracts/{uuid:contract_id}/text", response={200: ContractText, **REFUSALS}, summary="A contract's text")
def read_contract_text(request: HttpRequest, contract_id: UUID) -> object:
    """As it is, or was, signed."""
    actor = actor_from(request)
    found = contract(actor, contract_id)
    return {"sha256": found.sha256, "html": contract_text(actor, contract_id)}


@router.post("/contracts/{uuid:contract_id}/code", response={200: CodeSent, **REFUSALS}, summary="Ask for the code")
def send_code(request: HttpRequest, contract_id: UUID, key: IdempotencyKey) -> object:
    """A one-time code to the phone of the person who signs."""
    return request_signing_code(call_from(request, key), contract_id=contract_id)


@router.post("/contracts/{uuid:contract_id}/sign", response={200: Signed, **REFUSALS}, summary="Sign")
def sign(request: HttpRequest, contract_id: UUID, key: IdempotencyKey, body: SignIn) -> object:
    """Opens the loan and asks the bank to pay it out."""
    return sign_contract(call_from(request, key), contract_id=contract_id, code=sealed(body.code, where="code"))
