"""Whether a product may be sold: every clause in force on the day, with what it looks at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from puhui.foundation.catalogue.contracts import NotEligible
from puhui.foundation.catalogue.costs import worst_all_in_pct
from puhui.foundation.catalogue.queries.files import in_files
from puhui.foundation.catalogue.queries.products import all_versions, products_on
from puhui.foundation.catalogue.queries.rulebooks import (
    institution_on,
    lpr,
    parameter_or_none,
    parameters_on,
    prime_rates_stamp,
    quotations,
    rules_stamp,
)
from puhui.foundation.catalogue.rules.allowed import check_all_in, rate_on
from puhui.foundation.catalogue.rules.clauses import CLAUSES, findings_of
from puhui.foundation.catalogue.rules.clauses_of_cost import guarantee_fee_pct
from puhui.foundation.catalogue.rules.eligibility import YOUNGEST, Customer, Miss, misses
from puhui.foundation.catalogue.rules.findings import Basis, Finding, SchemeTerms, finding_of
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.rulebook import Parameter
from puhui.foundation.drafts.facade import Stamp
from puhui.foundation.regions.facade import LocalPolicy, caps_in
from puhui.kernel.money import Money

Stamps = tuple[Stamp | None, Stamp | None]  # of the rules, and of the quotations of the loan prime rate
_worst = lru_cache(maxsize=2048)(worst_all_in_pct)


def check_product(checked: Product, *, on: date) -> None:
    """Refuses a product that breaks a rulebook on the day, with the rule named (`BreaksRule`).

    Whether its decision policy is there was looked at when it was published.
    """
    found = _found(_Same(checked), on, settings.PUHUI_ENVIRONMENT.policies, (rules_stamp(), prime_rates_stamp()))
    if found:
        raise found[0].as_refusal(what=f"{checked.code} v{checked.version}")


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A product as the very object that it is, so that looking it up does not compare all its terms."""

    product: Product

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.product is self.product

    def __hash__(self) -> int:
        return id(self.product)


@lru_cache(maxsize=256)
def _found(checked: _Same, on: date, overlay: Path | None, stamps: Stamps) -> tuple[Finding, ...]:
    """What a version breaks on a day, as long as neither the files nor what was published of rules are others."""
    del overlay, stamps  # parts of the key
    basis = basis_of(checked.product, on=on, decision_policies=None)
    return (*findings_of(basis), *_of_places(checked.product, on=on))


def product_findings(checked: Product, *, on: date, decision_policies: Collection[str] = ()) -> list[Finding]:
    """Every clause in force on the day that the product breaks, the caps of its places last.

    `decision_policies`: those known beside the files.
    """
    found = findings_of(basis_of(checked, on=on, decision_policies=decision_policies))
    return [*found, *_of_places(checked, on=on)]


def products_broken_by(rule: Parameter, *, jurisdiction: str, on: date) -> list[tuple[Product, Finding]]:
    """What is sold on the day or later, and could not be any more if the rule were in force, with what is found.

    What breaks the rule that holds anyway is not told again.
    """
    check = CLAUSES.get(rule.name)
    if check is None or not rule.holds_for(institution_on(on).licence):
        return []
    found = []
    for sold in (*products_on(on), *(one for one in all_versions() if one.effective_from > on)):
        if sold.jurisdiction != jurisdiction:
            continue
        basis = basis_of(sold, on=max(on, sold.effective_from), decision_policies=None)
        held = basis.rules.get(rule.name)
        if held is None or not any(check(basis, held)):
            found += [(sold, finding_of(rule, fault=fault)) for fault in check(basis, rule)]
    return found


def basis_of(checked: Product, *, on: date, decision_policies: Collection[str] | None) -> Basis:
    """What the clauses look at: the rules meant for this lender, its profile, and what the product names."""
    profile, read = institution_on(on), in_files()
    rules = parameters_on(on, jurisdiction=checked.jurisdiction)
    known = read.named.get("decision_policies", {})
    schemes = _schemes()
    return Basis(
        product=checked,
        profile=profile,
        rules={name: rule for name, rule in rules.items() if rule.holds_for(profile.licence)},
        lpr_pct=rate_on(quotations(checked.jurisdiction), on=on, tenor="1Y"),
        worst_pct=lambda: _worst_of(checked, on),
        source_purposes={code: str(said.get("purpose", "")) for code, said in read.named.get("sources", {}).items()},
        schemes=schemes,
        decision_policies=None if decision_policies is None else frozenset(decision_policies) | set(known),
    )


def check_eligible(product: Product, *, customer: Customer, on: date) -> None:
    """Refuses a customer whom the product is not for, by the first condition; what is not known excludes nobody."""
    found = reasons_against(product, customer=customer, on=on)
    if found:
        first = found[0]
        raise NotEligible(where=first.key, reason=first.reason.en, reason_zh=first.reason.zh)


def reasons_against(product: Product, *, customer: Customer, on: date) -> list[Miss]:
    """Every condition that the customer does not meet on the day, with the stages and the age of that day's rules."""
    lowest = parameter_or_none("borrower_age_lowest", on=on, jurisdiction=product.jurisdiction)
    youngest = int(lowest.number) if lowest else YOUNGEST
    return misses(product, customer=customer, profile=institution_on(on), youngest=youngest)


def _worst_of(checked: Product, on: date) -> Decimal:
    """The dearest all-in cost of the product, with the fee of a guarantee that it asks for."""
    return _worst(checked, on, guarantee_fee_pct(checked, schemes=_schemes()))


def _schemes() -> dict[str, SchemeTerms]:
    return {code: _scheme(said) for code, said in in_files().named.get("guarantee_schemes", {}).items()}


def _scheme(said: Mapping[str, Any]) -> SchemeTerms:
    return SchemeTerms(
        kind=str(said.get("kind", "")),
        share_pct=Decimal(str(said.get("share_pct", 0))),
        fee_pct=Decimal(str(said.get("fee_pct", 0))),
        borrower_pays=said.get("fee_paid_by") == "borrower",
        per_borrower_minor=Money.parse(str(said.get("per_borrower", "0.00")), "CNY", where="per_borrower").minor,
    )


def check_all_in_cost(cost_pct: Decimal, *, what: str, on: date, of: Product, region: str = "") -> None:
    """Refuses an all-in cost above a cap that is in force on the day, in the nation and in the borrower's region."""
    multiple = parameter_or_none("all_in_cost_cap_lpr_multiple", on=on, jurisdiction=of.jurisdiction)
    check_all_in(
        cost_pct,
        what=what,
        cap=parameter_or_none("all_in_cost_cap_pct", on=on, jurisdiction=of.jurisdiction),
        multiple=multiple,
        lpr_pct=lpr(on, jurisdiction=of.jurisdiction) if multiple else None,
    )
    local = caps_in(region, on=on)[1] if region else None
    if local is not None and cost_pct > local[1]:
        raise _of_place(*local, value=cost_pct).as_refusal(what=what)


def _of_places(checked: Product, *, on: date) -> list[Finding]:
    """The caps of the places that the product says it is for: all of it is lent there, so all of it keeps them.

    A product for the whole country is held to the cap of a place by each offer there.
    """
    regions = checked.audience.regions if checked.audience else ()
    caps = [caps_in(region.ljust(6, "0"), on=on)[1] for region in regions]
    worst = _worst_of(checked, on) if any(caps) else Decimal(0)
    return [_of_place(*cap, value=worst) for cap in caps if cap is not None and worst > cap[1]]


def _of_place(place: LocalPolicy, cap: Decimal, *, value: Decimal) -> Finding:
    return Finding(
        rule=f"local/{place.id}/{place.version}",
        name="local_all_in_cap_pct",
        source=place.source,
        article=place.id,
        mark=place.mark,
        key="price.highest_pct",
        value=f"{value} %",
        limit=f"{cap} %",
        text=place.name,
    )
