"""The queues of staff: reviews with four eyes, failed payments."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.originate_loan.ask_explanation import answer_explanation
from puhui.flows.originate_loan.confirm_review import confirm_review
from puhui.flows.originate_loan.propose_review import propose_review
from puhui.flows.retry_disbursement import retry_disbursement
from puhui.foundation.casework.facade import add_note, case, cases_page, close_case, take_case
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, Strict

router = Router()
Words = Annotated[str, Field(max_length=2000)]
Kind = Literal["", "review", "failed_payment", "collection", "books_differ", "job_failed", "hardship", "write_off"]
State = Literal["", "open", "proposed", "closed"]


class NoteOut(Schema):
    """A note on a case."""

    at: datetime
    by_name: str
    text: str


class CaseOut(Schema):
    """A case."""

    id: UUID
    kind: str
    subject: str
    party_id: UUID | None
    state: str
    reason: str
    owner_name: str
    opened_at: datetime
    due_on: date
    outcome: str
    proposed_by_name: str
    confirmed_by_name: str
    needs_four_eyes: bool
    notes: list[NoteOut]


class Moved(Schema):
    """A case after an act."""

    case_id: UUID
    state: str
    outcome: str


class NoteIn(Strict):
    """A note."""

    text: Words


class ProposalIn(Strict):
    """How the review should end, and why."""

    outcome: Literal["approve", "decline"]
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
    """What two people decided; without agreement the case is open again."""

    case_id: UUID
    application_id: UUID
    outcome: str
    offer_ids: list[UUID]


@router.get("", response={200: Page[CaseOut], **REFUSALS}, summary="A queue, oldest first")
def list_cases(
    request: HttpRequest,
    limit: Limit,
    after: After,
    kind: Annotated[Kind, Query()] = "",
    state: Annotated[State, Query()] = "",
) -> object:
    """Staff only."""
    found = cases_page(actor_from(request), kind=kind, state=state, after=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.get("/{uuid:case_id}", response={200: CaseOut, **REFUSALS}, summary="One case")
def read_case(request: HttpRequest, case_id: UUID) -> object:
    """With its notes."""
    return case(actor_from(request), case_id)


@router.post("/{uuid:case_id}/take", response={200: Moved, **REFUSALS}, summary="Take a case")
def take(request: HttpRequest, case_id: UUID, key: IdempotencyKey) -> object:
    """Makes the actor its owner."""
    return take_case(call_from(request, key), case_id=case_id)


@router.post("/{uuid:case_id}/notes", response={200: Moved, **REFUSALS}, summary="Write a note")
def write_note(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """Notes are never changed."""
    return add_note(call_from(request, key), case_id=case_id, text=body.text)


@router.post("/{uuid:case_id}/propose", response={200: Moved, **REFUSALS}, summary="Propose an outcome")
def propose(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: ProposalIn) -> object:
    """A colleague must confirm it."""
    return propose_review(call_from(request, key), case_id=case_id, outcome=body.outcome, reason=body.reason)


@router.post("/{uuid:case_id}/explain", response={200: ExplainedOut, **REFUSALS}, summary="Explain a decision")
def explain_decision(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """Sends the words to the firm, and closes the case."""
    return answer_explanation(call_from(request, key), case_id=case_id, words=body.text)


@router.post("/{uuid:case_id}/confirm", response={200: Confirmed, **REFUSALS}, summary="Confirm or send back")
def confirm(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: ConfirmIn) -> object:
    """Never by the one who proposed it."""
    return confirm_review(call_from(request, key), case_id=case_id, agree=body.agree, note=body.note)


class PaidAgain(Schema):
    """The bank is asked to pay a loan out once more."""

    loan_id: UUID
    order_id: UUID | None


@router.post("/{uuid:case_id}/close", response={200: Moved, **REFUSALS}, summary="Close a case that is handled")
def close(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """For cases that need no second person; with a note on what was done."""
    return close_case(call_from(request, key), case_id=case_id, outcome="handled", note=body.text)


@router.post("/{uuid:case_id}/retry-payment", response={200: PaidAgain, **REFUSALS}, summary="Pay out once more")
def retry(request: HttpRequest, case_id: UUID, key: IdempotencyKey) -> object:
    """After the bank had refused; closes the case."""
    return retry_disbursement(call_from(request, key), case_id=case_id)
