"""What a person must see beside a case: the application with its decision, or the loan."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from puhui.flows.originate_loan.find_counter_offers import find_counter_offers
from puhui.foundation.casework.facade import CaseView
from puhui.foundation.party.facade import PartyCard, party_card
from puhui.interfaces.workbench.policy_words import column_label
from puhui.interfaces.workbench.templatetags.workbench import yuan
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.products.collateral.facade import AssetLine, assets_page
from puhui.products.lending.facade import LoanState, LoanView, loan
from puhui.products.origination.facade import ApplicationView, application
from puhui.risk.decisioning.facade import (
    CounterOffer,
    Decision,
    FactValue,
    decision,
    decision_request,
    declared_facts,
)
from puhui.risk.facts.facade import fact_units

MOST_THINGS = 20


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact that was known when it was decided: its name in the page's language, its value in its unit."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the case's subject; parts that do not apply are None."""

    firm: PartyCard | None = None
    application: ApplicationView | None = None
    decision: Decision | None = None
    facts: tuple[FactShown, ...] = ()
    facts_unknown: tuple[str, ...] = ()
    loan: LoanView | None = None
    counter_offers: tuple[CounterOffer, ...] = ()
    things: tuple[AssetLine, ...] = ()

    @property
    def waits_for_money(self) -> bool:
        """True when the loan can be paid out (again)."""
        return self.loan is not None and self.loan.state == LoanState.AWAITING_DISBURSEMENT


def evidence_of_case(actor: Actor, case: CaseView) -> Evidence:
    """Reads the subject, an application or a loan, and what belongs to it."""
    firm = party_card(actor, party_id=case.party_id) if case.party_id else None
    if case.kind == "model_watch":
        return Evidence()
    if case.kind not in ("review", "explanation"):
        return Evidence(firm=firm, loan=_loan(actor, case.subject))
    return evidence_of_application(actor, application(actor, UUID(case.subject)), firm)


def evidence_of_application(actor: Actor, asked: ApplicationView, firm: PartyCard | None) -> Evidence:
    """The decision on an application and the facts that it rests on; and what the firm has in the register."""
    things = tuple(assets_page(actor, owner_id=asked.firm_id, most=MOST_THINGS))
    if asked.decision_id is None:
        return Evidence(firm=firm, application=asked, things=things)
    made = decision(actor, decision_id=asked.decision_id)
    facts = decision_request(actor, decision_id=asked.decision_id).facts
    return Evidence(
        firm=firm,
        application=asked,
        things=things,
        decision=made,
        facts=facts_shown(facts),
        facts_unknown=tuple(column_label(name, {}) for name, value in facts.items() if value is None),
        counter_offers=find_counter_offers(actor, application_id=asked.id),
    )


def facts_shown(facts: Mapping[str, FactValue]) -> tuple[FactShown, ...]:
    """The facts that are known, each as the catalogue or a policy calls and measures it."""
    units = {**{name: told.get("unit") for name, told in declared_facts().items()}, **fact_units()}
    return tuple(
        FactShown(column_label(name, {}), yuan(int(value)) if units.get(name) == "minor" else str(value))
        for name, value in facts.items()
        if value is not None
    )


def _loan(actor: Actor, subject: str) -> LoanView | None:
    """The loan that the case is about; not every subject is one (a job of a night is a name and a day)."""
    try:
        return loan(actor, UUID(subject))
    except (NotFound, ValueError):
        return None
