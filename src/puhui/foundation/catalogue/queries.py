"""What can be asked of the catalogue. Public knowledge: products and rules have no owner, so no actor is asked for."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings

from puhui.foundation.catalogue.contracts import NoParameter, NoSuchProduct
from puhui.foundation.catalogue.costs import worst_all_in_pct
from puhui.foundation.catalogue.loading import SHIPPED, Catalogue, read_catalogue
from puhui.foundation.catalogue.rules.allowed import (
    benchmark_name,
    check_all_in,
    check_compound,
    check_fees,
    check_methods,
    check_penalty,
    in_force,
    rate_on,
)
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.rulebook import Parameter

_read = cache(read_catalogue)


def product(code: str, *, on: date) -> Product:
    """The version of the product that is in force on the day."""
    found = in_force((p for p in _catalogue().products if p.code == code), on=on)
    if found is None:
        raise NoSuchProduct(where="product_code", product=code[:60], on=on.isoformat())
    return found


def product_version(code: str, version: int) -> Product:
    """One version, in force or not: what an old loan was made under."""
    for known in _catalogue().products:
        if (known.code, known.version) == (code, version):
            return known
    raise NoSuchProduct(where="product_code", product=f"{code[:60]} v{version}", on="-")


def products_on(on: date) -> list[Product]:
    """What is offered on the day, in order of code."""
    codes = sorted({p.code for p in _catalogue().products})
    found = (in_force((p for p in _catalogue().products if p.code == code), on=on) for code in codes)
    return [p for p in found if p is not None]


def parameter_or_none(name: str, *, on: date, jurisdiction: str = "cn") -> Parameter | None:
    """The rulebook's value on the day, or None where no rule holds yet or any more."""
    prefix = f"{jurisdiction}."
    named = (p for p in _catalogue().parameters if p.name == name and p.rulebook.startswith(prefix))
    return in_force(named, on=on)


def parameter(name: str, *, on: date, jurisdiction: str = "cn") -> Parameter:
    """The rulebook's value on the day, with its source; refuses where there is none."""
    found = parameter_or_none(name, on=on, jurisdiction=jurisdiction)
    if found is None:
        raise NoParameter(where=name, name=name, on=on.isoformat())
    return found


def parameters_on(on: date, *, jurisdiction: str = "cn") -> Mapping[str, Parameter]:
    """Every rule in force on the day, by name."""
    names = sorted({p.name for p in _catalogue().parameters})
    found = {n: parameter_or_none(n, on=on, jurisdiction=jurisdiction) for n in names}
    return {name: value for name, value in found.items() if value is not None}


def lpr(on: date, *, tenor: str = "1Y", jurisdiction: str = "cn") -> Decimal:
    """The loan prime rate of the day, in percent, for "1Y" or "5Y"."""
    rate = rate_on(_catalogue().rates.get(jurisdiction, ()), on=on, tenor=tenor)
    if rate is None:
        raise NoParameter(where="lpr", name=f"LPR {tenor}", on=on.isoformat())
    return rate


def benchmarks() -> dict[str, tuple[tuple[date, Decimal], ...]]:
    """The history of every benchmark by its name: from which day on, how many percent, in the order of days."""
    return {
        benchmark_name(jurisdiction, tenor): tuple(
            (quote.effective_from, quote.pct(tenor)) for quote in sorted(quotes, key=lambda q: q.effective_from)
        )
        for jurisdiction, quotes in _catalogue().rates.items()
        for tenor in ("1Y", "5Y")
    }


def minimum_reading_seconds(*, on: date, jurisdiction: str = "cn") -> int:
    """How long a cost sheet must have been on the screen; 0 before the rule."""
    rule = parameter_or_none("cost_sheet_reading_seconds", on=on, jurisdiction=jurisdiction)
    return int(rule.number) if rule else 0


def check_product(checked: Product, *, on: date) -> None:
    """Refuses a product that breaks a rulebook on the day, with the rule named (`BreaksRule`)."""

    def rule(name: str) -> Parameter | None:
        return parameter_or_none(name, on=on, jurisdiction=checked.jurisdiction)

    check_penalty(
        checked, lowest=rule("default_interest_multiple_lowest"), highest=rule("default_interest_multiple_highest")
    )
    check_compound(checked, allowed=rule("compound_interest_allowed"))
    check_methods(checked, forbidden=rule("forbidden_methods"))
    check_fees(checked, stamp_duty_exempt=rule("stamp_duty_small_firms_exempt"), stamp_duty=rule("stamp_duty_pct"))
    check_all_in_cost(_worst(checked, on), what=f"{checked.code} v{checked.version}", on=on, of=checked)


def check_all_in_cost(cost_pct: Decimal, *, what: str, on: date, of: Product) -> None:
    """Refuses an all-in cost above a cap that is in force on the day."""
    multiple = parameter_or_none("all_in_cost_cap_lpr_multiple", on=on, jurisdiction=of.jurisdiction)
    check_all_in(
        cost_pct,
        what=what,
        cap=parameter_or_none("all_in_cost_cap_pct", on=on, jurisdiction=of.jurisdiction),
        multiple=multiple,
        lpr_pct=lpr(on, jurisdiction=of.jurisdiction) if multiple else None,
    )


_worst = cache(worst_all_in_pct)


def _catalogue() -> Catalogue:
    overlay: Path | None = settings.PUHUI_ENVIRONMENT.policies
    return _read((SHIPPED, overlay) if overlay else (SHIPPED,))
