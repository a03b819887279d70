"""Loans: what is owed when, what ends it, and repaying."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Query, Router, Schema

from puhui.finmath.loans.document import schedule_document
from puhui.flows.collecting import BY_MANDATE, collecting_on
from puhui.flows.keep_prices import discounts_of
from puhui.flows.receive_repayment import repay_loan
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Limit, MoneyIn, MoneyOut, Strict, TextOut
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.products.lending.facade import (
    LoanLine,
    LoanState,
    loan,
    loan_events,
    loan_payments,
    loans_page,
    pay_off_quote,
)

router = Router()
EVENTS_OF_A_LOAN = 50
Cursor = Annotated[str, Query("", max_length=200, description="The `next_cursor` of the page before")]


class Parts(Schema):
    """An amount by what it is for."""

    principal: MoneyOut
    interest: MoneyOut
    fees: MoneyOut
    penalty: MoneyOut
    compound: MoneyOut
    """Interest on late interest."""
    total: MoneyOut


class LoanOut(Schema):
    """A loan in a list."""

    id: UUID
    borrower_id: UUID
    product_code: str
    contract_id: UUID
    state: LoanState
    principal: MoneyOut
    principal_outstanding: MoneyOut
    annual_rate_pct: str
    opened_on: date
    disbursed_on: date | None
    closed_on: date | None
    next_due_on: date | None
    next_due: MoneyOut
    overdue: MoneyOut
    days_past_due: int


class InstalmentOut(Schema):
    """One line of the schedule."""

    n: int
    due_date: date
    principal: MoneyOut
    interest: MoneyOut
    fees: MoneyOut
    total: MoneyOut
    paid: MoneyOut
    balance: MoneyOut


class EventOut(Schema):
    """One thing that happened to the loan."""

    id: UUID
    n: int
    on: date
    kind: str
    amount: MoneyOut
    effect: str
    booked_on: date


class RateBasisOut(Schema):
    """What the rate follows: a benchmark plus basis points, looked up on repricing days, between two bounds."""

    benchmark: str
    spread_bps: Decimal
    reprice: Literal["anniversary", "new_year"] | int
    """A rule by its name, or every so many months from the payout."""
    lowest_pct: Decimal
    highest_pct: Decimal


class DiscountOut(Schema):
    """A discount that is lost when what it hangs on ends; points below zero."""

    code: str
    name: TextOut
    lost_when: TextOut
    points: Decimal
    is_lost: bool


class DiscountsOut(Schema):
    """What of the price can be lost, looked at each month; `most_pct`: the rate when all of it is."""

    discounts: list[DiscountOut]
    applies_on: date | None
    """From when on the rate follows what is lost; none: it does."""
    looked_on: date | None
    most_pct: Decimal


class LoanDetail(Schema):
    """A loan with its schedule, its dues and what happened, as of the open business date."""

    loan: LoanOut
    as_of: date
    outstanding: Parts
    overdue: Parts
    unapplied: MoneyOut
    has_mandate: bool
    annual_rate_pct: str
    """As it stands now, in percent a year; `loan.annual_rate_pct` is the contract's."""
    rate_basis: RateBasisOut | None
    """None: the rate is fixed."""
    reprices_on: date | None
    price: DiscountsOut | None
    """None: nothing of the price hangs on anything."""
    instalments: list[InstalmentOut]
    events: list[EventOut]
    """The newest; the others come page by page from `/loans/{loan_id}/events`."""


class LoanEvents(Schema):
    """A page of what happened to a loan, newest first."""

    items: list[EventOut]
    next_cursor: str | None


class Loans(Schema):
    """A page of loans, newest first."""

    items: list[LoanOut]
    next_cursor: str | None


class QuoteOut(Schema):
    """What ends the loan on a day."""

    loan_id: UUID
    on: date
    parts: Parts
    unapplied: MoneyOut
    to_pay: MoneyOut


class RepayIn(Strict):
    """An amount, or everything; `effect` says what an amount beyond the dues does."""

    amount: MoneyIn | None = None
    pay_off: bool = False
    effect: Literal["next_dues", "lower_instalment", "shorten_term"] = "next_dues"


class AttemptOut(Schema):
    """One attempt to collect by mandate."""

    order_id: UUID
    on: date
    amount: MoneyOut
    state: str
    reason: str
    reason_class: str


class RepayOut(Schema):
    """The bank is asked to collect; the loan changes when it answers."""

    loan_id: UUID
    order_id: UUID
    amount: MoneyOut


def _parts(parts: Any, currency: str) -> dict[str, MoneyOut]:
    names = ("principal", "interest", "fees", "penalty", "compound", "total")
    return {name: MoneyOut.of(getattr(parts, name), currency) for name in names}


@router.get("", response={200: Loans, **REFUSALS}, summary="Loans, newest first")
def list_loans(
    request: HttpRequest,
    *,
    limit: Limit,
    after: Cursor,
    state: LoanState | None = None,
    borrower_id: UUID | None = None,
    overdue_only: bool = False,
) -> object:
    """Those of the actor's firms; staff see all."""
    found = loans_page(
        actor_from(request),
        borrower_id=borrower_id,
        state=state,
        overdue_only=overdue_only,
        after=after or None,
        most=limit,
    )
    lines: list[LoanLine] = list(found.loans)
    return {"items": lines, "next_cursor": found.next_cursor}


@router.post("/schedule", response={200: dict[str, Any], **REFUSALS}, summary="The loan calculator")
def make_schedule(request: HttpRequest, body: Annotated[dict[str, Any], Body(...)]) -> object:
    """What `puhui schedule` reads and prints; nothing is kept."""
    document: Mapping[str, Any] = body
    return schedule_document(document)


@router.get("/{uuid:loan_id}", response={200: LoanDetail, **REFUSALS}, summary="One loan")
def read_loan(request: HttpRequest, loan_id: UUID) -> object:
    """With schedule, dues and events."""
    actor = actor_from(request)
    view = loan(actor, loan_id)
    currency = view.line.principal.currency
    names = ("principal", "interest", "fees", "total", "paid", "balance")
    return {
        "loan": view.line,
        "as_of": view.as_of,
        "outstanding": _parts(view.outstanding, currency),
        "overdue": _parts(view.overdue, currency),
        "unapplied": view.unapplied,
        "has_mandate": view.has_mandate,
        "annual_rate_pct": view.annual_rate_pct,
        "rate_basis": view.rate_basis,
        "reprices_on": view.reprices_on,
        "price": discounts_of(actor, loan_id),
        "instalments": [
            {"n": i.n, "due_date": i.due_date, **{name: MoneyOut.of(getattr(i, name), currency) for name in names}}
            for i in view.instalments
        ],
        "events": loan_events(actor, loan_id, most=EVENTS_OF_A_LOAN),
    }


@router.get("/{uuid:loan_id}/events", response={200: LoanEvents, **REFUSALS}, summary="What happened to a loan")
def read_events(
    request: HttpRequest,
    loan_id: UUID,
    limit: Limit,
    before: Annotated[int | None, Query(None, ge=0, le=2**31 - 1, description="The `next_cursor` of the page before")],
) -> object:
    """Newest first."""
    found = loan_events(actor_from(request), loan_id, before=before, most=limit + 1)
    rest = len(found) > limit
    return {"items": found[:limit], "next_cursor": str(found[limit - 1].n) if rest else None}


@router.get("/{uuid:loan_id}/pay-off-quote", response={200: QuoteOut, **REFUSALS}, summary="What ends the loan")
def read_quote(
    request: HttpRequest, loan_id: UUID, on: Annotated[date | None, Query(None, ge=EARLIEST, le=LATEST)]
) -> object:
    """To the day; today without `on`."""
    quote = pay_off_quote(actor_from(request), loan_id, on)
    return {
        "loan_id": quote.loan_id,
        "on": quote.on,
        "parts": _parts(quote.parts, quote.to_pay.currency),
        "unapplied": quote.unapplied,
        "to_pay": quote.to_pay,
    }


@router.get(
    "/{uuid:loan_id}/collections", response={200: list[AttemptOut], **REFUSALS}, summary="What the mandate collected"
)
def read_collections(request: HttpRequest, loan_id: UUID) -> object:
    """Every attempt, newest first, with the bank's reason and its class."""
    return [
        {
            "order_id": one.id,
            "on": one.requested_on,
            "amount": one.amount,
            "state": one.state,
            "reason": one.reason,
            "reason_class": collecting_on(one.requested_on).class_of(one.reason).name if one.reason else "",
        }
        for one in loan_payments(actor_from(request), loan_id)
        if one.note == BY_MANDATE
    ]


@router.post("/{uuid:loan_id}/repay", response={200: RepayOut, **REFUSALS}, summary="Repay by hand")
def repay(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: RepayIn) -> object:
    """Any amount up to what ends the loan."""
    return repay_loan(
        call_from(request, key),
        loan_id=loan_id,
        amount=body.amount.money("amount") if body.amount else None,
        effect=body.effect,
        pay_off=body.pay_off,
    )
