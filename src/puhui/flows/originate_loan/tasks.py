"""The list of tasks of a draft: what is done, what is missing before it can be sent, and what would help."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from puhui.flows.farm.household_signs import is_farm
from puhui.flows.originate_loan.standing import product_of
from puhui.flows.originate_loan.submit_application import ASSESSMENT
from puhui.flows.protect_person.before_lending import is_asked_for_contact_person
from puhui.foundation.consent.facade import covered_scopes
from puhui.foundation.documents.facade import invoice_span, papers_about
from puhui.foundation.party.facade import PartyKind, home_date, household_of, party_card
from puhui.foundation.sources.facade import known_answers
from puhui.kernel.actors import Actor
from puhui.products.origination.facade import ApplicationView

DECLARED = "person_declared"


class TaskKind(StrEnum):
    """What there is to do, in the order in which it is done."""

    DETAILS = "details"
    WHO = "who"
    CONSENT = "consent"
    INVOICES = "invoices"
    INCOME = "income"
    HOUSEHOLD = "household"
    PAPERS = "papers"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Task:
    """One task. Without a needed one nothing can be sent; the others help."""

    kind: TaskKind
    is_done: bool
    is_needed: bool


def tasks_of(actor: Actor, *, asked: ApplicationView, at: datetime) -> tuple[Task, ...]:
    """The tasks of a draft that the actor may see."""
    card, product, on = party_card(actor, party_id=asked.firm_id), product_of(asked), home_date(at)
    is_person = card.kind == PartyKind.PERSON
    given = ASSESSMENT[card.kind] in covered_scopes(party_id=asked.firm_id, on=on)
    found = [
        Task(TaskKind.DETAILS, True, True),
        Task(TaskKind.WHO, card.is_identified, True),
        Task(TaskKind.CONSENT, given, True),
    ]
    if is_person:
        declared = DECLARED in known_answers(party_id=asked.firm_id, at=at)
        found.append(Task(TaskKind.INCOME, declared, False))
    else:
        found.append(Task(TaskKind.INVOICES, invoice_span(firm_id=asked.firm_id) is not None, False))
    if is_person and is_farm(product):
        found.append(Task(TaskKind.HOUSEHOLD, household_of(asked.firm_id) is not None, True))
    required = {rule.code for rule in product.documents if rule.required and rule.before == "sending"}
    if product.documents:
        sent = {one.kind for one in papers_about(actor, subject_id=asked.id)}
        found.append(Task(TaskKind.PAPERS, required <= sent, bool(required)))
    if is_person and is_asked_for_contact_person(actor, asked.firm_id, product=product, on=on):
        found.append(Task(TaskKind.CONTACT, False, False))
    return tuple(found)
