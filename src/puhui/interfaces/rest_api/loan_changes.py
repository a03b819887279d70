"""Changes of running loans: previewed, proposed, confirmed, accepted, booked, undone."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from puhui.flows.change_loan.accept_change import accept_change, decline_change, record_consent, request_change_code
from puhui.flows.change_loan.confirm_change import confirm_change, reject_change, withdraw_change
from puhui.flows.change_loan.payment_day import (
    choose_payment_day,
    payment_day,
    show_payment_day,
    undo_payment_day,
)
from puhui.flows.change_loan.preview import show_change
from puhui.flows.change_loan.propose_change import propose_change, undo_change
from puhui.foundation.access.facade import sealed
from puhui.interfaces.change_words import ChangeBody, change_document, preview_document
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
    date,
)
from puhui.kernel.money import Money
from puhui.products.lending.facade import ChangeAsked, ChangeState, changes_page, loan_change, loan_changes

router = Router()
Words = Annotated[str, Field(max_length=2000)]
Seen = Annotated[int | None, Field(ge=0, le=10**6)]


class ChangeIn(ChangeBody):
    """A change, with its amount where the kind has one."""

    amount: MoneyIn | None = None

    def asked(self) -> ChangeAsked:
        """As lending takes it."""
        return self.asked_with(self.amount.money("amount") if self.amount else None)


class ProposeIn(Strict):
    """A change and why; `after_n` of the preview refuses it when the loan has moved on since."""

    change: ChangeIn
    reason: Words
    after_n: Seen = None


class UndoIn(Strict):
    """Why an event is undone."""

    reason: Words
    after_n: Seen = None


class NoteIn(Strict):
    """What the second person says."""

    note: Words = ""


class AcceptIn(Strict):
    """The one-time code, and the preview that the borrower saw."""

    code: Annotated[str, Field(max_length=12)]
    after_n: Annotated[int, Field(ge=0, le=10**6)]


class ConsentIn(Strict):
    """Where the borrower's agreement is kept."""

    evidence: Annotated[str, Field(min_length=3, max_length=200)]
    after_n: Seen = None


class SideOut(Schema):
    """A loan before or after the change."""

    annual_rate_pct: str
    effective_rate_pct: str | None
    outstanding: MoneyOut
    overdue: MoneyOut
    to_pay: MoneyOut
    interest_to_pay: MoneyOut
    instalments_left: int
    next_due_on: date | None
    next_due: MoneyOut
    ends_on: date | None
    days_past_due: int
    unapplied: MoneyOut
    is_closed: bool


class LineOut(Schema):
    """What one instalment asks for."""

    principal: MoneyOut
    interest: MoneyOut
    fees: MoneyOut
    total: MoneyOut
    balance: MoneyOut


class DifferenceOut(Schema):
    """The instalment of a due date before and after."""

    due_date: date
    before: LineOut | None
    after: LineOut | None
    changed: bool


class BookLineOut(Schema):
    """One transfer that the books would make."""

    debit: str
    credit: str
    amount: MoneyOut
    of: str


class PreviewOut(Schema):
    """What the change would do. Nothing was written; give `after_n` back when you propose it."""

    loan_id: UUID
    kind: str
    undoes: str
    on: date
    as_of: date
    after_n: int
    currency: str
    needs_second: bool
    needs_consent: bool
    is_dearer: bool
    cap_pct: str | None
    breaks: str
    more_to_pay: MoneyOut
    received: MoneyOut
    before: SideOut
    after: SideOut
    lines: list[DifferenceOut]
    books: list[BookLineOut]


class ChangeOut(Schema):
    """A proposed change, and how it went on."""

    id: UUID
    loan_id: UUID
    kind: str
    on: date | None
    amount: MoneyOut | None
    state: ChangeState
    reason: str
    after_n: int
    needs_second: bool
    needs_consent: bool
    proposed_by: str
    proposed_on: date
    confirmed_by: str
    open_until: date
    event_id: UUID | None


class MovedOut(Schema):
    """A change after an act."""

    change_id: UUID
    loan_id: UUID
    state: ChangeState
    event_id: UUID | None


class PaymentDayIn(Strict):
    """A day of the month, and the preview that the borrower saw."""

    day: Annotated[int, Field(ge=1, le=31)]
    after_n: Annotated[int, Field(ge=0, le=10**6)]


class PaymentDayOut(Schema):
    """The day of the month on which the loan is paid; `stays_because`: why it cannot be changed now."""

    loan_id: UUID
    day: int | None
    days: list[int]
    most_days: int
    stays_because: TextOut | None
    undo_until: date | None


class CodeOut(Schema):
    """A code is on its way to the borrower's phone."""

    change_id: UUID


MOVED = {200: MovedOut, **REFUSALS}
PREVIEW = {200: PreviewOut, **REFUSALS}


@router.get("/changes", response={200: Page[ChangeOut], **REFUSALS}, summary="Proposed changes, oldest first")
def list_changes(
    request: HttpRequest, limit: Limit, after: After, state: Annotated[ChangeState | None, Query()] = None
) -> object:
    """Of all loans; staff only."""
    found = changes_page(actor_from(request), state=state, after=after, most=limit)
    return {
        "items": [change_document(change, say=Money.as_json) for change in found],
        "next": found[-1].id if len(found) == limit else None,
    }


@router.get("/changes/{uuid:change_id}", response={200: ChangeOut, **REFUSALS}, summary="One proposed change")
def read_change(request: HttpRequest, change_id: UUID) -> object:
    """A borrower sees what is offered to them, and what was booked."""
    return change_document(loan_change(actor_from(request), change_id), say=Money.as_json)


@router.get("/changes/{uuid:change_id}/preview", response=PREVIEW, summary="What a proposed change would do today")
def preview_proposed(request: HttpRequest, change_id: UUID) -> object:
    """On the loan as it stands now."""
    actor = actor_from(request)
    change = loan_change(actor, change_id)
    return preview_document(show_change(actor, loan_id=change.loan_id, asked=change.asked), say=Money.as_json)


@router.post("/changes/{uuid:change_id}/confirm", response=MOVED, summary="Confirm a proposed change")
def confirm(request: HttpRequest, change_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """By a second person; refused when the loan has moved on since the proposal."""
    return confirm_change(call_from(request, key), change_id=change_id, note=body.note)


@router.post("/changes/{uuid:change_id}/reject", response=MOVED, summary="Reject a proposed change")
def reject(request: HttpRequest, change_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """By a second person."""
    return reject_change(call_from(request, key), change_id=change_id, note=body.note)


@router.post("/changes/{uuid:change_id}/withdraw", response=MOVED, summary="Withdraw one's own proposal")
def withdraw(request: HttpRequest, change_id: UUID, key: IdempotencyKey) -> object:
    """By who proposed it."""
    return withdraw_change(call_from(request, key), change_id=change_id)


@router.post("/changes/{uuid:change_id}/code", response={200: CodeOut, **REFUSALS}, summary="Ask for the code")
def ask_code(request: HttpRequest, change_id: UUID, key: IdempotencyKey) -> object:
    """By the borrower: the code that accepts the change."""
    return request_change_code(call_from(request, key), change_id=change_id)


@router.post("/changes/{uuid:change_id}/accept", response=MOVED, summary="Accept a change with the code")
def accept(request: HttpRequest, change_id: UUID, key: IdempotencyKey, body: AcceptIn) -> object:
    """By the borrower; `after_n` is that of the preview they saw."""
    call = call_from(request, key)
    return accept_change(call, change_id=change_id, code=sealed(body.code, where="code"), after_n=body.after_n)


@router.post("/changes/{uuid:change_id}/decline", response=MOVED, summary="Decline a change")
def decline(request: HttpRequest, change_id: UUID, key: IdempotencyKey) -> object:
    """By the borrower: the loan goes on as agreed."""
    return decline_change(call_from(request, key), change_id=change_id)


@router.post("/changes/{uuid:change_id}/consent", response=MOVED, summary="Record the borrower's consent")
def consent(request: HttpRequest, change_id: UUID, key: IdempotencyKey, body: ConsentIn) -> object:
    """By staff, with where the paper is kept."""
    call = call_from(request, key)
    return record_consent(call, change_id=change_id, evidence=body.evidence, after_n=body.after_n)


@router.get("/{uuid:loan_id}/changes", response={200: list[ChangeOut], **REFUSALS}, summary="Changes of a loan")
def changes_of_loan(request: HttpRequest, loan_id: UUID) -> object:
    """Newest first."""
    return [change_document(change, say=Money.as_json) for change in loan_changes(actor_from(request), loan_id)]


@router.post("/{uuid:loan_id}/changes/preview", response=PREVIEW, summary="What a change would do")
def preview(request: HttpRequest, loan_id: UUID, body: ChangeIn) -> object:
    """Nothing is written."""
    return preview_document(show_change(actor_from(request), loan_id=loan_id, asked=body.asked()), say=Money.as_json)


@router.post("/{uuid:loan_id}/changes", response=MOVED, summary="Propose a change")
def propose(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: ProposeIn) -> object:
    """Booked at once where policy asks for nobody else."""
    call = call_from(request, key)
    return propose_change(call, loan_id=loan_id, asked=body.change.asked(), reason=body.reason, after_n=body.after_n)


@router.get("/{uuid:loan_id}/payment-day", response={200: PaymentDayOut, **REFUSALS}, summary="The day of payment")
def read_payment_day(request: HttpRequest, loan_id: UUID) -> object:
    """The day of the month, which days the borrower may choose, and why none may be chosen now."""
    return payment_day(actor_from(request), loan_id=loan_id)


@router.get("/{uuid:loan_id}/payment-day/{int:day}", response=PREVIEW, summary="What another day of payment would do")
def preview_payment_day(request: HttpRequest, loan_id: UUID, day: Annotated[int, Path(le=31)]) -> object:
    """Nothing is written; give `after_n` back when you choose it."""
    return preview_document(show_payment_day(actor_from(request), loan_id=loan_id, day=day), say=Money.as_json)


@router.post("/{uuid:loan_id}/payment-day", response=MOVED, summary="Choose the day of payment")
def choose_day(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: PaymentDayIn) -> object:
    """By the borrower; free of charge. What falls due very soon stays."""
    return choose_payment_day(call_from(request, key), loan_id=loan_id, **body.model_dump())


@router.post("/{uuid:loan_id}/payment-day/undo", response=MOVED, summary="Undo the choice of the day of payment")
def undo_day(request: HttpRequest, loan_id: UUID, key: IdempotencyKey) -> object:
    """By the borrower, for some days after the choice."""
    return undo_payment_day(call_from(request, key), loan_id=loan_id)


@router.post("/{uuid:loan_id}/events/{uuid:event_id}/undo/preview", response=PREVIEW, summary="What undoing would do")
def preview_undo(request: HttpRequest, loan_id: UUID, event_id: UUID) -> object:
    """Nothing is written."""
    asked = ChangeAsked(kind="reversal", of=event_id)
    return preview_document(show_change(actor_from(request), loan_id=loan_id, asked=asked), say=Money.as_json)


@router.post("/{uuid:loan_id}/events/{uuid:event_id}/undo", response=MOVED, summary="Undo an event")
def undo(request: HttpRequest, loan_id: UUID, event_id: UUID, key: IdempotencyKey, body: UndoIn) -> object:
    """By another event; the same rules as for a change."""
    call = call_from(request, key)
    return undo_change(call, loan_id=loan_id, event_id=event_id, reason=body.reason, after_n=body.after_n)
