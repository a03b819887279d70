"""What is known of a firm and who represents it, measured and kept: for a decision, and when something new came in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.flows.note_own_repayment import note_own_repayment
from puhui.foundation.consent.facade import covered_scopes, covered_scopes_each
from puhui.foundation.documents.facade import InvoiceSummary, invoice_summaries
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    PartyKind,
    home_date,
    identities_of,
    identity_of,
    legal_representatives,
    require_party,
)
from puhui.foundation.sources.facade import Subject, note_reading, source_definitions
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.risk.facts.facade import (
    KnownFact,
    definition_of,
    facts_from_invoices,
    source_facts_of,
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
    return _known({party_id: subject or _subject(party_id)}, at=at)[party_id]


def facts_known_each(party_ids: Collection[UUID], *, at: datetime) -> dict[UUID, dict[str, KnownFact]]:
    """The same of many parties, in as many statements for a hundred as for one."""
    firms = identities_of(party_ids)
    subjects: dict[UUID, Subject] = {one: "organisation" if one in firms else "person" for one in party_ids}
    return _known(subjects, at=at)


def _known(subjects: Mapping[UUID, Subject], *, at: datetime) -> dict[UUID, dict[str, KnownFact]]:
    on, parties = home_date(at), list(subjects)
    covered, allowed = covered_scopes_each(parties, on=on), dict[UUID, set[str]]()
    for one, subject in subjects.items():
        sources = source_definitions(on=on, subject=subject)
        allowed[one] = {n for n, told in sources.items() if told.kind == "house" or (told.purpose, n) in covered[one]}
    asked = [(one, at, subject) for one, subject in subjects.items()]
    declared = source_facts_of(asked, allowed=[allowed[one] for one in parties])
    bring = [one for one in parties if INVOICES in allowed[one]]
    invoices = invoice_summaries(firm_ids=bring, as_of=on)
    return {
        one: {**(_of_invoices(invoices[one], at=at) if one in invoices else {}), **facts}
        for one, facts in zip(parties, declared, strict=True)
    }


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


def _of_invoices(summary: InvoiceSummary, *, at: datetime) -> dict[str, KnownFact]:
    """The facts of a firm's invoices."""
    on = home_date(at)
    facts = facts_from_invoices(summary)
    return {
        name: KnownFact(name, f.value, INVOICES, definition_of(name, on=on), (), f.as_of, at, "fresh", "file")
        for name, f in facts.items()
    }
