"""The queues of staff, one case with its history, and how it ends; who works on it stands in `case_desk`."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.decide_case import confirm_case, propose_case
from puhui.flows.originate_loan.ask_explanation import answer_explanation
from puhui.flows.retry_disbursement import retry_disbursement
from puhui.foundation.casework.facade import add_note, case, cases_page, close_case, file_case, take_case
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, Strict

router = Router()
Words = Annotated[str, Field(max_length=2000)]
Kind = Annotated[str, Query(max_length=30, description="A kind of case; empty: all of them")]
State = Literal["", "open", "proposed", "closed"]


class NoteOut(Schema):
    """A note on a case."""

    at: datetime
    by_name: str
    text: str


class StepOut(Schema):
    """What happened to a case; `to_name`: to whom it was given, or the role that was told."""

    at: datetime
    kind: str
    by_name: str
    to_name: str
    words: str


class CaseFileOut(Schema):
    """A file on a case."""

    id: UUID
    name: str
    media_type: str
    size: int
    at: datetime
    by_name: str


class CaseOut(Schema):
    """A case. `due_at`: by the service level, or the promised day where that is sooner."""

    id: UUID
    kind: str
    subject: str
    party_id: UUID | None
    state: str
    reason: str
    owner_name: str
    opened_at: datetime
    due_on: date
    due_at: datetime
    priority: str
    escalations: int
    escalated_to: str
    outcome: str
    outcomes: list[str]
    proposed_by_name: str
    confirmed_by_name: str
    needs_four_eyes: bool
    notes: list[NoteOut]
    history: list[StepOut]
    files: list[CaseFileOut]


class CaseIn(Strict):
    """A case that is opened by hand: what a customer complained of, or what compliance must look at."""

    kind: Literal["complaint", "compliance"]
    party_id: UUID
    reason: Words


class Moved(Schema):
    """A case after an act."""

    case_id: UUID
    state: str
    outcome: str


class NoteIn(Strict):
    """A note."""

    text: Words


class ProposalIn(Strict):
    """How the case should end, one of its `outcomes`, and why."""

    outcome: Annotated[str, Field(max_length=30)]
    reason: Words


class ConfirmIn(Strict):
    """Whether the second person agrees."""

    agree: bool
    note: Words = ""


class ExplainedOut(Schema):
    """A person has explained the decision."""

    case_id: UUID
    application_id: UUID


class Confirmed(Schema):
    """What two people decided; without agreement the case is open again. A review names its application and offers."""

    case_id: UUID
    application_id: UUID | None = None
    outcome: str
    offer_ids: list[UUID] = []


@router.get("", response={200: Page[CaseOut], **REFUSALS}, summary="A queue, oldest first")
def list_cases(
    request: HttpRequest,
    limit: Limit,
    after: After,
    kind: Kind = "",
    state: Annotated[State, Query()] = "",
) -> object:
    """Staff only."""
    found = cases_page(actor_from(request), kind=kind, state=state, after=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.get("/{uuid:case_id}", response={200: CaseOut, **REFUSALS}, summary="One case")
def read_case(request: HttpRequest, case_id: UUID) -> object:
    """With its notes, its files and what happened to it."""
    return case(actor_from(request), case_id)


@router.post("/{uuid:case_id}/take", response={200: Moved, **REFUSALS}, summary="Take a case")
def take(request: HttpRequest, case_id: UUID, key: IdempotencyKey) -> object:
    """Makes the actor its owner."""
    return take_case(call_from(request, key), case_id=case_id)


@router.post("/{uuid:case_id}/notes", response={200: Moved, **REFUSALS}, summary="Write a note")
def write_note(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """Notes are never changed."""
    return add_note(call_from(request, key), case_id=case_id, text=body.text)


@router.post("", response={200: Moved, **REFUSALS}, summary="Open a case by hand")
def open_by_hand(request: HttpRequest, key: IdempotencyKey, body: CaseIn) -> object:
    """A complaint, or something that compliance must look at; all other kinds are opened by what happens."""
    return file_case(call_from(request, key), kind=body.kind, party_id=body.party_id, reason=body.reason)


@router.post("/{uuid:case_id}/close", response={200: Moved, **REFUSALS}, summary="Close a case that needs one person")
def close(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """With a note of how it was handled."""
    return close_case(call_from(request, key), case_id=case_id, outcome="handled", note=body.text)


@router.post("/{uuid:case_id}/propose", response={200: Moved, **REFUSALS}, summary="Propose an outcome")
def propose(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: ProposalIn) -> object:
    """A colleague must confirm it."""
    return propose_case(call_from(request, key), case_id=case_id, outcome=body.outcome, reason=body.reason)


@router.post("/{uuid:case_id}/explain", response={200: ExplainedOut, **REFUSALS}, summary="Explain a decision")
def explain_decision(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """Sends the words to the firm, and closes the case."""
    return answer_explanation(call_from(request, key), case_id=case_id, words=body.text)


@router.post("/{uuid:case_id}/confirm", response={200: Confirmed, **REFUSALS}, summary="Confirm or send back")
def confirm(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: ConfirmIn) -> object:
    """Never by the one who proposed it."""
    return confirm_case(call_from(request, key), case_id=case_id, agree=body.agree, note=body.note)


class PaidAgain(Schema):
    """The bank is asked to pay a loan out once more."""

    loan_id: UUID
    order_id: UUID | None


@router.post("/{uuid:case_id}/retry-payment", response={200: PaidAgain, **REFUSALS}, summary="Pay out once more")
def retry(request: HttpRequest, case_id: UUID, key: IdempotencyKey) -> object:
    """After the bank had refused; closes the case."""
    return retry_disbursement(call_from(request, key), case_id=case_id)
