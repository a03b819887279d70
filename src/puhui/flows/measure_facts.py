"""What is known of a firm and who represents it, measured and kept: for a decision, and when something new came in."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.flows.note_own_repayment import note_own_repayment
from puhui.foundation.consent.facade import covered_scopes
from puhui.foundation.documents.facade import invoice_summary
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import PartyKind, home_date, identity_of, legal_representatives, require_party
from puhui.foundation.sources.facade import Subject, note_reading, source_definitions
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.risk.facts.facade import (
    KnownFact,
    definition_of,
    facts_from_invoices,
    source_facts,
    store_facts,
)

INVOICES: Final = "tax_invoices"


@dataclass(frozen=True, slots=True)
class FactsMeasured:
    """How many facts of a party differ from before."""

    party_id: UUID
    changed: int


@use_case("flows.refresh_facts", answers=FactsMeasured, subject="party_id")
def refresh_facts(call: Call, *, party_id: UUID) -> FactsMeasured:
    """Measures a party's facts anew and keeps what differs; twice in a row the second one changes nothing."""
    return FactsMeasured(party_id, store_facts(call, party_id=party_id, facts=facts_known(party_id, at=call.at)))


def facts_known(party_id: UUID, *, at: datetime, subject: Subject | None = None) -> dict[str, KnownFact]:
    """All facts of a party at an instant from what a consent still covers: invoices of a firm, and its sources."""
    subject, on = subject or _subject(party_id), home_date(at)
    covered = covered_scopes(party_id=party_id, on=on)
    sources = source_definitions(on=on, subject=subject)
    allowed = [name for name, one in sources.items() if one.kind == "house" or (one.purpose, name) in covered]
    declared = source_facts(party_id=party_id, at=at, subject=subject, allowed=allowed)
    if INVOICES not in allowed:
        return declared
    return {**_of_invoices(party_id, at=at), **declared}


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a decision takes from sources: every declared fact (None: unknown), and which sources should have told."""

    values: dict[str, Decimal | int | None]
    missing: tuple[str, ...]


def decision_facts(call: Call, *, firm_id: UUID, purpose: str, over_the_wire: bool = True) -> DecisionFacts:
    """The facts of who borrows (of a firm: and who represents it), kept with their lineage; the reading is noted.

    `missing` are the sources that a consent covers and that have nothing to use: down, nonsense, or never asked.
    Not `over_the_wire`: only what our own books say and what the firm brought; nobody else is missed.
    """
    values: dict[str, Decimal | int | None] = {}
    missing: list[str] = []
    people = representatives(call.actor, firm_id=firm_id)
    about: list[tuple[UUID, Subject]] = [(firm_id, _subject(firm_id)), *((one, "person") for one in people)]
    note_own_repayment(call, party_ids=[party_id for party_id, _ in about], on=business_date())
    for party_id, subject in about:
        facts = facts_known(party_id, at=call.at, subject=subject)
        store_facts(call, party_id=party_id, facts=facts)
        if not over_the_wire:
            near = _near_at_hand(home_date(call.at), subject=subject)
            values |= {name: fact.value for name, fact in facts.items() if fact.source in near}
            continue
        told = {fact.source for fact in facts.values() if fact.answer_ids}
        missing += sorted(_asked_with_consent(party_id, subject=subject, on=home_date(call.at)) - told)
        if told:
            note_reading(replace(call, actor=SYSTEM), party_id=party_id, sources=sorted(told), purpose=purpose)
        values |= {name: fact.value for name, fact in facts.items() if fact.source != INVOICES}
    return DecisionFacts(values, tuple(missing))


def representatives(actor: Actor, *, firm_id: UUID) -> list[UUID]:
    """Who represents the firm before the law: one person, or nobody yet; a person represents themselves."""
    require_party(actor, party_id=firm_id)
    return legal_representatives(firm_id)[:1]


def _near_at_hand(on: date, *, subject: Subject) -> set[str]:
    """The sources that need no wire: our own books, and what the customer brought."""
    sources = source_definitions(on=on, subject=subject)
    return {name for name, one in sources.items() if one.kind in ("house", "brought")}


def _asked_with_consent(party_id: UUID, *, subject: Subject, on: date) -> set[str]:
    """The sources that are asked over the wire and that a consent covers."""
    covered = covered_scopes(party_id=party_id, on=on)
    sources = source_definitions(on=on, subject=subject)
    return {
        name
        for name, one in sources.items()
        if one.kind == "asked" and one.is_active and (one.purpose, name) in covered
    }


def _subject(party_id: UUID) -> Subject:
    return "person" if identity_of(party_id).kind == PartyKind.PERSON else "organisation"


def _of_invoices(firm_id: UUID, *, at: datetime) -> dict[str, KnownFact]:
    """The facts of a firm's invoices."""
    on = home_date(at)
    facts = facts_from_invoices(invoice_summary(firm_id=firm_id, as_of=on))
    return {
        name: KnownFact(name, f.value, INVOICES, definition_of(name, on=on), (), f.as_of, at, "fresh", "file")
        for name, f in facts.items()
    }
