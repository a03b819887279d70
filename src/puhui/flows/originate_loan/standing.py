"""Who may act on an application, and what every step of this folder looks up first."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from puhui.flows.exposures import exposures_each
from puhui.flows.farm.seasons import seasoned
from puhui.foundation.catalogue.facade import Product, benchmark_name, product_version
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import debtors_with, require_party, require_person, years_old
from puhui.kernel.actors import Actor, Role
from puhui.kernel.dates import whole_months
from puhui.kernel.money import Money
from puhui.products.lending.facade import RateBasis, principal_owed
from puhui.products.origination.facade import (
    ApplicationView,
    NoHeadroom,
    OfferDraft,
    OfferView,
    ReasonView,
    TooYoung,
)
from puhui.risk.decisioning.facade import OfferTerms, Reason

HELPERS = (Role.CUSTOMER, Role.RELATIONSHIP_MANAGER)
FULL_AGE = 18  # Civil Code, articles 17 and 18: who is of age has full capacity for civil acts


def require_firm(actor: Actor, *, firm_id: UUID, verb: str, also: tuple[Role, ...] = ()) -> None:
    """The firm's own people, or a relationship manager who helps them; for others the firm is not there.

    `firm_id` is the party that borrows everywhere in this folder: a firm, or a person who borrows for themselves.
    """
    actor.require(*HELPERS, *also, verb=verb)
    require_party(actor, party_id=firm_id)


def require_signer(actor: Actor, *, firm_id: UUID, verb: str) -> None:
    """Only the firm's own people bind the firm, and only a person binds themselves."""
    actor.require(Role.CUSTOMER, verb=verb)
    require_party(actor, party_id=firm_id)


def require_of_age(actor: Actor, *, party_id: UUID, on: date) -> None:
    """Who borrows for themselves has said who they are, and is old enough to bind themselves."""
    require_person(actor, party_id=party_id)
    age = years_old(party_id, on=on)
    if age is None or age < FULL_AGE:
        raise TooYoung(where="party_id", age=FULL_AGE)


def product_of(application: ApplicationView) -> Product:
    """The product version that the application was started under; with a season, due after the crop's harvest."""
    found = product_version(application.product_code, application.product_version)
    if found.season is None:
        return found
    return seasoned(found, crop=application.purpose, party_id=application.firm_id, on=business_date())


def check_headroom(*, asked: ApplicationView, amount: Money, is_person: bool = False) -> None:
    """Refuses when the amount, with all that the firm owes or may draw already, passes the product's highest.

    A household buys a phone although it pays for a scooter: for a person what their household owes under the same
    product counts, and what all products come to together is bounded by affordability, the rulebook and the person's
    own limit. What is added up here holds under the lock of `hold_debtors` only.
    """
    if is_person:
        adults = debtors_with([asked.firm_id])[asked.firm_id]  # two of a house do not borrow twice for one field
        owed = principal_owed(adults, currency=amount.currency, under=[asked.product_code])
    else:
        found = exposures_each([asked.firm_id], on=business_date(), currency=amount.currency)
        owed = found[asked.firm_id].counted_minor if asked.firm_id in found else 0
    most = product_of(asked).highest
    if owed + amount.minor > most.minor:
        raise NoHeadroom(where="amount", owed=Money(owed), most=most)


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
    return max(0, whole_months(founded_on, on))
