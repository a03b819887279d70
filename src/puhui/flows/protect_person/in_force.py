"""What protects persons today, for staff: loans that may still be given back."""

from dataclasses import dataclass
from datetime import date, timedelta

from puhui.foundation.catalogue.facade import product_version, products_on
from puhui.kernel.actors import Actor
from puhui.products.lending.facade import LoanLine, LoanState, loans_page


@dataclass(frozen=True, slots=True)
class CoolingOff:
    """A loan that its borrower may give back until a day, the day included."""

    loan: LoanLine
    until: date


def cooling_offs(actor: Actor, *, on: date, most: int = 100) -> list[CoolingOff]:
    """Running loans within their days to think again, newest first; the days are those of the product as signed."""
    days = {one.code: one.conduct.cooling_off_days for one in products_on(on) if one.conduct}
    codes = [code for code, many in days.items() if many]
    if not codes:
        return []
    since = on - timedelta(days=max(days.values()))
    found = loans_page(actor, product_codes=codes, paid_out_since=since, state=LoanState.ACTIVE, most=most).loans
    ends = [(one, ends_on(one)) for one in found]
    return [CoolingOff(one, until) for one, until in ends if until is not None and on <= until]


def ends_on(line: LoanLine) -> date | None:
    """The last day on which a loan may be given back; None where the product as signed has no such days."""
    conduct = product_version(line.product_code, line.product_version).conduct
    if conduct is None or not conduct.cooling_off_days or line.disbursed_on is None:
        return None
    return line.disbursed_on + timedelta(days=conduct.cooling_off_days)
