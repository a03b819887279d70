"""What it costs to have a later payment today: the discount, to the day and the minor unit, and how it is earned."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from puhui.finmath.calendars import Shift, moved_days
from puhui.finmath.effective_rate import effective_annual_rate
from puhui.kernel.errors import InvalidInput

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountRule:
    """How days are counted: the year, where a due day goes that is no working day, and days that the money travels."""

    year_days: int
    shift: Shift
    calendar: str
    travel_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A later payment bought today. `interest_minor` is kept back: `proceeds_minor` is paid out."""

    face_minor: int
    annual_rate_pct: Decimal
    bought_on: date
    pays_on: date
    ends_on: date
    days: int
    interest_minor: int
    proceeds_minor: int
    all_in_pct: Decimal


def paying_day(due_on: date, *, rule: DiscountRule) -> date:
    """The day on which a debt that falls due is truly paid: the due day, or the working day it moves to."""
    moved = moved_days([due_on], shift=rule.shift, calendar=rule.calendar, after=due_on - timedelta(days=1))
    return moved[0][1] if moved else due_on


def discounted(
    face_minor: int, *, annual_rate_pct: Decimal, bought_on: date, due_on: date, rule: DiscountRule
) -> Discount:
    """Face x rate x days / (100 x year), half up to the minor unit, from the day of purchase to the day of payment.

    The day of purchase counts, the day of payment does not; days that the money travels are added. What is shown as
    the yearly cost is the internal rate of the two payments, rounded up.
    """
    pays_on = paying_day(due_on, rule=rule)
    ends_on = pays_on + timedelta(days=rule.travel_days)
    days = (ends_on - bought_on).days
    interest = int(
        (face_minor * annual_rate_pct * days / (100 * rule.year_days)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    )
    if days <= 0 or not 0 <= interest < face_minor:
        raise InvalidInput("due_on", "there is nothing left to discount")
    proceeds = face_minor - interest
    cost = effective_annual_rate([(bought_on, -proceeds), (ends_on, face_minor)])
    return Discount(
        face_minor=face_minor,
        annual_rate_pct=annual_rate_pct,
        bought_on=bought_on,
        pays_on=pays_on,
        ends_on=ends_on,
        days=days,
        interest_minor=interest,
        proceeds_minor=proceeds,
        all_in_pct=cost.quantize(_CENT, rounding=ROUND_CEILING),
    )


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A later payment that its seller takes back before its day: `returned_minor` of the discount was not earned."""

    price_minor: int
    returned_minor: int


def taken_back(face_minor: int, *, interest_minor: int, starts_on: date, ends_on: date, on: date) -> TakenBack:
    """What a seller pays to have their paper back on a day: the face less the discount of the days that are left.

    Counted as it is earned: the day on which it was paid out counts, the day of taking back does not. On the first day
    it costs what was paid out, on the last the face.
    """
    earned = earned_minor(interest_minor, starts_on=starts_on, ends_on=ends_on, on=on)
    return TakenBack(price_minor=face_minor - (interest_minor - earned), returned_minor=interest_minor - earned)


def earned_minor(interest_minor: int, *, starts_on: date, ends_on: date, on: date) -> int:
    """What of a discount is earned at the beginning of a day: an equal part for each day, rounded down in all.

    Nothing on the first day, all of it from the last day on.
    """
    days = max((ends_on - starts_on).days, 1)
    passed = min(max((on - starts_on).days, 0), days)
    return interest_minor * passed // days
