"""What settlement days and moved due days a loan can have; everything else is refused by the name of the term."""

from datetime import date
from typing import Final

from puhui.finmath.calendars import is_known_calendar
from puhui.finmath.loans.calendar import is_settlement_day, natural_periods
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.dates import LATEST
from puhui.kernel.errors import InvalidInput

MOST_SHIFT: Final = 31  # days that a holiday calendar moves a due date by


def check_settlement(terms: LoanTerms) -> None:
    """Due days on fixed days of the month."""
    if not terms.settlement_day:
        _check_none(terms)
        return
    if not 1 <= terms.settlement_day <= 31:
        raise InvalidInput("settlement_day", "lies between 1 and 31, or is 0 for none")
    months = terms.settlement_months
    if list(months) != sorted(set(months)) or any(not 1 <= month <= 12 for month in months):
        raise InvalidInput("settlement_months", "are months from 1 to 12, each once, in their order")
    _check_beside(terms)


def check_shift(terms: LoanTerms) -> None:
    """Due days that a holiday calendar moves."""
    if terms.due_shift == "none":
        for name in ("calendar", "moved_dues", "shift_interest"):
            if getattr(terms, name):
                raise InvalidInput(name, "needs a due_shift")
        return
    if not is_known_calendar(terms.calendar):
        raise InvalidInput("calendar", "is the two-letter code of a country whose holidays are known, such as CN")
    if terms.shift_interest and terms.day_count == "period":
        raise InvalidInput("shift_interest", "equal periods bear the same interest wherever their due day moves")
    _check_moves(terms)


def _check_none(terms: LoanTerms) -> None:
    if terms.settlement_months:
        raise InvalidInput("settlement_months", "needs a settlement_day")
    if terms.first_period != "short":
        raise InvalidInput("first_period", "is chosen where there is a settlement_day")


def _check_beside(terms: LoanTerms) -> None:
    if terms.method == "irregular":
        raise InvalidInput("settlement_day", "the method irregular has days of its own")
    if terms.every != 1:
        raise InvalidInput("every", "is 1 with a settlement_day")
    if terms.unit not in (("month", "quarter", "year") if terms.settlement_months else ("month",)):
        raise InvalidInput("unit", "is month with a settlement_day, or longer where settlement_months are named")
    first = terms.first_due_date
    if first and not is_settlement_day(first, terms.settlement_day, terms.settlement_months):
        raise InvalidInput("first_due_date", "is a settlement day")


def _check_moves(terms: LoanTerms) -> None:
    natural = {date.fromordinal(period.end) for period in natural_periods(terms)}
    for index, (day, moved) in enumerate(terms.moved_dues):
        if day not in natural:
            raise InvalidInput(f"moved_dues[{index}].from", "is a due date of these terms")
        if abs(moved - day).days > MOST_SHIFT or not terms.disbursement_date < moved <= LATEST:
            raise InvalidInput(f"moved_dues[{index}].to", f"lies within {MOST_SHIFT} days, after the disbursement")
    moves = dict(terms.moved_dues)
    dues = [moves.get(day, day) for day in sorted(natural)]
    if dues != sorted(dues):
        raise InvalidInput("moved_dues", "no due date moves past the next one")
