"""What can be asked of the catalogue. Public knowledge: products and rules have no owner, so no actor is asked for."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from puhui.foundation.catalogue.contracts import NoParameter, NoSuchProduct
from puhui.foundation.catalogue.costs import worst_all_in_pct
from puhui.foundation.catalogue.dated import newest_on, policies_in
from puhui.foundation.catalogue.loading import SHIPPED, Catalogue, read_catalogue
from puhui.foundation.catalogue.rules.allowed import benchmark_name, check_all_in, in_force, rate_on
from puhui.foundation.catalogue.rules.clauses import findings_of
from puhui.foundation.catalogue.rules.clauses_of_cost import guarantee_fee_pct
from puhui.foundation.catalogue.rules.findings import Basis, Finding, SchemeTerms
from puhui.foundation.catalogue.schema.institution import InstitutionProfile
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.rulebook import Parameter
from puhui.kernel.money import Money

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
    """Refuses a product that breaks a rulebook on the day, with the rule named (`BreaksRule`).

    Whether its decision policy is there was looked at when it was published.
    """
    found = findings_of(basis_of(checked, on=on, decision_policies=None))
    if found:
        raise found[0].as_refusal(what=f"{checked.code} v{checked.version}")


def product_findings(checked: Product, *, on: date, decision_policies: Collection[str] = ()) -> list[Finding]:
    """Every clause in force on the day that the product breaks; `decision_policies`: those known beside the files."""
    return findings_of(basis_of(checked, on=on, decision_policies=decision_policies))


def basis_of(checked: Product, *, on: date, decision_policies: Collection[str] | None) -> Basis:
    """What the clauses look at: the rules meant for this lender, its profile, and what the product names."""
    profile, read = institution_on(on), _catalogue()
    rules = parameters_on(on, jurisdiction=checked.jurisdiction)
    known = read.named.get("decision_policies", {})
    schemes = {code: _scheme(said) for code, said in read.named.get("guarantee_schemes", {}).items()}
    return Basis(
        product=checked,
        profile=profile,
        rules={name: rule for name, rule in rules.items() if rule.holds_for(profile.licence)},
        lpr_pct=rate_on(read.rates.get(checked.jurisdiction, ()), on=on, tenor="1Y"),
        worst_pct=lambda: _worst(checked, on, guarantee_fee_pct(checked, schemes=schemes)),
        source_purposes={code: str(said.get("purpose", "")) for code, said in read.named.get("sources", {}).items()},
        schemes=schemes,
        decision_policies=None if decision_policies is None else frozenset(decision_policies) | set(known),
    )


def institution_on(on: date) -> InstitutionProfile:
    """The lender as the rules see it on the day: licence, net assets of the last year-end, stages of a business."""
    return newest_on(on, policies_in(InstitutionProfile, "institution"))


def _scheme(said: Mapping[str, Any]) -> SchemeTerms:
    return SchemeTerms(
        kind=str(said.get("kind", "")),
        share_pct=Decimal(str(said.get("share_pct", 0))),
        fee_pct=Decimal(str(said.get("fee_pct", 0))),
        borrower_pays=said.get("fee_paid_by") == "borrower",
        per_borrower_minor=Money.parse(str(said.get("per_borrower", "0.00")), "CNY", where="per_borrower").minor,
    )


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
