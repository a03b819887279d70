"""Makes offers with their cost sheets, shows them with proof, and lets one be accepted."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from puhui.foundation.catalogue.facade import (
    Product,
    check_all_in_cost,
    check_amount,
    check_price,
    check_request,
    fee_minor,
    loan_terms,
    lpr,
    parameters_on,
)
from puhui.foundation.party.facade import region_of
from puhui.kernel.actors import Call
from puhui.kernel.dates import add_months
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import (
    ApplicationView,
    CommitmentQuote,
    FeeLine,
    OfferDraft,
    OfferExpired,
    OfferGone,
    OfferState,
    OfferView,
    ProofMissing,
    QuoteTerms,
    RepricingLine,
)
from puhui.products.origination.models import DisplayProof, Offer
from puhui.products.origination.queries import TERMS
from puhui.products.origination.rules.cost_sheet import cost_sheet, sheet_digest
from puhui.products.origination.rules.reading import seconds_read

_NAMED_RULES = ("all_in_cost_cap_pct", "all_in_cost_cap_lpr_multiple", "cost_sheet_required")


def quote_terms(product: Product, *, draft: OfferDraft, on: date, paid_to: Text | None = None) -> QuoteTerms:
    """What a cost sheet is made from, for terms of the product on a day."""
    amount = Money(draft.amount_minor, product.currency)
    rules = parameters_on(on, jurisdiction=product.jurisdiction)
    return QuoteTerms(
        product_code=product.code,
        product_version=product.version,
        product_name=product.name,
        lender=product.lender,
        terms=loan_terms(
            product,
            amount=amount,
            term_months=draft.term_months,
            method=draft.method,
            annual_rate_pct=draft.annual_rate_pct,
            disbursement_on=on,
        ),
        term_months=draft.term_months,
        fees=tuple(
            FeeLine(
                code=rule.code,
                name=rule.name,
                way=rule.way,
                receiver=rule.receiver,
                kind=rule.kind,
                amount_minor=fee_minor(rule, amount=amount),
                rate_pct=rule.rate_pct,
                is_exempt=rule.is_exempt,
                basis=rule.basis,
            )
            for rule in product.fees
        ),
        lpr_pct=lpr(on, tenor=product.price.benchmark, jurisdiction=product.jurisdiction),
        benchmark=product.price.benchmark,
        repricing=RepricingLine(**product.repricing.model_dump()) if product.repricing else None,
        form=product.form,
        commitment=_commitment(product, term_months=draft.term_months, on=on),
        rule_ids=tuple(rules[name].rule_id for name in _NAMED_RULES if name in rules),
        subsidy=draft.subsidy,
        base_rate_pct=draft.base_rate_pct,
        price_parts=draft.price_parts,
        price_terms=draft.price_terms,
        paid_to=paid_to,
        cooling_off_days=product.conduct.cooling_off_days if product.conduct else 0,
        disclosures=product.disclosures,
        income_share_pct=product.income_link.share_pct if product.income_link else Decimal(0),
        least_due_pct=product.income_link.least_due_pct if product.income_link else Decimal(0),
    )


def _commitment(product: Product, *, term_months: int, on: date) -> CommitmentQuote | None:
    block = product.facility
    if block is None or block.commitment_fee_receiver is None:
        return None
    until = add_months(on, min(block.availability_months, term_months))
    return CommitmentQuote(yearly_pct=block.commitment_fee_pct, receiver=block.commitment_fee_receiver, until=until)


def check_offer(
    product: Product, *, draft: OfferDraft, purpose: str, on: date, paid_to: Text | None = None
) -> QuoteTerms:
    """Refuses terms that the product does not have, and a cost above a cap; gives what the sheet is made from."""
    amount = Money(draft.amount_minor, product.currency)
    check_amount(product, amount=amount)
    check_request(product, amount=amount, term_months=draft.term_months, method=draft.method, purpose=purpose)
    check_price(product, annual_rate_pct=draft.annual_rate_pct)
    return quote_terms(product, draft=draft, on=on, paid_to=paid_to)


def make_offers(
    call: Call,
    *,
    application: ApplicationView,
    product: Product,
    drafts: Sequence[OfferDraft],
    on: date,
    paid_to: Text | None = None,
) -> list[UUID]:
    """Writes the offers, each with its cost sheet; one that breaks a cap is refused, and none is written.

    `paid_to`: who is paid instead of the borrower, as the sheet names it.
    """
    offers = [
        _offer(call, application=application, product=product, draft=draft, n=n, on=on, paid_to=paid_to)
        for n, draft in enumerate(drafts, 1)
    ]
    Offer.objects.bulk_create(offers)
    return [offer.id for offer in offers]


def show(call: Call, *, offer: OfferView, language: str, on: date) -> UUID:
    """Keeps that the sheet is on the screen from now on; refuses an offer that nobody can accept any more."""
    check_open(offer, on=on)
    if sheet_digest(offer.sheet) != offer.sheet_hash:
        raise RuntimeError(f"the cost sheet of offer {offer.id} is not the one that was made")
    proof_id = new_id()
    DisplayProof.objects.create(
        id=proof_id,
        offer_id=offer.id,
        shown_to=call.actor.party_id or call.actor.id,
        language=language,
        sheet_hash=offer.sheet_hash,
        product_version=offer.sheet["product"]["version"],
        channel=call.channel,
        shown_at=call.at,
    )
    return proof_id


def confirm_reading(
    call: Call, *, offer: OfferView, proof_id: UUID, seconds_shown: int | None, least: int
) -> DisplayProof:
    """Confirms that the very sheet of this offer was read by this person for long enough."""
    reader = call.actor.party_id or call.actor.id
    proof = DisplayProof.objects.filter(
        id=proof_id, offer_id=offer.id, shown_to=reader, sheet_hash=offer.sheet_hash, confirmed_at=None
    ).first()
    if proof is None:
        raise ProofMissing(where="proof_id")
    proof.seconds_measured = seconds_read(shown_at=proof.shown_at, now=call.at, claimed=seconds_shown, least=least)
    proof.seconds_shown, proof.confirmed_at = seconds_shown, call.at
    proof.save(update_fields=["seconds_measured", "seconds_shown", "confirmed_at"])
    return proof


def take_offer(*, offer: OfferView) -> None:
    """Accepts the offer and lets its siblings lapse. The application's own step decides who wins."""
    taken = Offer.objects.filter(id=offer.id, state=OfferState.OPEN).update(state=OfferState.ACCEPTED)
    if not taken:
        raise OfferGone(where="offer_id", state=OfferState.LAPSED.value)
    Offer.objects.filter(application_id=offer.application_id, state=OfferState.OPEN).update(state=OfferState.LAPSED)


def check_open(offer: OfferView, *, on: date) -> None:
    """Refuses an offer that was accepted, has lapsed, or whose day has passed."""
    if offer.state != OfferState.OPEN:
        raise OfferGone(where="offer_id", state=offer.state)
    if on > offer.valid_until:
        raise OfferExpired(where="offer_id", until=offer.valid_until)


def _offer(
    call: Call,
    *,
    application: ApplicationView,
    product: Product,
    draft: OfferDraft,
    n: int,
    on: date,
    paid_to: Text | None,
) -> Offer:
    quote = check_offer(product, draft=draft, purpose=application.purpose, on=on, paid_to=paid_to)
    sheet = cost_sheet(quote)
    offer = Offer(
        id=new_id(),
        application_id=application.id,
        n=n,
        label=draft.label[:40],
        amount_minor=draft.amount_minor,
        term_months=draft.term_months,
        method=draft.method,
        annual_rate_pct=draft.annual_rate_pct,
        all_in_cost_pct=sheet["all_in_cost_pct"],
        loan_terms=TERMS.dump_python(quote.terms, mode="json"),
        cost_sheet=sheet,
        sheet_hash=sheet_digest(sheet),
        state=OfferState.OPEN,
        valid_until=on + timedelta(days=product.offer_valid_days),
        made_at=call.at,
    )
    check_sheet(sheet["all_in_cost_pct"], product=product, n=n, on=on, region=region_of(application.firm_id))
    return offer


def check_sheet(all_in_cost_pct: str, *, product: Product, n: int, on: date, region: str = "") -> None:
    """Refuses an all-in cost above a cap in force, in the nation and in the borrower's region."""
    check_all_in_cost(Decimal(all_in_cost_pct), what=f"offer {n} of {product.code}", on=on, of=product, region=region)
