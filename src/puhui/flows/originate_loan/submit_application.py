"""A firm or a person submits: consent is checked, facts are measured, the decision is made, offers or a case follow."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.ask_sources import ask_sources
from puhui.flows.farm.facts_of_farm import facts_of_farm
from puhui.flows.farm.groups import require_group
from puhui.flows.farm.household_signs import is_farm
from puhui.flows.lease_equipment.required import require_equipment
from puhui.flows.measure_facts import decision_facts, representatives
from puhui.flows.originate_loan.answers import ApplicationDecided
from puhui.flows.originate_loan.audience import require_audience
from puhui.flows.originate_loan.drafting import finished_drafts
from puhui.flows.originate_loan.facts_of_book import facts_of_book
from puhui.flows.originate_loan.facts_of_person import facts_of_person
from puhui.flows.originate_loan.standing import (
    check_headroom,
    drafts_of,
    months_since,
    product_of,
    reasons_of,
    require_firm,
)
from puhui.flows.originate_loan.telling import tell_of_offers, tell_of_refusal, tell_of_review
from puhui.flows.pay_payee.checking import check_payee_of, is_less_than_basket
from puhui.flows.pay_payee.telling_shops import LESS_THAN_BASKET, follow_basket
from puhui.flows.protect_person.before_lending import check_before_lending
from puhui.flows.send_papers import require_papers
from puhui.foundation.casework.facade import open_case
from puhui.foundation.catalogue.facade import check_product
from puhui.foundation.consent.facade import require_consent
from puhui.foundation.documents.facade import invoice_summary
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import PartyCard, PartyKind, hold_debtors, home_date, party_card, within_reach
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.kernel.ports import NO_SOURCES, SourceConnector
from puhui.products.origination.facade import (
    ApplicationView,
    ReasonView,
    application,
    check_alone,
    expire_on,
    link_case,
    make_offers,
    move_application,
    record_decision,
)
from puhui.products.payees.facade import MessageKind
from puhui.risk.decisioning.facade import Decision, DecisionRequest, FactValue, decide_and_record
from puhui.risk.facts.facade import facts_from_invoices

# Without which consent, over which data, nothing may be assessed.
ASSESSMENT: Final = {
    PartyKind.ORGANISATION: ("credit_assessment", "tax_invoices"),
    PartyKind.PERSON: ("personal_assessment", "person_declared"),
}


def submit_application(
    call: Call, *, application_id: UUID, sources: SourceConnector = NO_SOURCES
) -> ApplicationDecided:
    """Asks the sources that consents cover, side by side and outside of the transaction; then decides, with reasons.

    Nothing is asked or read without a consent that covers it. Without connected sources only invoices are looked at, or
    what a person states of themselves.
    """
    if sources.is_connected:
        _ask(call, application_id=application_id, sources=sources)
    return _submit(call, application_id=application_id, with_sources=sources.is_connected)


def _ask(call: Call, *, application_id: UUID, sources: SourceConnector) -> None:
    """Asks about the firm and who represents it, or the person, when the application can still be submitted."""
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb="submit an application")
    if asked.state != "draft":
        return
    step = replace(call, key=f"ask/{derived_id(application_id, call.key)}")
    people = [p for p in representatives(call.actor, firm_id=asked.firm_id) if within_reach(call.actor, party_id=p)]
    ask_sources(step, party_ids=[asked.firm_id, *people], connector=sources)


@use_case("originate_loan.submit_application", answers=ApplicationDecided, subject="application_id")
def _submit(call: Call, *, application_id: UUID, with_sources: bool) -> ApplicationDecided:
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb="submit an application")
    hold_debtors(asked.firm_id)
    on = business_date()
    move_application(asked.id, "submit", submitted_at=call.at)
    expire_on(on, firm_id=asked.firm_id)  # what ran out does not stand in the way of a new application
    check_alone(application_id=asked.id, firm_id=asked.firm_id, product_code=asked.product_code)
    applicant = party_card(call.actor, party_id=asked.firm_id)
    check_headroom(asked=asked, amount=asked.amount, is_person=applicant.kind == PartyKind.PERSON)
    if applicant.kind == PartyKind.PERSON:
        check_before_lending(asked.firm_id, product=product_of(asked), amount=asked.amount, on=home_date(call.at))
    purpose, scope = ASSESSMENT[applicant.kind]
    require_consent(party_id=asked.firm_id, purpose=purpose, scope=(scope,), on=on)
    require_group(product_of(asked), party_id=asked.firm_id)
    check_product(product_of(asked), on=on)
    require_audience(product_of(asked), party_id=asked.firm_id, on=on)
    check_payee_of(asked)
    require_equipment(application_id=asked.id, product=product_of(asked))
    require_papers(asked, before="sending")
    decision = decide_and_record(call, request=_request(call, asked, applicant, on=on, with_sources=with_sources))
    outcome, reasons = decision.outcome, reasons_of(decision.reasons)
    if outcome == "approve" and is_less_than_basket(asked, [offer.amount_minor for offer in decision.offers]):
        outcome, reasons = "decline", [LESS_THAN_BASKET]
    record_decision(asked.id, step=outcome, on=on, decision_id=decision.decision_id, reasons=reasons)
    offer_ids, case_id = _follow_up(call, asked, outcome=outcome, reasons=reasons, decision=decision, on=on)
    return ApplicationDecided(asked.id, outcome, decision.decision_id, tuple(offer_ids), case_id)


def _request(
    call: Call, asked: ApplicationView, applicant: PartyCard, *, on: date, with_sources: bool
) -> DecisionRequest:
    """The application, who makes it and what is known of them, as the decision takes it."""
    is_person = applicant.kind == PartyKind.PERSON
    facts = _facts_of_invoices(asked.firm_id, on=on) if not is_person else {}
    purpose = f"decision {asked.id}"
    # What was told of a person earlier is used under its consent, although nobody can be asked now.
    found = decision_facts(call, firm_id=asked.firm_id, purpose=purpose, over_the_wire=with_sources or is_person)
    own = facts_of_person(found.values) if is_person else {}
    return DecisionRequest(
        application_id=asked.id,
        firm_id=asked.firm_id,
        as_of=on,
        product_code=asked.product_code,
        amount_minor=asked.amount.minor,
        term_months=asked.term_months,
        method=asked.method,
        purpose=asked.purpose,
        applicant={
            "kind": str(applicant.kind),
            "industry": applicant.industry,
            "region": applicant.region,
            "months_since_founding": months_since(applicant.founded_on, on=on),
            **({"sources_missing": len(found.missing)} if with_sources else {}),
        },
        facts=facts | facts_of_book(asked.firm_id, on=on) | found.values | own | _facts_of_farm(asked, on=on),
    )


def _facts_of_invoices(firm_id: UUID, *, on: date) -> dict[str, FactValue]:
    facts = facts_from_invoices(invoice_summary(firm_id=firm_id, as_of=on))
    return {name: fact.value for name, fact in facts.items()}


def _facts_of_farm(asked: ApplicationView, *, on: date) -> dict[str, FactValue]:
    """What is known of the farm, where the product is for farms."""
    return facts_of_farm(asked.firm_id, crop=asked.purpose, on=on) if is_farm(product_of(asked)) else {}


def _follow_up(
    call: Call, asked: ApplicationView, *, outcome: str, reasons: Sequence[ReasonView], decision: Decision, on: date
) -> tuple[list[UUID], UUID | None]:
    """Offers after an approval, a case for two pairs of eyes after a referral, nothing after a refusal."""
    if outcome == "approve":
        product = product_of(asked)
        drafts = finished_drafts(
            drafts_of(decision.offers), asked=asked, product=product, on=on, made_of=decision.price_parts
        )
        # One policy serves many products: a way or a term that this product does not have is no offer of it.
        drafts = [d for d in drafts if d.method in product.methods and d.term_months in product.terms_months]
        if product.form == "checkout":  # a basket is paid whole or not at all
            drafts = [draft for draft in drafts if draft.amount_minor == asked.amount.minor]
        offer_ids = make_offers(
            call, application=asked, product=product, drafts=drafts, on=on, paid_to=check_payee_of(asked)
        )
        tell_of_offers(call, asked=asked, count=len(offer_ids), on=on)
        follow_basket(call, application_id=asked.id, kind=MessageKind.APPROVED)
        return offer_ids, None
    if outcome == "refer":
        tell_of_review(call, asked=asked, on=on)
        return [], _refer(call, asked, reason="; ".join(r.code for r in decision.reasons) or "referred", on=on)
    tell_of_refusal(call, asked=asked, reasons=reasons, is_final=False)
    follow_basket(call, application_id=asked.id, kind=MessageKind.REFUSED)
    return [], None


def _refer(call: Call, asked: ApplicationView, *, reason: str, on: date) -> UUID:
    """Opens the review of an application, or gives the one that is open."""
    due_on = on + timedelta(days=product_of(asked).review_days)
    case_id = open_case(
        call, kind="review", subject=str(asked.id), party_id=asked.firm_id, due_on=due_on, reason=reason
    )
    link_case(asked.id, case_id=case_id)
    return case_id
