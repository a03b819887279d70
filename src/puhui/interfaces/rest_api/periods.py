"""Accounting periods for programs: close a month, open it again by two people, adjust a closed one."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from puhui.foundation.ledger.facade import (
    adjustments,
    close_period,
    confirm_adjustment,
    confirm_reopening,
    periods,
    propose_adjustment,
    propose_reopening,
)
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyIn, MoneyOut, Strict
from puhui.kernel.dates import EARLIEST, LATEST

router = Router()
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-10"])]
Reason = Annotated[str, Field(min_length=4, max_length=250)]


class PeriodOut(Schema):
    """A closing; `totals` are debits and credits by currency."""

    id: UUID
    month: date
    closed_by_name: str
    closed_at: datetime
    digest: str
    totals: dict[str, tuple[str, str]]
    is_open_again: bool
    reopen_reason: str
    reopen_by_name: str


class AdjustmentOut(Schema):
    """A posting into a closed month."""

    id: UUID
    month: date
    value_date: date
    debit: str
    credit: str
    amount: MoneyOut
    reason: str
    proposed_by_name: str
    state: str
    journal_id: UUID | None


class MonthIn(Strict):
    """Which month."""

    period: Month


class ReopenIn(MonthIn):
    """Which month, and why."""

    reason: Reason


class AdjustIn(MonthIn):
    """One transfer between accounts of the house."""

    value_date: Annotated[date, Field(ge=EARLIEST, le=LATEST)]
    debit: Annotated[str, Field(max_length=40)]
    credit: Annotated[str, Field(max_length=40)]
    amount: MoneyIn
    reason: Reason


class DecideIn(Strict):
    """Agree, or not."""

    agree: bool


@router.get("", response={200: list[PeriodOut], **REFUSALS}, summary="Closed periods, newest first")
def list_periods(request: HttpRequest) -> object:
    """For who may read the books."""
    return periods(actor_from(request))


@router.post("/close", response={200: PeriodOut, **REFUSALS}, summary="Close a month")
def close(request: HttpRequest, key: IdempotencyKey, body: MonthIn) -> object:
    """Its trial balance is stored and sealed; nothing is valued in it any more."""
    return close_period(call_from(request, key), period=body.period)


@router.post("/reopen", response={200: PeriodOut, **REFUSALS}, summary="Ask to open a month again")
def reopen(request: HttpRequest, key: IdempotencyKey, body: ReopenIn) -> object:
    """A second person confirms."""
    return propose_reopening(call_from(request, key), period=body.period, reason=body.reason)


@router.post("/reopen/confirm", response={200: PeriodOut, **REFUSALS}, summary="Open a month again")
def confirm(request: HttpRequest, key: IdempotencyKey, body: MonthIn) -> object:
    """Never by who asked for it."""
    return confirm_reopening(call_from(request, key), period=body.period)


@router.get("/adjustments", response={200: list[AdjustmentOut], **REFUSALS}, summary="Postings into closed months")
def list_adjustments(request: HttpRequest) -> object:
    """Proposed, posted and declined."""
    return adjustments(actor_from(request))


@router.post("/adjustments", response={200: AdjustmentOut, **REFUSALS}, summary="Propose a posting into a closed month")
def adjust(request: HttpRequest, key: IdempotencyKey, body: AdjustIn) -> object:
    """A second person confirms."""
    return propose_adjustment(
        call_from(request, key),
        period=body.period,
        value_date=body.value_date,
        debit=body.debit,
        credit=body.credit,
        amount=body.amount.money("amount"),
        reason=body.reason,
    )


@router.post(
    "/adjustments/{uuid:adjustment_id}", response={200: AdjustmentOut, **REFUSALS}, summary="Confirm or decline it"
)
def decide(request: HttpRequest, adjustment_id: UUID, key: IdempotencyKey, body: DecideIn) -> object:
    """Never by who proposed it."""
    return confirm_adjustment(call_from(request, key), adjustment_id=adjustment_id, agree=body.agree)
