"""After a missed payment: contacts, choices, holds, promises, the worklist, firms that collect for the lender."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.collections.contact import record_contact
from puhui.flows.collections.promise import promise_payment
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Limit, MoneyIn, MoneyOut, Strict, TextOut
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.kernel.errors import InvalidInput
from puhui.products.collections.facade import (
    Channel,
    FileView,
    HoldKind,
    Hours,
    Outcome,
    PromiseState,
    Whom,
    add_outsourcer,
    choices_of,
    choose_contacts,
    contact_verdicts,
    contacts_of,
    evaluate_outsourcer,
    file_of_loan,
    hold_contacts,
    holds_of,
    lift_hold,
    outsourcers,
    promises_of,
    stage_figures,
    worklist,
)
from puhui.products.lending.facade import loan

router = Router()
Words = Annotated[str, Field(min_length=1, max_length=500)]
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Offset = Annotated[int, Query(0, ge=0, le=100_000, description="How many to leave out")]


class HoursOut(Schema):
    """From when to when in a day, local time; over midnight when `until` is before `begins`."""

    begins: time
    until: time


class ChoicesOut(Schema):
    """What a party chose about contacts."""

    party_id: UUID
    channels_off: list[Channel]
    hours: HoursOut | None
    spares_others: bool
    updated_at: datetime | None


class ChoicesIn(Strict):
    """Channels that are off, hours (both or neither), whether others are spared. What the pages say always stays."""

    channels_off: list[Literal["voice", "visit", "sms"]] = []
    hours_from: time | None = None
    hours_until: time | None = None
    spares_others: bool = False


class VerdictOut(Schema):
    """Whether the debtor may be contacted in this way now; if not, by which rule, and from when on."""

    channel: Channel
    allowed: bool
    rule: str
    why: TextOut | None
    source: str
    article: str
    mark: str
    earliest_at: datetime | None


class ContactOut(Schema):
    """One attempt."""

    id: UUID
    at: datetime
    channel: Channel
    whom: Whom
    third_party: str
    outcome: Outcome
    is_effective: bool
    is_automatic: bool
    by_name: str
    note: str


class ContactIn(Strict):
    """An attempt that was made just now."""

    channel: Channel
    outcome: Outcome
    whom: Whom = Whom.DEBTOR
    third_party: Annotated[str, Field(max_length=40)] = ""
    note: Annotated[str, Field(max_length=500)] = ""
    outsourcer_id: UUID | None = None


class ContactDone(Schema):
    """The attempt is recorded."""

    attempt_id: UUID
    is_effective: bool


class HoldOut(Schema):
    """A reason to leave the debtor in peace."""

    id: UUID
    kind: HoldKind
    reason: str
    since_at: datetime
    until: date | None


class HoldIn(Strict):
    """Without `until` it lasts until it is lifted."""

    kind: Literal["complaint", "dispute", "lawyer"]
    reason: Words
    until: Day | None = None


class HoldDone(Schema):
    """The hold."""

    hold_id: UUID


class PromiseIn(Strict):
    """A dated amount."""

    amount: MoneyIn
    due_on: Day


class PromiseOut(Schema):
    """A promise and how it ended."""

    id: UUID
    amount: MoneyOut
    due_on: date
    made_on: date
    made_by_name: str
    by_customer: bool
    state: PromiseState
    paid: MoneyOut
    judged_on: date | None


class PromiseDone(Schema):
    """The promise is on record."""

    promise_id: UUID
    loan_id: UUID


class FileOut(Schema):
    """A file of the worklist; `priority` is what is at stake, in minor units."""

    case_id: UUID
    loan_id: UUID
    party_id: UUID
    stage: str
    stage_since_on: date
    late: MoneyOut
    days_past_due: int
    priority: int
    next_action_on: date
    last_contact_on: date | None
    broken_promises: int
    opened_on: date
    is_open: bool
    closed_on: date | None
    outcome: str


class StageOut(Schema):
    """One stage of the worklist."""

    stage: str
    files: int
    late_minor: int
    behind: int


class Worklist(Schema):
    """Open files, the most at stake first."""

    stages: list[StageOut]
    items: list[FileOut]


class LoanCollections(Schema):
    """Everything about the collection of one loan."""

    file: FileOut | None
    verdicts: list[VerdictOut]
    holds: list[HoldOut]
    promises: list[PromiseOut]
    contacts: list[ContactOut]
    choices: ChoicesOut


class OutsourcerOut(Schema):
    """A firm that collects for the lender."""

    id: UUID
    name: str
    evaluated_on: date | None
    result: str


class OutsourcerIn(Strict):
    """Its name."""

    name: Annotated[str, Field(min_length=1, max_length=120)]


class EvaluationIn(Strict):
    """An evaluation that took place."""

    on: Day
    result: Words


class OutsourcerDone(Schema):
    """The firm."""

    outsourcer_id: UUID


@router.get("/worklist", response={200: Worklist, **REFUSALS}, summary="The worklist")
def read_worklist(
    request: HttpRequest, limit: Limit, offset: Offset, stage: Annotated[str, Query("", max_length=20)]
) -> object:
    """Open files, the most at stake first. Staff only."""
    actor = actor_from(request)
    rows: list[FileView] = worklist(actor, stage=stage, offset=offset, most=limit)
    return {"stages": stage_figures(actor, on=business_date()), "items": rows}


@router.get("/loans/{uuid:loan_id}", response={200: LoanCollections, **REFUSALS}, summary="The collection of a loan")
def read_collections(request: HttpRequest, loan_id: UUID) -> object:
    """The file, what the rules say of each channel now, holds, promises, contacts. A borrower sees their own."""
    actor = actor_from(request)
    party_id = loan(actor, loan_id).borrower_id
    verdicts = contact_verdicts(actor, party_id=party_id, at=call_from(request, "read").at)
    return {
        "file": file_of_loan(actor, loan_id=loan_id) if actor.reads_all else None,
        "verdicts": [
            {
                "channel": channel,
                "allowed": verdict.allowed,
                "rule": verdict.article.rule_id if verdict.article else "",
                "why": verdict.article.text if verdict.article else None,
                "source": verdict.article.source if verdict.article else "",
                "article": verdict.article.article if verdict.article else "",
                "mark": verdict.article.mark if verdict.article else "",
                "earliest_at": verdict.earliest_at,
            }
            for channel, verdict in verdicts.items()
        ],
        "holds": holds_of(actor, party_id=party_id),
        "promises": promises_of(actor, loan_id=loan_id),
        "contacts": contacts_of(actor, party_id=party_id),
        "choices": choices_of(actor, party_id=party_id),
    }


@router.post("/loans/{uuid:loan_id}/contacts", response={200: ContactDone, **REFUSALS}, summary="Record a contact")
def add_contact(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: ContactIn) -> object:
    """Refused with the article and the earliest next time when the rules refuse it."""
    return record_contact(
        call_from(request, key),
        loan_id=loan_id,
        channel=body.channel,
        outcome=body.outcome,
        whom=body.whom,
        third_party=body.third_party,
        note=body.note,
        outsourcer_id=body.outsourcer_id,
    )


@router.post("/loans/{uuid:loan_id}/promises", response={200: PromiseDone, **REFUSALS}, summary="Promise a payment")
def add_promise(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: PromiseIn) -> object:
    """By the borrower, or by staff on a call. It holds contacts until it is judged."""
    return promise_payment(
        call_from(request, key), loan_id=loan_id, amount=body.amount.money("amount"), due_on=body.due_on
    )


@router.get("/parties/{uuid:party_id}/choices", response={200: ChoicesOut, **REFUSALS}, summary="Choices of contact")
def read_choices(request: HttpRequest, party_id: UUID) -> object:
    """What the party chose."""
    return choices_of(actor_from(request), party_id=party_id)


@router.post("/parties/{uuid:party_id}/choices", response={200: ChoicesOut, **REFUSALS}, summary="Choose contacts")
def change_choices(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: ChoicesIn) -> object:
    """By the party itself, or by staff whom it told."""
    if (body.hours_from is None) != (body.hours_until is None):
        raise InvalidInput("hours_from", "name both hours or neither")
    hours = Hours(_plain(body.hours_from), _plain(body.hours_until)) if body.hours_from and body.hours_until else None
    choose_contacts(
        call_from(request, key),
        party_id=party_id,
        channels_off=body.channels_off,
        hours=hours,
        spares_others=body.spares_others,
    )
    return choices_of(actor_from(request), party_id=party_id)


@router.post("/parties/{uuid:party_id}/holds", response={200: HoldDone, **REFUSALS}, summary="Hold contacts")
def add_hold(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: HoldIn) -> object:
    """For a complaint, a dispute, a lawyer."""
    call = call_from(request, key)
    return hold_contacts(call, party_id=party_id, kind=body.kind, reason=body.reason, until=body.until)


@router.post("/holds/{uuid:hold_id}/lift", response={200: HoldDone, **REFUSALS}, summary="Lift a hold")
def end_hold(request: HttpRequest, hold_id: UUID, key: IdempotencyKey) -> object:
    """The complaint was answered, the dispute settled."""
    return lift_hold(call_from(request, key), hold_id=hold_id)


@router.get("/outsourcers", response={200: list[OutsourcerOut], **REFUSALS}, summary="Firms that collect for us")
def list_outsourcers(request: HttpRequest) -> object:
    """With their last evaluation."""
    return outsourcers(actor_from(request))


@router.post("/outsourcers", response={200: OutsourcerDone, **REFUSALS}, summary="Put a firm on record")
def new_outsourcer(request: HttpRequest, key: IdempotencyKey, body: OutsourcerIn) -> object:
    """It contacts nobody before it was evaluated."""
    return add_outsourcer(call_from(request, key), name=body.name)


@router.post(
    "/outsourcers/{uuid:outsourcer_id}/evaluate", response={200: OutsourcerDone, **REFUSALS}, summary="Evaluate a firm"
)
def evaluate(request: HttpRequest, outsourcer_id: UUID, key: IdempotencyKey, body: EvaluationIn) -> object:
    """Due every year."""
    return evaluate_outsourcer(call_from(request, key), outsourcer_id=outsourcer_id, on=body.on, result=body.result)


def _plain(at: time) -> time:
    """To the minute, without a zone: local time is meant."""
    return at.replace(second=0, microsecond=0, tzinfo=None)
