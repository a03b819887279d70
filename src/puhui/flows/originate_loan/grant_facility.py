"""A signed contract over a limit grants a facility: how much, how long, at which price, by the product's own block."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from puhui.flows.farm.household_signs import is_farm
from puhui.foundation.catalogue.facade import Product, parameter_or_none
from puhui.foundation.party.facade import household_of
from puhui.kernel.actors import Call
from puhui.kernel.dates import add_months
from puhui.kernel.money import Money
from puhui.products.facilities.facade import DrawnAs, NewFacility, facility_policy, grant_facility
from puhui.products.origination.facade import ApplicationView, ContractView, OfferView


def is_limit(product: Product, agreed: OfferView) -> bool:
    """Whether what is signed is a limit to draw from, and not a loan that is paid out.

    Money of a season or on an order is drawn too, by its calendar or its milestones and never again: that is no limit.
    """
    is_free = product.season is None and product.form != "order"
    return product.facility is not None or (agreed.method == "credit_line" and is_free)


def draws_are_loans(product: Product) -> bool:
    """Whether each draw becomes a loan of its own, so that none is opened at the signature."""
    return product.facility is not None and product.facility.draws == "loans"


def grant_by_contract(
    call: Call,
    prepared: ContractView,
    *,
    asked: ApplicationView,
    agreed: OfferView,
    product: Product,
    loan_id: UUID | None,
    on: date,
) -> UUID:
    """Grants what the contract says. A line without a block of its own can be drawn as long as it runs."""
    block, ends = product.facility, add_months(on, agreed.term_months)
    until = min(add_months(on, block.availability_months), ends) if block else ends
    lowest = Money.parse(block.lowest_draw, product.currency, where="lowest_draw") if block else product.step
    parts = {part.purpose: part.share_pct for part in block.sub_limits} if block else {}
    return grant_facility(
        call,
        new=NewFacility(
            holder_id=asked.firm_id,
            household_id=household_of(asked.firm_id) if is_farm(product) else None,
            product_code=product.code,
            product_version=product.version,
            contract_id=prepared.id,
            loan_id=loan_id,
            limit=agreed.amount,
            drawn_as=DrawnAs.LOANS if draws_are_loans(product) else DrawnAs.LINE,
            annual_rate_pct=agreed.annual_rate_pct,
            available_until=until,
            expires_on=ends,
            review_on=_review_on(product, on=on),
            lowest_draw_minor=lowest.minor,
            undrawn_counts_pct=block.undrawn_counts_pct if block else 100,
            commitment_fee_pct=block.commitment_fee_pct if block else Decimal(0),
            sub_limits={name: int(share * agreed.amount.minor / 100) for name, share in parts.items()},
            method=agreed.method,
        ),
    )


def _review_on(product: Product, *, on: date) -> date:
    """The earlier of what the rulebook and what the institution asks for."""
    own = facility_policy(on).review_months
    rule = parameter_or_none("business_line_review_months", on=on, jurisdiction=product.jurisdiction)
    return add_months(on, min(own, int(rule.number)) if rule else own)
