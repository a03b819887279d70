"""The whole book in a few sums: how much runs, how much of it is late."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q, Sum

from puhui.kernel.actors import READING_ROLES, STAFF_ROLES, Actor, Role
from puhui.kernel.errors import InvalidInput
from puhui.products.lending.contracts import PortfolioTotals
from puhui.products.lending.models import LoanPosition, PortfolioDay
from puhui.products.lending.portfolio_contracts import PortfolioLine

PAR_DAYS = 30
MOST_DAYS = 400
_SUMS = ("loans", "principal_minor", "interest_minor", "penalty_minor")


def portfolio_days(
    actor: Actor, *, on: Sequence[date], product_code: str | None = None, currency: str = "CNY"
) -> list[PortfolioLine]:
    """The pictures of these business dates as they were kept at their close, in the order of days; one query."""
    actor.require(*READING_ROLES, verb="read the portfolio")
    if len(on) > MOST_DAYS:
        raise InvalidInput("on", f"at most {MOST_DAYS} days")
    rows = PortfolioDay.objects.filter(business_date__in=on, currency=currency)
    if product_code:
        rows = rows.filter(product_code=product_code)
    keys = ("business_date", "product_code", "grade", "days_band")
    sums = rows.values_list(*keys).annotate(*(Sum(name) for name in _SUMS)).order_by(*keys)
    return [PortfolioLine(*row) for row in sums]


def portfolio_totals(actor: Actor, *, on: date, currency: str = "CNY") -> PortfolioTotals:
    """Running loans of one currency as of the start of `on`, to which they must be accrued; one query.

    PAR30 is the whole principal of every loan of which any part is more than thirty days late (CGAP, portfolio at
    risk).
    """
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read the portfolio")
    late = Q(oldest_unpaid_due_on__lt=on)
    at_risk = Q(oldest_unpaid_due_on__lt=on - timedelta(days=PAR_DAYS))
    sums = LoanPosition.objects.filter(is_open=True, currency=currency).aggregate(
        loans=Count("loan_id"),
        principal=Sum("principal_minor"),
        overdue=Sum("overdue_minor", filter=late),
        loans_overdue=Count("loan_id", filter=late),
        at_risk=Sum("principal_minor", filter=at_risk),
    )
    return PortfolioTotals(
        on=on,
        currency=currency,
        loans_active=sums["loans"],
        principal_minor=sums["principal"] or 0,
        loans_overdue=sums["loans_overdue"],
        overdue_minor=sums["overdue"] or 0,
        par30_minor=sums["at_risk"] or 0,
    )
