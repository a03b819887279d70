"""How good the book is: both provisions by class and stage, how loans roll and how vintages fare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from puhui.kernel.actors import Actor
from puhui.kernel.dates import add_months
from puhui.products.lending.facade import PortfolioLine, paid_out_by_month, portfolio_days
from puhui.risk.provisioning.facade import (
    Estimate,
    ProvisionLine,
    Quality,
    RollRate,
    VintagePoint,
    last_provided,
    migration_on,
    provisions,
    quality,
    roll_rates,
    vintages,
)

BANDS = (1, 31, 91)  # days past due: late at all, portfolio at risk, as a rule non-performing
VINTAGES = 12
MONTHS = 12


@dataclass(frozen=True, slots=True)
class BookAt:
    """The book at the end of a business date: its principal, and how much of it was late for at least so many days."""

    on: date
    loans: int
    principal_minor: int
    late_minor: tuple[int, ...]

    @property
    def late_bps(self) -> tuple[int, ...]:
        """The late shares of principal in basis points, rounded down, in the order of BANDS."""
        return tuple(10_000 * minor // max(self.principal_minor, 1) for minor in self.late_minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioQuality:
    """The book at the end of a business date, in one currency; nothing but `on` before the first close."""

    on: date | None
    products: tuple[str, ...] = ()
    lines: tuple[ProvisionLine, ...] = ()
    quality: Quality | None = None
    estimates: tuple[tuple[str, Estimate], ...] = ()
    rolls: tuple[RollRate, ...] = ()
    vintages: tuple[VintagePoint, ...] = ()
    trend: tuple[BookAt, ...] = ()


def portfolio_quality(
    actor: Actor, *, on: date | None = None, product_code: str | None = None, currency: str = "CNY"
) -> PortfolioQuality:
    """The quality of the book as it was last provided for, or on a business date; of one product or of all."""
    day = on or last_provided(actor)
    if day is None:
        return PortfolioQuality(on=None)
    found = [line for line in provisions(actor, on=day) if line.currency == currency]
    products = tuple(sorted({line.product_code for line in found}))
    lines = [line for line in found if product_code in (None, line.product_code)]
    since = add_months(day.replace(day=1), 1 - VINTAGES)
    return PortfolioQuality(
        on=day,
        products=products,
        lines=tuple(lines),
        quality=quality(lines),
        estimates=_estimates(lines, day),
        rolls=tuple(
            roll_rates(actor, since=add_months(day.replace(day=1), -MONTHS), until=day, product_code=product_code)
        ),
        vintages=tuple(
            vintages(actor, paid_out=paid_out_by_month(since=since, product_code=product_code), on=day,
                     product_code=product_code)
        ),
        trend=_trend(actor, day, product_code=product_code, currency=currency),
    )  # fmt: skip


def _trend(actor: Actor, day: date, *, product_code: str | None, currency: str) -> tuple[BookAt, ...]:
    """The month ends before a day, and the day."""
    first = day.replace(day=1)
    days = [add_months(first, -back) - timedelta(days=1) for back in range(MONTHS)]
    by_day: dict[date, list[PortfolioLine]] = {}
    for line in portfolio_days(actor, on=[*days, day], product_code=product_code, currency=currency):
        by_day.setdefault(line.on, []).append(line)
    return tuple(
        BookAt(
            on,
            sum(line.loans for line in lines),
            sum(line.principal_minor for line in lines),
            tuple(sum(line.principal_minor for line in lines if line.days_band >= band) for band in BANDS),
        )
        for on, lines in sorted(by_day.items())
    )


def _estimates(lines: Sequence[ProvisionLine], day: date) -> tuple[tuple[str, Estimate], ...]:
    return tuple((code, migration_on(code, on=day)) for code in sorted({line.product_code for line in lines}))
