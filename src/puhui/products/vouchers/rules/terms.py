"""How long a voucher may run, and how a part may be divided."""

from collections.abc import Sequence
from datetime import date

from puhui.kernel.dates import add_months
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import MAX_MINOR, Money
from puhui.products.vouchers.refusals import BeyondPart, TermNeedsReason, TermTooLong


def check_term(issued_on: date, *, due_on: date, usual_months: int, most_months: int, reason: str, source: str) -> None:
    """Refuses a voucher that runs too long, or longer than is usual without a reason."""
    latest, usual = add_months(issued_on, most_months), add_months(issued_on, usual_months)
    if not issued_on < due_on <= latest:
        raise TermTooLong(where="due_on", latest=latest, source=source)
    if due_on > usual and not reason:
        raise TermNeedsReason(where="reason", usual=usual, source=source)


def check_amount(amount: Money, *, currency: str, least_minor: int, where: str = "amount") -> None:
    """Refuses nothing, less than nothing, crumbs, and amounts of another currency."""
    if amount.currency != currency or not least_minor <= amount.minor <= MAX_MINOR:
        raise InvalidInput(where, f"an amount of {currency}, at least {Money(least_minor, currency)}")


def divided(held: Money, *, amounts: Sequence[Money], least_minor: int) -> tuple[int, ...]:
    """The parts that come of a part, in minor units: those asked for, then what is left. They add up to it."""
    for amount in amounts:
        check_amount(amount, currency=held.currency, least_minor=least_minor)
    asked = sum(amount.minor for amount in amounts)
    rest = held.minor - asked
    if rest < 0:
        raise BeyondPart(where="amount", held=held, asked=Money(asked, held.currency))
    if 0 < rest < least_minor:
        raise InvalidInput("amount", f"what is left would be {Money(rest, held.currency)}, less than a part may be")
    return (*(amount.minor for amount in amounts), *((rest,) if rest else ()))
