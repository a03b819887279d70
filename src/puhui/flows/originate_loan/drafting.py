"""What a decision's terms become before they are offered: the state's part of the interest is put beside them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from puhui.flows.subsidise_loans.entitle import subsidy_quote
from puhui.foundation.catalogue.facade import Product
from puhui.products.origination.facade import ApplicationView, OfferDraft


def finished_drafts(
    drafts: Sequence[OfferDraft], *, asked: ApplicationView, product: Product, on: date
) -> list[OfferDraft]:
    """The drafts as they are offered."""
    return [_with_subsidy(draft, asked=asked, product=product, on=on) for draft in drafts]


def _with_subsidy(draft: OfferDraft, *, asked: ApplicationView, product: Product, on: date) -> OfferDraft:
    if product.subsidy is None:
        return draft
    quote = subsidy_quote(
        product,
        borrower_id=asked.firm_id,
        purpose=asked.purpose,
        amount_minor=draft.amount_minor,
        rate_pct=draft.annual_rate_pct,
        on=on,
    )
    return replace(draft, subsidy=quote)
