"""The books: trial balance, journals, statements; staff only."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from puhui.foundation.ledger.facade import (
    AccountRef,
    StatementPage,
    account_statement,
    business_date,
    journal,
    journals_page,
    owner_statement,
    trial_balance,
)
from puhui.interfaces.rest_api.door import actor_from
from puhui.interfaces.rest_api.schemas import REFUSALS, Limit, MoneyOut, TextOut
from puhui.kernel.dates import EARLIEST, LATEST

router = Router()
Cursor = Annotated[str, Query("", max_length=200, description="The `next_cursor` of the page before")]
Day = Annotated[date, Query(..., ge=EARLIEST, le=LATEST)]


class TrialLine(Schema):
    """One account of the chart."""

    code: str
    number: str
    name: TextOut
    debit: MoneyOut
    credit: MoneyOut


class Trial(Schema):
    """Balances at the end of a business date."""

    on: date
    is_even: bool
    lines: list[TrialLine]


class AccountOut(Schema):
    """A ledger account."""

    code: str
    owner_id: UUID | None
    currency: str


class TransferOut(Schema):
    """One two-leg transfer."""

    n: int
    debit: AccountOut
    credit: AccountOut
    amount: MoneyOut
    code: str


class JournalOut(Schema):
    """A journal with its transfers."""

    id: UUID
    kind: str
    source: str
    text: str
    template: str
    business_date: date
    value_date: date
    state: str
    reverses: UUID | None
    reversed_by: UUID | None
    posted_at: datetime
    transfers: list[TransferOut]


class Journals(Schema):
    """A page of journals, newest first."""

    items: list[JournalOut]
    next_cursor: str | None


class LineOut(Schema):
    """One entry of a statement."""

    business_date: date
    value_date: date
    code: str
    side: str
    amount: MoneyOut
    balance: MoneyOut
    journal_id: UUID
    kind: str
    source: str


class Statement(Schema):
    """A page of a statement."""

    currency: str
    opening: MoneyOut
    closing: MoneyOut
    lines: list[LineOut]
    next_cursor: str | None


@router.get("/business-date", response={200: dict[str, date], **REFUSALS}, summary="The open business date")
def read_business_date(request: HttpRequest) -> object:
    """The accounting day being run."""
    return {"business_date": business_date()}


@router.get("/trial-balance", response={200: Trial, **REFUSALS}, summary="Trial balance")
def read_trial_balance(request: HttpRequest, on: Annotated[date | None, Query(None, ge=EARLIEST, le=LATEST)]) -> object:
    """As of now, or at the end of a business date."""
    found = trial_balance(actor_from(request), on=on)
    lines = [
        {
            "code": line.code,
            "number": line.number,
            "name": line.name,
            "debit": MoneyOut.of(line.debit_minor, line.currency),
            "credit": MoneyOut.of(line.credit_minor, line.currency),
        }
        for line in found.lines
    ]
    return {"on": found.on, "is_even": found.is_even, "lines": lines}


@router.get("/journals", response={200: Journals, **REFUSALS}, summary="Journals, newest first")
def list_journals(
    request: HttpRequest,
    limit: Limit,
    after: Cursor,
    on: Annotated[date | None, Query(None, ge=EARLIEST, le=LATEST)],
) -> object:
    """Of one business date, or of all."""
    found = journals_page(actor_from(request), on=on, after=after or None, most=limit)
    return {"items": found.journals, "next_cursor": found.next_cursor}


@router.get("/journals/{uuid:journal_id}", response={200: JournalOut, **REFUSALS}, summary="One journal")
def read_journal(request: HttpRequest, journal_id: UUID) -> object:
    """With its transfers."""
    return journal(actor_from(request), journal_id)


@router.get("/accounts/{code}/statement", response={200: Statement, **REFUSALS}, summary="Statement of an account")
def read_account_statement(
    request: HttpRequest, code: str, *, from_date: Day, to_date: Day, limit: Limit, after: Cursor
) -> object:
    """All stripes of a house account together."""
    return _statement(
        account_statement(
            actor_from(request),
            ref=AccountRef(code),
            from_date=from_date,
            to_date=to_date,
            after=after or None,
            most=limit,
        )
    )


@router.get("/owners/{uuid:owner_id}/statement", response={200: Statement, **REFUSALS}, summary="Statement of a loan")
def read_owner_statement(
    request: HttpRequest, owner_id: UUID, *, from_date: Day, to_date: Day, limit: Limit, after: Cursor
) -> object:
    """Everything that is kept for one loan."""
    return _statement(
        owner_statement(
            actor_from(request),
            owner_id=owner_id,
            from_date=from_date,
            to_date=to_date,
            after=after or None,
            most=limit,
        )
    )


def _statement(page: StatementPage) -> dict[str, object]:
    def money(minor: int) -> MoneyOut:
        return MoneyOut.of(minor, page.currency)

    lines = [
        {
            "business_date": line.business_date,
            "value_date": line.value_date,
            "code": line.code,
            "side": line.side,
            "amount": money(line.amount_minor),
            "balance": money(line.balance_minor),
            "journal_id": line.journal_id,
            "kind": line.kind,
            "source": line.source,
        }
        for line in page.lines
    ]
    return {
        "currency": page.currency,
        "opening": money(page.opening_minor),
        "closing": money(page.closing_minor),
        "lines": lines,
        "next_cursor": page.next_cursor,
    }
