"""Bank statements for programs: import, reconcile, lines with suggestions, place, return, confirm."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, File, Form, Query, Router, Schema, UploadedFile

from puhui.flows.reconcile_statements.match import import_bank_file, reconcile_statement
from puhui.flows.reconcile_statements.report import check_bank_account
from puhui.flows.reconcile_statements.suspense import accept_match, confirm_line, place_line, return_line
from puhui.flows.refund_unapplied import request_refund
from puhui.foundation.payments.facade import LineState, lines_page, statements_page
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyIn, MoneyOut, Page, Strict

router = Router()


class StatementOut(Schema):
    """A statement of one of our accounts."""

    id: UUID
    account: str
    number: str
    from_date: date
    to_date: date
    opening: MoneyOut
    closing: MoneyOut
    lines: int
    open_lines: int


class SuggestionOut(Schema):
    """One way to read a line."""

    order_ids: list[UUID]
    rule: str
    score: int


class LineOut(Schema):
    """A line; money in is above zero, and who paid is masked."""

    id: UUID
    statement_id: UUID
    n: int
    amount: MoneyOut
    booked_on: date
    value_on: date
    end_to_end_id: str
    counterparty: str
    state: LineState
    suggestions: list[SuggestionOut]
    order_ids: list[UUID]
    loan_id: UUID | None
    proposed: str


class ImportedOut(Schema):
    """The statements of the file."""

    statement_ids: list[UUID]


class ReconciledOut(Schema):
    """What became of the new lines."""

    statement_id: UUID
    lines: int
    matched: int
    suspended: int


class ItemOut(Schema):
    """What stands between the two balances."""

    kind: str
    count: int
    amount: MoneyOut


class CheckOut(Schema):
    """Ledger less bank is the sum of the items."""

    account: str
    to_date: date
    bank: MoneyOut
    ledger: MoneyOut
    difference: MoneyOut
    is_explained: bool
    items: list[ItemOut]


class ActIn(Strict):
    """What the line is: orders, a repayment of a loan, or money to send back; or the answer to a proposal."""

    act: Literal["accept", "place", "return", "confirm", "decline"]
    order_ids: Annotated[list[UUID], Field(max_length=500)] = []
    loan_id: UUID | None = None
    effect: Annotated[str, Field(max_length=20)] = "next_dues"
    reason: Annotated[str, Field(max_length=60)] = ""


class MovedOut(Schema):
    """The line after the act."""

    line_id: UUID
    state: str
    awaits_second: bool


class RefundIn(Strict):
    """How much; all that is held without it."""

    amount: MoneyIn | None = None


class RefundOut(Schema):
    """The bank is asked to pay."""

    loan_id: UUID
    order_id: UUID
    amount: MoneyOut


@router.get("/statements", response={200: list[StatementOut], **REFUSALS}, summary="Bank statements, newest first")
def list_statements(request: HttpRequest, limit: Limit) -> object:
    """For staff."""
    return statements_page(actor_from(request), most=limit)


@router.post("/statements", response={200: ImportedOut, **REFUSALS}, summary="Import a file of statements")
def bring(
    request: HttpRequest,
    key: IdempotencyKey,
    file: Annotated[UploadedFile, File(...)],
    *,
    form: Annotated[str, Form("camt.053", alias="format", max_length=40)] = "camt.053",
    account: Annotated[str, Form("", max_length=40)] = "",
    number: Annotated[str, Form("", max_length=60)] = "",
) -> object:
    """camt.053, or CSV as one of the statement formats says; the same file again changes nothing."""
    return import_bank_file(
        call_from(request, key), content=file.read(20_000_001), form=form, account=account, number=number
    )


@router.post(
    "/statements/{uuid:statement_id}/reconcile", response={200: ReconciledOut, **REFUSALS}, summary="Match lines"
)
def reconcile(request: HttpRequest, statement_id: UUID, key: IdempotencyKey) -> object:
    """What is certain settles its orders; the rest goes to suspense with suggestions."""
    return reconcile_statement(call_from(request, key), statement_id=statement_id)


@router.get("/lines", response={200: Page[LineOut], **REFUSALS}, summary="Lines of statements")
def list_lines(
    request: HttpRequest,
    limit: Limit,
    after: After,
    *,
    statement_id: Annotated[UUID | None, Query(None)] = None,
    state: Annotated[LineState | None, Query(None)] = None,
) -> object:
    """For staff; `state=suspended` is what waits to be placed."""
    states = [state] if state else []
    found = lines_page(actor_from(request), statement_id=statement_id, states=states, after=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/lines/{uuid:line_id}", response={200: MovedOut, **REFUSALS}, summary="Say what a line is")
def act_on_line(request: HttpRequest, line_id: UUID, key: IdempotencyKey, body: ActIn) -> object:
    """Above the threshold, placing and returning wait for a second person's `confirm` or `decline`."""
    call = call_from(request, key)
    if body.act == "accept":
        return accept_match(call, line_id=line_id, order_ids=tuple(body.order_ids))
    if body.act == "place" and body.loan_id:
        return place_line(call, line_id=line_id, loan_id=body.loan_id, effect=body.effect)
    if body.act in ("confirm", "decline"):
        return confirm_line(call, line_id=line_id, agree=body.act == "confirm")
    return return_line(call, line_id=line_id, reason=body.reason)


@router.get("/check", response={200: CheckOut, **REFUSALS}, summary="Ledger and bank side by side")
def check(request: HttpRequest) -> object:
    """With the reconciling items."""
    return check_bank_account(actor_from(request))


@router.post("/refunds/{uuid:loan_id}", response={200: RefundOut, **REFUSALS}, summary="Refund money that is held")
def refund(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: RefundIn) -> object:
    """Pays back what is held for a borrower, or a part of it."""
    amount = body.amount.money("amount") if body.amount else None
    return request_refund(call_from(request, key), loan_id=loan_id, amount=amount)
