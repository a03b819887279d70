"""Reads a fold: what stands on a day, and the schedule to the end."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import COMPOUND, PENALTY, Row
from puhui.finmath.loans.state import Allocation, Components, InstalmentState, LoanState

NOTHING: Final = Components()


class StandingAmounts(NamedTuple):
    """What is owed on a day, before the schedule is drawn to its end."""

    outstanding: Components
    overdue: Components
    due_now: Components
    oldest_unpaid: int
    oldest_principal: int
    oldest_interest: int
    settled: Components
    penalty_earned: int
    compound_earned: int
    ways: Mapping[str, Components]
    is_restructured: bool
    sale_price: int
    disbursed: int
    annual_rate_pct: Decimal
    is_over: bool


def standing_amounts(fold: LoanFold, today: int) -> StandingAmounts:
    """What is owed at the start of `today`, after its events."""
    fold.book_late_interest()
    owed = [row for row in fold.owed_rows() if not row.is_met]
    late = [row for row in owed if row.due < today]
    overdue = _unpaid(late)
    asked = _unpaid(owed)
    coming = [row for row in fold.in_transit if row.due > today]
    due_now = _unpaid([row for row in owed if row not in coming]) if coming else asked
    penalty_earned, compound_earned = fold.penalty_earned(), fold.compound_earned()
    penalty, compound = penalty_earned - fold.settled[PENALTY], compound_earned - fold.settled[COMPOUND]
    late_charges = {"penalty": penalty - fold.put_off[PENALTY], "compound": compound - fold.put_off[COMPOUND]}
    interest = asked.interest + _accruing(fold)
    return StandingAmounts(
        outstanding=Components(fold.balance, interest, asked.fees + _charged(fold), penalty, compound),
        overdue=overdue._replace(**late_charges),
        due_now=due_now._replace(**late_charges),
        oldest_unpaid=late[0].due if late else 0,
        oldest_principal=next((row.due for row in late if row.principal > row.paid_principal), 0),
        oldest_interest=next((row.due for row in late if row.interest > row.paid_interest), 0),
        settled=Components(*fold.settled),
        penalty_earned=penalty_earned,
        compound_earned=compound_earned,
        ways={way: Components(*amounts) for way, amounts in fold.ways.items()},
        is_restructured=fold.is_restructured,
        sale_price=fold.sale_price,
        disbursed=fold.disbursed,
        annual_rate_pct=fold.annual_rate_pct,
        is_over=fold.is_past_term,
    )


def read_state(fold: LoanFold, standing: StandingAmounts, *, as_of: date) -> LoanState:
    """The state: what stood on the day, and the lines of the schedule as they were drawn to its end."""
    today = as_of.toordinal()
    instalments = _instalments(fold.rows)
    tallies = {event_id: Allocation(*tally) for event_id, tally in fold.tallies.items()}
    oldest = standing.oldest_unpaid
    is_paid_out = standing.disbursed > 0 and fold.disbursed == standing.disbursed
    may_close = standing.is_over if fold.method.repays_any_day else is_paid_out
    return LoanState(
        as_of=as_of,
        instalments=instalments,
        outstanding=standing.outstanding,
        overdue=standing.overdue,
        due_now=standing.due_now,
        oldest_unpaid_due=_day(oldest),
        oldest_unpaid_principal_due=_day(standing.oldest_principal),
        oldest_unpaid_interest_due=_day(standing.oldest_interest),
        days_past_due=today - oldest if oldest else 0,
        interest_earned_minor=standing.settled.interest + standing.outstanding.interest,
        penalty_earned_minor=standing.penalty_earned,
        compound_earned_minor=standing.compound_earned,
        settled=standing.settled,
        waived=standing.ways.get("waived", NOTHING),
        capitalised=standing.ways.get("capitalised", NOTHING),
        written_off=standing.ways.get("written_off", NOTHING),
        recovered=standing.ways.get("recovered", NOTHING),
        sold=standing.ways.get("sold", NOTHING),
        sale_price_minor=standing.sale_price,
        allocations=tallies,
        unapplied_minor=sum(fold.tallies[event_id][5] for event_id in fold.held),
        next_due=_next_due(fold, instalments, today),
        disbursed_minor=standing.disbursed,
        annual_rate_pct=standing.annual_rate_pct,
        maturity_on=date.fromordinal(max([row.due for row in fold.rows])),
        is_closed=may_close and not standing.outstanding.total,
        is_restructured=standing.is_restructured,
        is_written_off="written_off" in standing.ways,
        is_sold="sold" in standing.ways,
    )


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _unpaid(rows: list[Row]) -> Components:
    principal = interest = fees = 0
    for row in rows:
        principal += row.principal - row.paid_principal
        interest += row.interest - row.paid_interest
        fees += row.fees - row.paid_fees
    return Components(principal, interest, fees)


def _accruing(fold: LoanFold) -> int:
    """Interest earned that no instalment has asked for yet."""
    if fold.is_past_term:
        return 0
    return fold.accrued_minor() + fold.deferred + fold.set_aside - fold.rows[fold.open_index].paid_interest


def _charged(fold: LoanFold) -> int:
    """Fees charged that no instalment has asked for yet."""
    return sum(row.charged_unpaid for row in fold.rows[fold.open_index :] if row.charged)


def _instalments(rows: list[Row]) -> tuple[InstalmentState, ...]:
    """The lines as they are told. `tuple.__new__` makes them without a call of Python code: there are many."""
    make, day = tuple.__new__, date.fromordinal
    return tuple(
        [
            make(
                InstalmentState,
                (
                    row.n,
                    day(row.due),
                    row.principal + row.prepaid,
                    row.interest,
                    row.fees,
                    row.balance,
                    row.paid_principal + row.prepaid,
                    row.paid_interest,
                    row.paid_fees,
                    row.prepaid,
                    row.forgone,
                ),
            )
            for row in rows
        ]
    )


def _next_due(fold: LoanFold, instalments: tuple[InstalmentState, ...], today: int) -> tuple[date, Components] | None:
    for row, instalment in zip(fold.rows, instalments, strict=True):
        if row.due >= today and not row.is_met:
            return instalment.due_date, instalment.unpaid
    return None
