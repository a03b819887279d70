"""The whole book, one record a loan, in bounded batches: for other tools."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import InvalidInput
from puhui.products.lending.contracts import LoanRecord, LoanState
from puhui.products.lending.models import Loan, LoanPosition
from puhui.products.lending.queries.positions import GRADE_COLUMNS, position_row, standing_position
from puhui.products.lending.queries.replays import CHUNK, fold_loans
from puhui.products.lending.rules.positions import days_between


def portfolio_size(actor: Actor, *, on: date | None = None) -> int:
    """How many records `portfolio_records` will give."""
    actor.require(*READING_ROLES, verb="export the portfolio")
    return LoanPosition.objects.filter(_paid_out_by(_day(on))).count()


def portfolio_records(actor: Actor, *, on: date | None = None) -> Iterator[list[LoanRecord]]:
    """Every loan that was paid out by the start of `on`, in the order of their ids, a batch at a time.

    On the open business date (the preset) records are read from the stored positions; for a day before it the loans
    are replayed, batch by batch, with what had happened up to that day.
    """
    actor.require(*READING_ROLES, verb="export the portfolio")
    today, day = business_date(), _day(on)
    rows: list[LoanPosition] = []
    found = LoanPosition.objects.filter(_paid_out_by(day)).select_related("loan").order_by("loan_id")
    for row in found.iterator(chunk_size=CHUNK):
        rows.append(row)
        if len(rows) == CHUNK:
            yield _records(rows, day=day, today=today)
            rows = []
    if rows:
        yield _records(rows, day=day, today=today)


def _day(on: date | None) -> date:
    today = business_date()
    if on is not None and bounded_date(on, where="on") > today:
        raise InvalidInput("on", f"is not after the open business date, {today}")
    return on or today


def _paid_out_by(day: date) -> Q:
    return Q(loan__disbursed_on__lte=day)


def _records(rows: Sequence[LoanPosition], *, day: date, today: date) -> list[LoanRecord]:
    if day == today:
        return [_record(row.loan, row, day=day)._replace(state=row.loan.state, **_grades(row)) for row in rows]
    folded = fold_loans([row.loan for row in rows], as_of=day)
    return [_record(row.loan, position_row(folded[row.loan_id]), day=day) for row in rows]


def _grades(row: LoanPosition) -> dict[str, Any]:
    return {name: getattr(row, name) for name in GRADE_COLUMNS}


def _record(loan: Loan, row: LoanPosition, *, day: date) -> LoanRecord:
    stands = standing_position(row, on=min(day, row.table_until))
    late = row.oldest_unpaid_due_on if row.is_open else None
    return LoanRecord(
        loan_id=str(loan.id),
        borrower_id=str(loan.borrower_id),
        contract_id=str(loan.contract_id),
        product_code=loan.product_code,
        product_version=loan.product_version,
        currency=loan.currency,
        state=LoanState.ACTIVE if row.is_open else LoanState.CLOSED,
        on=day,
        opened_on=loan.opened_on,
        disbursed_on=loan.disbursed_on,
        closed_on=None if row.is_open else loan.closed_on,
        agreed_principal_minor=loan.principal_minor,
        annual_rate_pct=loan.annual_rate_pct,
        method=loan.terms["method"],
        instalments=loan.terms["n"],
        every=loan.terms["every"],
        unit=loan.terms["unit"],
        day_count=loan.terms["day_count"],
        principal_minor=stands.principal,
        interest_minor=stands.interest - stands.interest_settled,
        fees_minor=stands.fees - stands.fees_settled,
        penalty_minor=stands.penalty - stands.penalty_settled,
        interest_earned_minor=stands.interest,
        penalty_earned_minor=stands.penalty,
        unapplied_minor=stands.unapplied,
        overdue_minor=row.overdue_minor if row.is_open else 0,
        oldest_unpaid_due_on=late,
        days_past_due=days_between(late, day),
        next_due_on=row.next_due_on if row.is_open else None,
        next_due_minor=row.next_due_minor if row.is_open else 0,
        maturity_on=row.maturity_on,
        is_restructured=row.is_restructured,
        grade=None,
        stage=None,
        is_non_accrual=None,
    )
