"""What is known of a firm and who represents it, measured and kept: for a decision, and when something new came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from puhui.flows.ask_sources import consent_for
from puhui.foundation.consent.facade import NoConsent, require_consent
from puhui.foundation.documents.facade import invoice_summary
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import PartyKind, PartyRoleKind, home_date, party_card
from puhui.foundation.sources.facade import Subject, source_definitions
from puhui.kernel.actors import SYSTEM, Call
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


def facts_known(party_id: UUID, *, at: datetime) -> dict[str, KnownFact]:
    """All facts of a party at an instant from what a consent still covers: invoices of a firm, and its sources."""
    card = party_card(SYSTEM, party_id=party_id)
    subject: Subject = "person" if card.kind == PartyKind.PERSON else "organisation"
    on = home_date(at)
    allowed = [
        name
        for name, one in source_definitions(on=on, subject=subject).items()
        if one.kind == "house" or consent_for(one, party_id=party_id, on=on) is not None
    ]
    declared = source_facts(party_id=party_id, at=at, subject=subject, allowed=allowed)
    return declared if subject == "person" else {**_of_invoices(party_id, at=at), **declared}


def decision_facts(call: Call, *, firm_id: UUID) -> Mapping[str, KnownFact]:
    """The facts that a decision on a firm takes from sources: those of the firm and of who represents it; kept."""
    firm = party_card(call.actor, party_id=firm_id)
    people = [role.other_id for role in firm.roles if role.role == PartyRoleKind.LEGAL_REPRESENTATIVE]
    found: dict[str, KnownFact] = {}
    for party_id in (firm_id, *people[:1]):
        facts = facts_known(party_id, at=call.at)
        store_facts(call, party_id=party_id, facts=facts)
        found |= {name: fact for name, fact in facts.items() if fact.source != INVOICES}
    return found


def _of_invoices(firm_id: UUID, *, at: datetime) -> dict[str, KnownFact]:
    """The facts of a firm's invoices, where a consent covers them."""
    on = home_date(at)
    try:
        require_consent(party_id=firm_id, purpose="credit_assessment", scope=(INVOICES,), on=on)
    except NoConsent:
        return {}
    facts = facts_from_invoices(invoice_summary(firm_id=firm_id, as_of=on))
    return {
        name: KnownFact(name, f.value, INVOICES, definition_of(name, on=on), (), f.as_of, at, "fresh", "file")
        for name, f in facts.items()
    }
