"""What terms a loan can have; everything else is refused by the name of the term."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from puhui.finmath.loans.calendar import natural_periods, periods_of
from puhui.finmath.loans.check_calendar import check_settlement, check_shift
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.dates import LATEST, bounded_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import exponent_of

MOST_INSTALMENTS: Final = 1200
MOST_EVERY: Final = 366
MOST_PRINCIPAL: Final = 10**15  # minor units: the schedule of it still fits into 64 bits
MOST_RATE: Final = Decimal(1000)
RATE_DECIMALS: Final = 8
WITH_BALLOON: Final = ("equal_instalment", "equal_principal", "graduated")


def check_terms(terms: LoanTerms) -> None:
    """Refuses terms that no schedule can be made of."""
    exponent_of(terms.currency)
    _within("principal", terms.principal_minor, 1, MOST_PRINCIPAL)
    check_rate(terms.annual_rate_pct, where="annual_rate_pct")
    _within("n", terms.n, 1, MOST_INSTALMENTS)
    _within("every", terms.every, 1, MOST_EVERY)
    _within("principal_grace", terms.principal_grace, 0, terms.n - 1)
    _within("interest_grace", terms.interest_grace, 0, terms.n - 1)
    _within("instalment_multiple", terms.instalment_multiple_minor, 1, MOST_PRINCIPAL)
    _within("grace_days", terms.grace_days, 0, 366)
    if not 1 <= terms.penalty_multiple <= 10 or _decimals(terms.penalty_multiple) > 4:
        raise InvalidInput("penalty_multiple", "lies between 1 and 10, with at most 4 decimals")
    for index, fee in enumerate(terms.fees):
        _within(f"fees[{index}].amount", fee.amount_minor, 0, MOST_PRINCIPAL)
    _check_method(terms)
    _check_dates(terms)
    _check_disbursements(terms)


def check_rate(rate: Decimal, *, where: str) -> None:
    """A yearly rate between 0 and 1000 percent, with at most eight decimals."""
    if not rate.is_finite() or not 0 <= rate <= MOST_RATE or _decimals(rate) > RATE_DECIMALS:
        raise InvalidInput(
            where, f"a rate lies between 0 and {MOST_RATE} percent, with at most {RATE_DECIMALS} decimals"
        )


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 99


def _within(where: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise InvalidInput(where, f"lies between {least} and {most}")


def _check_dates(terms: LoanTerms) -> None:
    bounded_date(terms.disbursement_date, where="disbursement_date")
    if terms.method == "irregular":
        _check_plan(terms)
    elif terms.principal_plan:
        raise InvalidInput("principal_plan", "only the method irregular has a plan")
    elif terms.first_due_date and terms.first_due_date <= terms.disbursement_date:
        raise InvalidInput("first_due_date", "the first due date comes after the disbursement")
    check_settlement(terms)
    try:
        last = natural_periods(terms)[-1].end
    except (ValueError, OverflowError):
        last = date.max.toordinal()
    if last > LATEST.toordinal():
        raise InvalidInput("n", f"the last due date lies after {LATEST}")
    check_shift(terms)


def _check_plan(terms: LoanTerms) -> None:
    days = [day for day, _ in terms.principal_plan]
    if not days:
        raise InvalidInput("principal_plan", "the method irregular needs a plan of dates and amounts")
    if terms.n != len(days):
        raise InvalidInput("n", f"the plan has {len(days)} instalments")
    if terms.first_due_date not in (None, days[0]):
        raise InvalidInput("first_due_date", "is the first date of the plan")
    if terms.day_count == "period":
        raise InvalidInput("day_count", "the method irregular has no equal periods")
    _check_rising(days, after=terms.disbursement_date)
    if any(amount < 0 for _, amount in terms.principal_plan):
        raise InvalidInput("principal_plan", "no amount is negative")
    if sum(amount for _, amount in terms.principal_plan) != terms.principal_minor:
        raise InvalidInput("principal_plan", "the amounts add up to the principal")


def _check_rising(days: Sequence[date], *, after: date) -> None:
    for day in days:
        if day <= after:
            raise InvalidInput("principal_plan", "the dates rise, and come after the disbursement")
        after = bounded_date(day, where="principal_plan")


def _check_method(terms: LoanTerms) -> None:
    """The terms that belong to one method only."""
    if terms.balloon_minor and terms.method not in WITH_BALLOON:
        raise InvalidInput("balloon", f"is a term of the methods {', '.join(WITH_BALLOON)}")
    _within("balloon", terms.balloon_minor, 0, terms.principal_minor)
    if terms.method != "graduated" and (terms.growth_pct or terms.growth_every != 12):
        raise InvalidInput("growth_pct" if terms.growth_pct else "growth_every", "is a term of the method graduated")
    if not 0 <= terms.growth_pct <= 100 or _decimals(terms.growth_pct) > 4:
        raise InvalidInput("growth_pct", "lies between 0 and 100, with at most 4 decimals")
    _within("growth_every", terms.growth_every, 1, MOST_INSTALMENTS)
    if terms.method == "credit_line" and terms.disbursements:
        raise InvalidInput("disbursements", "a credit line is drawn by events")


def _check_disbursements(terms: LoanTerms) -> None:
    last = periods_of(terms)[-1]
    last_due = min(last.end, last.due)
    for index, (day, amount) in enumerate(terms.disbursements):
        _within(f"disbursements[{index}].amount", amount, 1, MOST_PRINCIPAL)
        if day < terms.disbursement_date or day.toordinal() >= last_due:
            raise InvalidInput(f"disbursements[{index}].date", "lies from the disbursement date to the last due date")
    if terms.disbursements and sum(amount for _, amount in terms.disbursements) != terms.principal_minor:
        raise InvalidInput("disbursements", "the amounts add up to the principal")
