"""Who pays a share of the interest instead of the borrower: the state, by a scheme of the product, or the shop."""

from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.finmath.subsidies import SubsidyQuote
from puhui.foundation.catalogue.facade import Product, lpr
from puhui.foundation.party.facade import party_card
from puhui.foundation.regions.facade import atlas
from puhui.kernel.actors import SYSTEM, Call
from puhui.products.payees.facade import PayeeView, paid_to_of_application, require_active
from puhui.products.subsidies.facade import GrantMade, SchemeFile, grant_subsidy, interest_share, schemes_on

OF_SHOPS: Final = "shop-interest"


def subsidy_quote(
    product: Product, *, borrower_id: UUID, purpose: str, amount_minor: int, rate_pct: Decimal, on: date
) -> SubsidyQuote | None:
    """What the state would pay of the interest; None without a subsidy, or when the borrower is not entitled."""
    scheme = entitled_scheme(product, borrower_id=borrower_id, purpose=purpose, on=on)
    if scheme is None:
        return None
    return _quote(scheme, product=product, amount_minor=amount_minor, rate_pct=rate_pct, on=on)


def shop_quote(
    application_id: UUID, *, product: Product, amount_minor: int, rate_pct: Decimal, on: date
) -> SubsidyQuote | None:
    """What the shop of an application pays of the interest, by what was agreed with it; None where it pays nothing."""
    shop, scheme = _shop_of(application_id), schemes_on(on).get(OF_SHOPS)
    if shop is None or scheme is None or product.use != "consumption":
        return None
    agreed = scheme.model_copy(update={"share_pct": min(Decimal(shop.pays_interest_pct), scheme.share_pct)})
    return _quote(agreed, product=product, amount_minor=amount_minor, rate_pct=rate_pct, on=on)


def grant_of_shop(
    call: Call,
    *,
    application_id: UUID,
    product: Product,
    loan_id: UUID,
    borrower_id: UUID,
    amount_minor: int,
    rate_pct: Decimal,
    on: date,
) -> GrantMade | None:
    """Writes what the shop of a loan that was just signed pays of its interest. A part of a flow."""
    quote = shop_quote(application_id, product=product, amount_minor=amount_minor, rate_pct=rate_pct, on=on)
    shop = _shop_of(application_id)
    if quote is None or shop is None:
        return None
    return grant_subsidy(
        call,
        loan_id=loan_id,
        borrower_id=borrower_id,
        region="",
        scheme=schemes_on(on)[OF_SHOPS],
        share=quote.share,
        currency=product.currency,
        payer=shop.id.hex,
    )


def _shop_of(application_id: UUID) -> PayeeView | None:
    """The shop that an application pays, when it takes over interest."""
    named = paid_to_of_application(application_id)
    shop = require_active(named.payee_id) if named else None
    return shop if shop and shop.pays_interest_pct else None


def entitled_scheme(product: Product, *, borrower_id: UUID, purpose: str, on: date) -> SchemeFile | None:
    """The product's scheme when it is in force and is for this borrower, place and purpose."""
    scheme = schemes_on(on).get(product.subsidy.policy) if product.subsidy else None
    if scheme is None:
        return None
    card = party_card(SYSTEM, party_id=borrower_id)
    if card.kind not in scheme.kinds or (scheme.purposes and purpose not in scheme.purposes):
        return None
    if scheme.regions and not atlas().is_within_any(card.region, of=scheme.regions):
        return None
    return scheme


def grant_at_signing(
    call: Call,
    *,
    product: Product,
    loan_id: UUID,
    borrower_id: UUID,
    purpose: str,
    amount_minor: int,
    rate_pct: Decimal,
    on: date,
) -> GrantMade | None:
    """Writes the grant of a loan that was just signed, when its borrower is entitled. A part of a flow."""
    scheme = entitled_scheme(product, borrower_id=borrower_id, purpose=purpose, on=on)
    quote = subsidy_quote(
        product, borrower_id=borrower_id, purpose=purpose, amount_minor=amount_minor, rate_pct=rate_pct, on=on
    )
    if scheme is None or quote is None or not quote.share.state_weight:
        return None
    return grant_subsidy(
        call,
        loan_id=loan_id,
        borrower_id=borrower_id,
        region=party_card(SYSTEM, party_id=borrower_id).region,
        scheme=scheme,
        share=quote.share,
        currency=product.currency,
    )


def _quote(scheme: SchemeFile, *, product: Product, amount_minor: int, rate_pct: Decimal, on: date) -> SubsidyQuote:
    share = interest_share(
        scheme,
        rate_pct=rate_pct,
        lpr_pct=lpr(on, tenor=product.price.benchmark, jurisdiction=product.jurisdiction),
        principal_minor=amount_minor,
        principal_most_minor=scheme.principal_most_money.minor,
        most_minor=scheme.subsidy_most_money.minor,
        from_on=on,
    )
    return SubsidyQuote(
        scheme=scheme.id,
        version=scheme.version,
        name=scheme.name,
        condition=scheme.condition,
        is_net=scheme.pays == "net",
        share=share,
        giver=scheme.giver,
    )
