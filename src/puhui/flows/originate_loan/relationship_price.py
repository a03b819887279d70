"""What a relationship, a purpose and a place make of the price that the risk has: named parts, within floor and cap."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from puhui.finmath.pricing import PriceBounds, PricePart, PriceTerms, composed, rate_of
from puhui.flows.note_own_repayment import own_records
from puhui.foundation.catalogue.facade import Product
from puhui.foundation.party.facade import region_of
from puhui.foundation.regions.facade import atlas, caps_in
from puhui.kernel.dates import whole_months
from puhui.products.collateral.facade import schemes_on
from puhui.products.origination.facade import OfferDraft, cost_sheet, quote_terms
from puhui.risk.decisioning.facade import PriceParts
from puhui.risk.facts.facade import FactsHeld, facts_held
from puhui.risk.pricing.facade import NoLawfulPrice, Part, PricingFile, Value, cap_of, floor_of, pricing_on

COST_PARTS = ("funding", "expected_loss")  # what the money and the risk cost us: no discount goes below


def priced_drafts(
    drafts: Sequence[OfferDraft],
    *,
    borrower_id: UUID,
    region: str,
    purpose: str,
    product: Product,
    made_of: Sequence[PriceParts],
    on: date,
    held: FactsHeld | None = None,
) -> list[OfferDraft]:
    """The drafts at the price of this customer and place. `made_of`: what the decision says each rate is made of.

    `held`: the facts kept of the borrower, where they were read already.
    """
    policy = pricing_on(product.code, on=on)
    cap, rule = _cap(product, region, on=on)
    cost_cap = caps_in(region, on=on)[1] if region else None
    facts: dict[str, Value] = {}
    if policy is not None:
        measured = measured_facts(held or facts_held([borrower_id])[borrower_id])
        facts = measured | price_facts(borrower_id, product=product, purpose=purpose, region=region, on=on)
    by_label = {one.label: one for one in made_of}
    found = []
    for draft in drafts:
        kept, named = cap, rule
        if cost_cap and (within := rate_within(product, draft, highest=cap, cost_pct=cost_cap[1], on=on)) < cap:
            kept, named = within, cost_cap[0].id
        found.append(
            _priced(draft, policy, facts, product=product, made_of=by_label.get(draft.label), cap=kept, rule=named)
        )
    return found


def rate_within(product: Product, draft: OfferDraft, *, highest: Decimal, cost_pct: Decimal, on: date) -> Decimal:
    """The highest contract rate, in steps of a hundredth, at which all costs stay within a cap; 0 where none is.

    The cost grows with the rate, so that halving finds it.
    """
    is_of_product = draft.method in product.methods and draft.term_months in product.terms_months
    if not is_of_product or _costs(product, draft, rate=highest, on=on) <= cost_pct:
        return highest
    below, above = 0, int(highest * 100) + 1  # in hundredths of a percent: `below` is allowed, `above` is not
    while above - below > 1:
        middle = (below + above) // 2
        fits = _costs(product, draft, rate=Decimal(middle) / 100, on=on) <= cost_pct
        below, above = (middle, above) if fits else (below, middle)
    return Decimal(below) / 100


def _costs(product: Product, draft: OfferDraft, *, rate: Decimal, on: date) -> Decimal:
    quote = quote_terms(product, draft=replace(draft, annual_rate_pct=rate, base_rate_pct=None, price_parts=()), on=on)
    return Decimal(cost_sheet(quote)["all_in_cost_pct"])


def check_place(drafts: Sequence[OfferDraft], *, borrower_id: UUID, product: Product, on: date) -> None:
    """Refuses rates that people set above the cap of the place."""
    cap, rule = _cap(product, region_of(borrower_id), on=on)
    for draft in drafts:
        if draft.annual_rate_pct > cap:
            raise NoLawfulPrice(where="annual_rate_pct", floor=str(draft.annual_rate_pct), cap=str(cap), rule=rule)


def price_facts(borrower_id: UUID, *, product: Product, purpose: str, region: str, on: date) -> dict[str, Value]:
    """What conditions of prices may ask beside what was measured: the record with us, the purpose, the tier of the
    place, and which kind of scheme must answer for the loan before it is paid out.
    """
    facts: dict[str, Value] = {
        **record_facts(borrower_id, on=on),
        "purpose": purpose,
        "region.tier": atlas().tier(region) if region else None,
    }
    asked = product.guarantee
    if asked is not None and asked.least_share_pct > 0:
        kinds = {schemes_on(on)[code].kind for code in asked.schemes}
        facts["guaranteed"] = kinds.pop() if len(kinds) == 1 else None
    return facts


def measured_facts(held: FactsHeld) -> dict[str, Value]:
    """The facts of a borrower as they were measured last; a decision and what came in since have them measured."""
    return {fact.name: None if fact.value is None else Decimal(fact.value) for fact in held.records}


def record_facts(borrower_id: UUID, *, on: date) -> dict[str, Value]:
    """What our own books say of a borrower on a day."""
    return records_facts([borrower_id], on=on).get(borrower_id, {})


def records_facts(borrower_ids: Collection[UUID], *, on: date) -> dict[UUID, dict[str, Value]]:
    """The same for many; who never had a loan here is left out."""
    names = ("loans_paid_off", "days_past_due", "worst_days_past_due")
    return {
        borrower_id: {
            "customer_months": whole_months(date.fromisoformat(record["first_loan_on"]), on),
            **{f"own_{name}": int(record[name]) for name in names},
        }
        for borrower_id, record in own_records(borrower_ids, on=on).items()
        if record is not None
    }


def _priced(
    draft: OfferDraft,
    policy: PricingFile | None,
    facts: dict[str, Value],
    *,
    product: Product,
    made_of: PriceParts | None,
    cap: Decimal,
    rule: str,
) -> OfferDraft:
    costs = [part.value for part in made_of.parts if part.name in COST_PARTS] if made_of else []
    lowest = product.price.lowest_pct
    floor = floor_of(product_lowest=lowest, cost_parts=costs, is_subsidised=product.subsidy is not None)
    if floor > cap:
        raise NoLawfulPrice(where="annual_rate_pct", floor=str(floor), cap=str(cap), rule=rule)
    said = [part for part in (policy.parts if policy else ()) if all(condition.holds(facts) for condition in part.when)]
    found = [PricePart(part.code, part.name, part.points, part.lost_when) for part in said]
    bounds = PriceBounds(
        most_down=policy.most_down if policy else Decimal(0),
        most_up=policy.most_up if policy else Decimal(0),
        step=policy.step if policy else Decimal("0.0001"),
        floor=min(floor, draft.annual_rate_pct),  # a price that the decision itself made lower stays
        cap=cap,
    )
    parts = composed(draft.annual_rate_pct, found, bounds)
    rate = rate_of(draft.annual_rate_pct, parts)
    return replace(
        draft,
        annual_rate_pct=rate,
        base_rate_pct=draft.annual_rate_pct,
        price_parts=parts,
        price_terms=_terms(draft.annual_rate_pct, said, policy, bounds),
    )


def _terms(base: Decimal, said: Sequence[Part], policy: PricingFile | None, bounds: PriceBounds) -> PriceTerms | None:
    """What is agreed of discounts that hang on something during the loan; None where none does."""
    kept = tuple(part.code for part in said if part.kept is not None)
    if policy is None or not kept:
        return None
    return PriceTerms(
        base_pct=base,
        points=tuple((part.code, part.points) for part in said),
        kept=kept,
        bounds=bounds,
        policy=f"{policy.id}@{policy.version}",
        notice_days=policy.notice_days,
    )


def _cap(product: Product, region: str, *, on: date) -> tuple[Decimal, str]:
    local = caps_in(region, on=on)[0] if region else None
    cap = cap_of(product_highest=product.price.highest_pct, local=local[1] if local else None)
    return cap, local[0].id if local and local[1] == cap else f"{product.code} v{product.version}"
