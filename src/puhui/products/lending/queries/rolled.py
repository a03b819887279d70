"""What loans stand at after a due date has passed: as arrays where they ran as agreed, else one by one by the engine.

A loan is reckoned as arrays when nothing but payments happened to it, the first dues were met on their days in full and
the others not at all: every loan that pays as agreed, and every one that stopped paying. tests/laws/test_portfolio.py
proves the arrays equal to the engine; tests/rooms/lending/test_rolling.py proves the rows equal to those of a replay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from puhui.finmath.portfolio.accruals import AccrualTables, stands_and_tables
from puhui.finmath.portfolio.columns import TermColumns, columns_of
from puhui.finmath.portfolio.met import dues_met
from puhui.finmath.portfolio.schedules import schedules
from puhui.finmath.portfolio.standing import COLUMNS
from puhui.products.lending.models import Loan, LoanPosition
from puhui.products.lending.queries.positions import position_row
from puhui.products.lending.queries.replays import (
    ENGINE_KINDS,
    EventRow,
    engine_events,
    events_by_loan,
    fold_loan,
    terms_of,
)
from puhui.products.lending.rules.accrual_tables import LONGEST_DAYS, packed_row
from puhui.products.lending.rules.positions import Position, position_of

FEWEST = 20  # below, arrays cost more than they save


@dataclass(frozen=True, slots=True)
class Rolled:
    """A loan after its due date has passed: the row to keep, and what the books are to hold."""

    loan: Loan
    row: LoanPosition
    now: Position


def rolled_loans(loans: Sequence[Loan], *, as_of: date) -> dict[UUID, Rolled]:
    """Every loan as of a day."""
    events = events_by_loan([loan.id for loan in loans])
    plain = [loan for loan in loans if _is_plain(events[loan.id])]
    found = _as_arrays(plain, events, as_of) if len(plain) >= FEWEST else {}
    return found | {loan.id: _one(loan, events[loan.id], as_of) for loan in loans if loan.id not in found}


def _is_plain(events: Sequence[EventRow]) -> bool:
    return all(
        event.kind not in ENGINE_KINDS or (event.kind == "payment" and event.effect == "next_dues") for event in events
    )


def _one(loan: Loan, events: Sequence[EventRow], as_of: date) -> Rolled:
    folded = fold_loan(loan, engine_events(events), as_of)
    return Rolled(loan, position_row(folded), position_of(folded.state))


def _as_arrays(loans: Sequence[Loan], events: dict[UUID, list[EventRow]], as_of: date) -> dict[UUID, Rolled]:
    terms = [terms_of(loan) for loan in loans]
    columns = columns_of(terms)
    paid = [
        (place, event.on.toordinal(), event.amount_minor)
        for place, loan in enumerate(loans)
        for event in events[loan.id]
        if event.kind == "payment"
    ]
    place, on, amount = np.array(paid, dtype=np.int64).reshape(-1, 3).T
    met = dues_met(schedules(columns), loan=place, on=on, amount=amount)
    stays = np.flatnonzero(met >= 0)
    if len(stays) < len(loans):
        loans, columns = [loans[n] for n in stays.tolist()], columns_of([terms[n] for n in stays.tolist()])
    return _rows(loans, columns, met[stays], as_of)


def _rows(loans: Sequence[Loan], columns: TermColumns, met: Any, as_of: date) -> dict[UUID, Rolled]:
    if not loans:
        return {}
    standing, tables = stands_and_tables(columns, met, on=as_of, most_days=LONGEST_DAYS)
    told = zip(*(getattr(standing, name).tolist() for name in COLUMNS), strict=True)
    closed = standing.is_closed.tolist()
    return {
        loan.id: _rolled(loan, dict(zip(COLUMNS, values, strict=True)), tables, place, is_open=not closed[place])
        for place, (loan, values) in enumerate(zip(loans, told, strict=True))
        if not standing.compound[place]
    }


def _rolled(loan: Loan, stands: dict[str, int], tables: AccrualTables, place: int, *, is_open: bool) -> Rolled:
    days = tables.days(place)
    first = date.fromordinal(tables.first)
    now = Position(
        principal=stands["principal"],
        interest=stands["settled_interest"] + stands["interest"],
        interest_settled=stands["settled_interest"],
        penalty=stands["penalty"],
        fees=stands["settled_fees"] + stands["fees"],
        fees_settled=stands["settled_fees"],
    )
    row = LoanPosition(
        loan=loan,
        bucket=loan.bucket,
        borrower_id=loan.borrower_id,
        product_code=loan.product_code,
        currency=loan.currency,
        is_open=is_open,
        as_of=first,
        principal_minor=now.principal,
        interest_settled_minor=now.interest_settled,
        penalty_settled_minor=0,
        fees_charged_minor=now.fees,
        fees_settled_minor=now.fees_settled,
        unapplied_minor=0,
        overdue_minor=stands["overdue_principal"] + stands["overdue_interest"] + stands["overdue_fees"],
        oldest_unpaid_due_on=_day(stands["oldest_due"]),
        oldest_unpaid_principal_on=_day(stands["oldest_principal_due"]),
        oldest_unpaid_interest_on=_day(stands["oldest_interest_due"]),
        next_due_on=_day(stands["next_due"]),
        next_due_minor=stands["next_principal"] + stands["next_interest"] + stands["next_fees"],
        maturity_on=_day(stands["maturity"]),
        is_restructured=False,
        table_from=first,
        table_until=date.fromordinal(int(tables.until[place])),
        interest_table=packed_row(tables.interest[place, :days]),
        penalty_table=packed_row(tables.penalty[place, :days]),
    )
    return Rolled(loan, row, now)


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
