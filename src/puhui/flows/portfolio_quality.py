"""How good the book is: both provisions by class and stage, how loans roll and how vintages fare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from puhui.kernel.actors import Actor
from puhui.kernel.dates import add_months
from puhui.products.lending.facade import paid_out_by_month
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

VINTAGES = 12
MONTHS = 12


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
    )  # fmt: skip


def _estimates(lines: Sequence[ProvisionLine], day: date) -> tuple[tuple[str, Estimate], ...]:
    return tuple((code, migration_on(code, on=day)) for code in sorted({line.product_code for line in lines}))
