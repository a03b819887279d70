"""The public price list: what each product costs in a place on a day, from the same files that offers are made from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from puhui.finmath.all_in_cost import all_in_pct, schedule_of
from puhui.foundation.catalogue.facade import Product, loan_terms, products_on
from puhui.foundation.regions.facade import Atlas, Tier, atlas, caps_in
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.risk.pricing.facade import Part, cap_of, pricing_on


@dataclass(frozen=True, slots=True)
class Example:
    """What a product costs at its highest rate, all costs counted."""

    principal: Money
    months: int
    rate: Decimal
    method: str
    all_in: Decimal
    total_cost: int


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One product in a place: between which rates, the named parts that may apply, and what the dearest case costs."""

    product: Product
    lowest_pct: Decimal
    highest_pct: Decimal
    capped_by: Text | None
    parts: tuple[Part, ...]
    stacking: Text | None
    example: Example


@dataclass(frozen=True, slots=True)
class PriceList:
    """All that is on sale in a place (empty: anywhere) on a day."""

    on: date
    region: str
    tier: Tier | None
    lines: tuple[PriceLine, ...]


def price_list(*, on: date, region: str = "") -> PriceList:
    """The prices of a place by code or name. Public: no actor is asked for."""
    known = atlas()
    code = known.resolve(region, on=on) if region.strip() else ""
    tier = known.tier(code) if code else None
    offered = [one for one in products_on(on) if one.form == "loan" and _is_sold_in(one, known, code, tier)]
    return PriceList(on, code, tier, tuple(_line(one, code, on=on) for one in offered))


def worked_example(product: Product, *, on: date, rate: Decimal) -> Example:
    """The dearest case at a rate: the smallest amount for the longest time, every cost counted."""
    months, method = max(product.terms_months), product.methods[0]
    terms = loan_terms(
        product,
        amount=product.lowest,
        term_months=months,
        method=method,
        annual_rate_pct=rate,
        disbursement_on=on,
    )
    lines = schedule_of(terms)
    upfront = sum(fee.amount_minor for fee in terms.fees if fee.kind == "at_disbursement")
    cost = sum(line.total for line in lines) - product.lowest.minor + upfront
    return Example(product.lowest, months, rate, method, all_in_pct(terms, lines), cost)


def _line(product: Product, code: str, *, on: date) -> PriceLine:
    local = caps_in(code, on=on)[0] if code else None
    highest = cap_of(product_highest=product.price.highest_pct, local=local[1] if local else None)
    policy = pricing_on(product.code, on=on)
    return PriceLine(
        product=product,
        lowest_pct=min(product.price.lowest_pct, highest),
        highest_pct=highest,
        capped_by=local[0].name if local and local[1] < product.price.highest_pct else None,
        parts=policy.parts if policy else (),
        stacking=policy.stacking if policy else None,
        example=worked_example(product, on=on, rate=highest),
    )


def _is_sold_in(product: Product, known: Atlas, code: str, tier: Tier | None) -> bool:
    """Whether the product is for this place; without a place, everything is shown."""
    told = product.audience
    if told is None or not code:
        return True
    line = [region.code for region in known.line(code)]
    here = not told.regions or any(one.startswith(tuple(told.regions)) for one in line)
    kept_out = any(one.startswith(prefix) for prefix in told.excluded_regions for one in line)
    return here and not kept_out and (not told.tiers or tier in told.tiers)
