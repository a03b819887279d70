"""Who may act on an application, and what every step of this folder looks up first."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from puhui.flows.exposures import exposures_each
from puhui.foundation.catalogue.facade import Product, benchmark_name, product_version
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Actor, Role
from puhui.kernel.money import Money
from puhui.products.lending.facade import RateBasis
from puhui.products.origination.facade import ApplicationView, NoHeadroom, OfferDraft, OfferView, ReasonView
from puhui.risk.decisioning.facade import OfferTerms, Reason

HELPERS = (Role.CUSTOMER, Role.RELATIONSHIP_MANAGER)


def require_firm(actor: Actor, *, firm_id: UUID, verb: str) -> None:
    """The firm's own people, or a relationship manager who helps them; for others the firm is not there."""
    actor.require(*HELPERS, verb=verb)
    require_party(actor, party_id=firm_id)


def require_signer(actor: Actor, *, firm_id: UUID, verb: str) -> None:
    """Only the firm's own people bind the firm."""
    actor.require(Role.CUSTOMER, verb=verb)
    require_party(actor, party_id=firm_id)


def product_of(application: ApplicationView) -> Product:
    """The product version that the application was started under."""
    return product_version(application.product_code, application.product_version)


def check_headroom(*, asked: ApplicationView) -> None:
    """Refuses when the amount, with all that the firm owes or may draw already, passes the product's highest."""
    found = exposures_each([asked.firm_id], on=business_date(), currency=asked.amount.currency)
    owed = found[asked.firm_id].counted_minor if asked.firm_id in found else 0
    most = product_of(asked).highest
    if owed + asked.amount.minor > most.minor:
        raise NoHeadroom(where="amount", owed=str(Money(owed)), most=str(most), currency=most.currency)


def rate_basis_of(product: Product, agreed: OfferView) -> RateBasis | None:
    """What the rate of the loan will follow, by the cost sheet that was shown; None for a fixed rate."""
    if product.repricing is None:
        return None
    return RateBasis(
        benchmark=benchmark_name(product.jurisdiction, product.price.benchmark),
        spread_bps=Decimal(agreed.sheet["repricing"]["margin_bps"]),
        reprice=product.repricing.reprice,
        lowest_pct=product.repricing.lowest_pct,
        highest_pct=product.repricing.highest_pct,
    )


def drafts_of(offers: tuple[OfferTerms, ...]) -> list[OfferDraft]:
    """The terms of a decision, as origination takes them."""
    return [
        OfferDraft(
            amount_minor=o.amount_minor,
            term_months=o.term_months,
            method=o.method,
            annual_rate_pct=o.annual_rate_pct,
            label=o.label,
        )
        for o in offers
    ]


def reasons_of(reasons: tuple[Reason, ...]) -> list[ReasonView]:
    """The reasons of a decision, as origination keeps them."""
    return [ReasonView(r.code, r.text) for r in reasons]


def months_since(founded_on: date | None, *, on: date) -> int | None:
    """Whole months since the firm was founded; None when nobody knows."""
    if founded_on is None:
        return None
    months = (on.year - founded_on.year) * 12 + on.month - founded_on.month
    return max(0, months - (on.day < founded_on.day))
