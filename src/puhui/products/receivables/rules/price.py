"""What is paid for a receivable, in which parts, and how the discount is earned by the day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import round_minor

YEAR_DAYS: Final = 360  # simple discount by days over 360, the usage of the bill market


@dataclass(frozen=True, slots=True)
class Price:
    """The face of a receivable, split: face = fee + discount + advance + reserve, to the minor unit."""

    face: int
    fee: int
    discount: int
    advance: int
    reserve: int

    @property
    def price(self) -> int:
        """What the seller gets in all: the advance now, the reserve when the debtor has paid."""
        return self.advance + self.reserve


def price_of(face: int, *, annual_rate_pct: Decimal, fee: int, advance_pct: Decimal, days: int) -> Price:
    """Splits a face. The advance is rounded down, so that the reserve is never less than was agreed."""
    if face <= 0 or days <= 0 or not 0 < advance_pct <= 100:
        raise InvalidInput("face", "a face and days above zero, and an advance of at most all of the price")
    discount = round_minor(annual_rate_pct * face * days * advance_pct / (100 * 100 * YEAR_DAYS))
    price = face - fee - discount
    if price <= 0:
        raise InvalidInput("face", "what it costs is more than what it brings")
    advance = int(advance_pct * price / 100)
    return Price(face=face, fee=fee, discount=discount, advance=advance, reserve=price - advance)


def earned_minor(discount: int, *, funded_on: date, due_on: date, on: date) -> int:
    """What of the discount is earned at the start of a day: in equal parts by the day until the due date."""
    whole = (due_on - funded_on).days
    passed = min(max((on - funded_on).days, 0), whole)
    return discount if passed >= whole else discount * passed // whole


def late_charge_minor(advance: int, *, annual_rate_pct: Decimal, due_on: date, on: date) -> int:
    """What a seller with recourse pays for the days after the due date: the same rate on the advance."""
    days = max((on - due_on).days, 0)
    return round_minor(annual_rate_pct * advance * days / (100 * YEAR_DAYS))
