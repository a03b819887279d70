"""What a decision's terms become before they are offered: priced for customer and place, what others pay beside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from puhui.flows.originate_loan.relationship_price import check_place, priced_drafts
from puhui.flows.subsidise_loans.entitle import shop_quote, subsidy_quote
from puhui.foundation.catalogue.facade import Product
from puhui.foundation.party.facade import region_of
from puhui.products.origination.facade import ApplicationView, OfferDraft
from puhui.risk.decisioning.facade import PriceParts


def finished_drafts(
    drafts: Sequence[OfferDraft],
    *,
    asked: ApplicationView,
    product: Product,
    on: date,
    made_of: Sequence[PriceParts] | None = None,
) -> list[OfferDraft]:
    """The drafts as they are offered. `made_of`: what a decision made their rates of; None: people set them, and only
    the cap of the place is looked at.
    """
    if made_of is None:
        check_place(drafts, borrower_id=asked.firm_id, product=product, on=on)
    else:
        drafts = priced_drafts(
            drafts,
            borrower_id=asked.firm_id,
            region=region_of(asked.firm_id),
            purpose=asked.purpose,
            product=product,
            made_of=made_of,
            on=on,
        )
    return [_with_subsidy(draft, asked=asked, product=product, on=on) for draft in drafts]


def _with_subsidy(draft: OfferDraft, *, asked: ApplicationView, product: Product, on: date) -> OfferDraft:
    if product.subsidy is None:
        shop = shop_quote(
            asked.id, product=product, amount_minor=draft.amount_minor, rate_pct=draft.annual_rate_pct, on=on
        )
        return replace(draft, subsidy=shop)
    quote = subsidy_quote(
        product,
        borrower_id=asked.firm_id,
        purpose=asked.purpose,
        amount_minor=draft.amount_minor,
        rate_pct=draft.annual_rate_pct,
        on=on,
    )
    return replace(draft, subsidy=quote)
