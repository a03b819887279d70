"""Decides at once on the facts that are kept of a party: score, policy, price and reasons, without an application.

Nobody is asked, nothing is measured anew and no offer binds: a program that compares, pre-checks or prices asks here.
Facts of which something newer is known, or that are too old, are refused, not used. The decision is kept like every
other one, so that it replays; each fact in it leads to the record that it was taken from.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.flows.farm.facts_of_farm import facts_of_farm
from puhui.flows.farm.household_signs import is_farm
from puhui.flows.originate_loan.audience import require_audience
from puhui.flows.originate_loan.facts_of_book import facts_of_book
from puhui.flows.originate_loan.facts_of_person import facts_of_person
from puhui.flows.originate_loan.relationship_price import priced_drafts
from puhui.flows.originate_loan.standing import drafts_of, months_since
from puhui.flows.originate_loan.submit_application import ASSESSMENT
from puhui.foundation.catalogue.facade import (
    PolicyFile,
    Product,
    check_product,
    check_request,
    newest_on,
    policies_in,
    product,
)
from puhui.foundation.consent.facade import covered_scopes_each, require_consent
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    FirmTraits,
    PartyKind,
    home_date,
    legal_representatives,
    traits_seen,
)
from puhui.foundation.sources.facade import Subject, note_reading, source_definitions
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.facade import OfferDraft
from puhui.risk.decisioning.facade import Decision, DecisionRequest, FactValue, Reason, decide_and_record
from puhui.risk.facts.facade import FACTS, FactsHeld, definition_of, fact_rules, facts_held

FOLDER: Final = "stored_facts"
INVOICES: Final = "tax_invoices"
ASKING: Final = (Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER)


class StoredFactsPolicy(PolicyFile):
    """How old facts may be when nothing else is looked at."""

    most_days: int


class FactsNotFresh(Refusal):
    """Something newer is known of the party than its facts say, or they are too old, or were never measured."""

    code = "facts_not_fresh"
    http_status = 409
    text = Text(
        en="The facts kept of this customer are not fresh. They are measured anew in the background: ask again in a moment, or submit an application.",  # noqa: E501 - one sentence
        zh="所存客户数据项不是最新，系统正在后台重新测算。请稍后重试，或直接提交申请。",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOffer:
    """What would be offered: the price is the one of this customer and place; no costs beside interest are in it."""

    amount: Money
    term_months: int
    method: str
    annual_rate_pct: Decimal
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    """The answer, with what it was made by; `measured_on` is the day of the oldest facts in it."""

    decision_id: UUID
    party_id: UUID
    outcome: str
    score: int
    band: str
    pd: Decimal
    offers: tuple[StoredOffer, ...]
    reasons: tuple[Reason, ...]
    policy: str
    model: str
    measured_on: date
    facts: int


@use_case("decide_on_stored_facts", answers=StoredDecision, subject="party_id")
def decide_on_stored_facts(
    call: Call, *, party_id: UUID, product_code: str, amount: Money, term_months: int, method: str, purpose: str
) -> StoredDecision:
    """One decision, as the same request would get it by an application whose sources had just been asked."""
    call.actor.require(*ASKING, verb="decide on stored facts")
    known = traits_seen(call.actor, party_id=party_id)
    on = business_date()
    offered = product(product_code, on=on)
    check_product(offered, on=on)
    check_request(offered, amount=amount, term_months=term_months, method=method, purpose=purpose)
    require_audience(offered, party_id=party_id, on=on, known=known)
    asked = DecisionRequest(
        application_id=derived_id(party_id, f"{call.actor.id}/{call.key}"),
        firm_id=party_id,
        as_of=on,
        product_code=product_code,
        amount_minor=amount.minor,
        term_months=term_months,
        method=method,
        purpose=purpose,
    )
    found = _known(call, asked, offered=offered, known=known)
    decision = decide_and_record(call, request=found.request, without_application=True)
    return _told(decision, found, party_id=party_id, offers=_offers(decision, found, offered=offered))


@dataclass(frozen=True, slots=True)
class _Known:
    """The request with its facts, of which day the oldest are, and what is kept of the party itself."""

    request: DecisionRequest
    measured_on: date
    facts: int
    held: FactsHeld


def _known(call: Call, asked: DecisionRequest, *, offered: Product, known: FirmTraits) -> _Known:
    """What is kept of the party and of who represents it, as far as a consent of each still covers its source."""
    assert asked.firm_id is not None
    on, is_person = asked.as_of, known.kind == PartyKind.PERSON
    people = [] if is_person else legal_representatives(asked.firm_id)[:1]
    held = facts_held([asked.firm_id, *people])
    covered = covered_scopes_each(held, on=on)
    purpose, scope = ASSESSMENT[PartyKind(known.kind)]
    if (purpose, scope) not in covered[asked.firm_id]:
        require_consent(party_id=asked.firm_id, purpose=purpose, scope=(scope,), on=on)  # refuses in words
    measured_on = _oldest(list(held.values()), on=on)
    values: dict[str, FactValue] = {}
    missing = 0
    for party_id, kept in held.items():
        subject: Subject = "person" if is_person or party_id in people else "organisation"
        sources = source_definitions(on=on, subject=subject)
        allowed = {n for n, one in sources.items() if one.kind == "house" or (one.purpose, n) in covered[party_id]}
        told = _told_by(kept, allowed, into=values, on=on)
        missing += len({name for name in allowed - told if sources[name].kind == "asked" and sources[name].is_active})
        if told:
            reader = replace(call, actor=SYSTEM)
            note_reading(reader, party_id=party_id, sources=sorted(told), purpose=f"decision {asked.application_id}")
    own = facts_of_person(values) if is_person else {}
    farm = facts_of_farm(asked.firm_id, crop=asked.purpose, on=on) if is_farm(offered) else {}
    applicant = {
        "kind": known.kind,
        "industry": known.industry,
        "region": known.region,
        "months_since_founding": months_since(known.founded_on, on=on),
        "sources_missing": missing,
    }
    facts = values | facts_of_book(asked.firm_id, on=on) | own | farm
    return _Known(replace(asked, applicant=applicant, facts=facts), measured_on, len(values), held[asked.firm_id])


def _told_by(kept: FactsHeld, allowed: Collection[str], *, into: dict[str, FactValue], on: date) -> set[str]:
    """Puts the facts of allowed sources with the others; which sources had told something."""
    told: set[str] = set()
    for record in kept.records:
        source = INVOICES if record.name in FACTS else fact_rules(on=on)[record.name].source
        if source in allowed:
            into[record.name] = _value(record.value)
            told |= {source} if record.answer_ids else set()
    return told


def _oldest(held: list[FactsHeld], *, on: date) -> date:
    """The day of the oldest measurement; refuses facts that are not fresh, or are measured otherwise by now."""
    most = newest_on(on, policies_in(StoredFactsPolicy, FOLDER)).most_days
    days = [home_date(one.measured_at) for one in held if one.measured_at is not None]
    is_old = len(days) < len(held) or min(days) < on - timedelta(days=most)
    is_other = any(record.definition != definition_of(record.name, on=on) for one in held for record in one.records)
    if is_old or is_other or any(one.is_stale for one in held):
        raise FactsNotFresh(where="party_id")
    return min(days)


def _value(kept: str | None) -> FactValue:
    if kept is None:
        return None
    return Decimal(kept) if "." in kept else int(kept)


def _offers(decision: Decision, found: _Known, *, offered: Product) -> list[OfferDraft]:
    """The offers of an approval at the price of this customer and place, as far as the product has them."""
    asked = found.request
    assert asked.firm_id is not None
    drafts = [
        one
        for one in drafts_of(decision.offers)
        if one.method in offered.methods and one.term_months in offered.terms_months
    ]
    return priced_drafts(
        drafts,
        borrower_id=asked.firm_id,
        region=str(asked.applicant["region"]),
        purpose=asked.purpose,
        product=offered,
        made_of=decision.price_parts,
        on=asked.as_of,
        held=found.held,
    )


def _told(decision: Decision, found: _Known, *, party_id: UUID, offers: list[OfferDraft]) -> StoredDecision:
    assert decision.decision_id is not None  # it was recorded
    return StoredDecision(
        decision_id=decision.decision_id,
        party_id=party_id,
        outcome=decision.outcome,
        score=decision.score,
        band=decision.band,
        pd=decision.pd,
        offers=tuple(
            StoredOffer(
                amount=Money(one.amount_minor),
                term_months=one.term_months,
                method=one.method,
                annual_rate_pct=one.annual_rate_pct,
                label=one.label,
            )
            for one in offers
        ),
        reasons=decision.reasons,
        policy=decision.policy_version,
        model=decision.scorecard_version,
        measured_on=found.measured_on,
        facts=found.facts,
    )
