"""Keeps what the book came to at the end of a business date, cell by cell, from sums that the close has made anyway."""

from collections.abc import Sequence
from datetime import date

from puhui.kernel.ids import new_id
from puhui.products.lending.contracts import Exposure
from puhui.products.lending.models import PortfolioDay


def keep_portfolio_day(*, groups: Sequence[int], exposures: Sequence[Exposure], day: date) -> int:
    """Writes the picture of these groups, once a day; gives the rows. A part of a use case."""
    there = PortfolioDay.objects.filter(business_date=day, group__in=groups).values_list("group", flat=True)
    done = set(there.distinct())
    cells: dict[tuple[int, str, str, int, int], PortfolioDay] = {}
    for one in exposures:
        key = (one.group, one.product_code, one.currency, one.grade, one.days_band)
        if one.group not in done:
            _add(cells.setdefault(key, _empty(day, key)), one)
    PortfolioDay.objects.bulk_create(cells.values(), batch_size=300)
    return len(cells)


def _empty(day: date, key: tuple[int, str, str, int, int]) -> PortfolioDay:
    group, product_code, currency, grade, days_band = key
    return PortfolioDay(
        id=new_id(),
        business_date=day,
        group=group,
        product_code=product_code,
        currency=currency,
        grade=grade,
        days_band=days_band,
        loans=0,
        principal_minor=0,
        interest_minor=0,
        penalty_minor=0,
    )


def _add(row: PortfolioDay, one: Exposure) -> None:
    row.loans += one.loans
    row.principal_minor += one.principal_minor
    row.interest_minor += one.interest_minor
    row.penalty_minor += one.penalty_minor
