"""The statement of a loan between two days, for whoever may see the loan."""

from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor
from puhui.products.lending.models import LoanEvent
from puhui.products.lending.queries.loans import loan_row
from puhui.products.lending.queries.replays import engine_events, engine_id, events_by_loan, terms_of
from puhui.products.lending.rules.statements import (
    Snapshot,
    Stretch,
    charged_between,
    happened_between,
    lines_between,
    minus,
    stretch_between,
)
from puhui.products.lending.statement_contracts import BadPeriod, LoanStatement


def loan_statement(
    actor: Actor, loan_id: UUID, *, from_date: date | None = None, to_date: date | None = None
) -> LoanStatement:
    """What happened to a loan between two days, both included; presets: from its first day, to today.

    Days are value dates: a payment that was booked late stands on the day from which it counts. What a statement
    closes with is what the next one opens with.
    """
    row = loan_row(actor, loan_id)
    first = row.disbursed_on or row.opened_on
    last = max(business_date(), first)
    start, end = from_date or first, to_date or last
    if not first <= start <= end <= last:
        raise BadPeriod(where="from_date", first=first, last=last)
    rows = events_by_loan([row.id])[row.id]
    terms, events = terms_of(row), engine_events(rows)
    if row.disbursed_on is None:
        stretch, happened = Stretch(Snapshot(), Snapshot(), end, lambda _: Snapshot()), []
    else:
        stretch = stretch_between(terms, events, start=start, end=end, last=last)
        days = LoanEvent.objects.filter(loan=row).values_list("n", "booked_on")
        booked = {engine_id(n): day for n, day in days}
        happened = happened_between(terms, events, start=start, end=end, booked_on=booked)
    return LoanStatement(
        loan_id=row.id,
        borrower_id=row.borrower_id,
        currency=row.currency,
        from_date=start,
        to_date=end,
        opening=stretch.opening.outstanding,
        charged=charged_between(stretch),
        settled=minus(stretch.closing.settled, stretch.opening.settled),
        closing=stretch.closing.outstanding,
        held_opening_minor=stretch.opening.unapplied_minor,
        held_closing_minor=stretch.closing.unapplied_minor,
        lines=lines_between(stretch, happened),
    )
