"""What a relationship manager's customers owe and are late with, and what is new of them: a few statements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from puhui.flows.exposures import PartyExposure, exposures_each
from puhui.foundation.casework.facade import CaseView, cases_of_parties
from puhui.foundation.party.facade import PartyLine, my_customer_ids, my_customers, party_names
from puhui.kernel.actors import STAFF_ROLES, Actor
from puhui.products.lending.facade import GROUPS, late_loans, running_loans_of
from puhui.products.origination.facade import ApplicationView, applications_since

ALL: Final = tuple(range(GROUPS))
MOST_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class PortfolioLine:
    """One customer: what they owe and may draw, and for how long they are late."""

    customer: PartyLine
    exposure: PartyExposure
    days_past_due: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Some of the customers whom the actor looks after; `next` is where the following ones begin."""

    lines: tuple[PortfolioLine, ...]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class NewOfCustomers:
    """What is new of one's customers since an instant, newest first, with their masked names."""

    applications: tuple[ApplicationView, ...]
    cases: tuple[CaseView, ...]
    names: dict[UUID, str]


def my_portfolio(actor: Actor, *, on: date, after: UUID | None = None, most: int = 20) -> Portfolio:
    """The customers whom the actor looks after, with what they owe on a day."""
    actor.require(*STAFF_ROLES, verb="read a portfolio")
    size = max(1, min(most, MOST_LINES))
    found = my_customers(actor, after=after, most=size + 1)
    customers, ids = found[:size], [one.party_id for one in found[:size]]
    exposures = exposures_each(ids, on=on) if ids else {}
    late = _days_past_due(ids, on=on) if ids else {}
    lines = tuple(
        PortfolioLine(one, exposures.get(one.party_id, PartyExposure()), late.get(one.party_id, 0)) for one in customers
    )
    return Portfolio(lines, customers[-1].party_id if len(found) > size else None)


def new_of_my_customers(actor: Actor, *, since: datetime, most: int = 20) -> NewOfCustomers:
    """Applications that were started and cases that were opened after an instant."""
    actor.require(*STAFF_ROLES, verb="read a portfolio")
    ids = my_customer_ids(actor)
    if not ids:
        return NewOfCustomers((), (), {})
    applications = tuple(applications_since(actor, firm_ids=ids, since=since, most=most))
    cases = tuple(cases_of_parties(actor, party_ids=ids, since=since, most=most))
    wanted = {one.firm_id for one in applications} | {one.party_id for one in cases if one.party_id}
    return NewOfCustomers(applications, cases, party_names(actor, party_ids=wanted))


def _days_past_due(party_ids: list[UUID], *, on: date) -> dict[UUID, int]:
    running = [one.loan_id for one in running_loans_of(party_ids)]
    days: dict[UUID, int] = defaultdict(int)
    for due in late_loans(groups=ALL, on=on, least_days=1, among=running) if running else ():
        days[due.borrower_id] = max(days[due.borrower_id], due.days_past_due)
    return days
