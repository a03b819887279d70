"""The year itself: capital, customers, invoices, applications, offers within the budget, twelve months, the end."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from puhui.flows.run_book.customers import Customer, Decided, apply, leave, take, welcome
from puhui.flows.run_book.plan import ChurnTable, margin_of, rating_of
from puhui.flows.run_end_of_day.facade import close_day
from puhui.flows.simulation.identities import identity_of
from puhui.flows.simulation.world import Told, World
from puhui.foundation.documents.facade import ImportReport, InvoiceFormat, import_many
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import draft_from_template, open_first_business_date, post
from puhui.kernel.actors import Call
from puhui.kernel.dates import add_months
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money

DAYS_AFTER = 5  # the last collections are answered within them


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPlan:
    """What a run is given."""

    firms: Sequence[str]
    invoices: Path
    file_format: InvoiceFormat
    on: date
    budget_minor: int
    ask_minor: int
    churn: ChurnTable
    ratings: Mapping[str, int]
    lgd: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLoan:
    """A loan of the book: what was agreed, and what fate drew. `fails_in` is the month of default, 0 for none."""

    decided: Decided
    loan_id: UUID
    fails_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookYear:
    """All that happened."""

    imported: ImportReport
    decided: tuple[Decided, ...]
    offered: tuple[Decided, ...]
    loans: tuple[BookLoan, ...]
    ended_on: date


def live_year(plan: BookPlan, *, world: World, told: Told) -> BookYear:
    """Runs the year on the real flows."""
    world.start_day(plan.on)
    open_books(world.call(), on=plan.on, capital=plan.budget_minor)
    customers = []
    for number, firm_id in enumerate(plan.firms):
        who = identity_of(seed=plan.seed, number=number)
        customers.append(welcome(who, firm_id=firm_id, world=world))
        told("firms register", number + 1, len(plan.firms))
    imported = _import(plan, customers, world=world)
    decided = []
    for number, customer in enumerate(customers):
        decided.append(apply(customer, amount=Money(plan.ask_minor), world=world))
        told("applications", number + 1, len(customers))
    offered, loans = _offers(plan, decided, world=world, told=told)
    ended_on = _months(plan, loans, world=world, told=told)
    return BookYear(
        imported=imported, decided=tuple(decided), offered=tuple(offered), loans=tuple(loans), ended_on=ended_on
    )


@use_case("run_book.open_books", answers=date)
def open_books(call: Call, *, on: date, capital: int) -> date:
    """Opens the first business day and pays the capital in."""
    open_first_business_date(call, on=on)
    paid_in = draft_from_template(
        "capital_paid_in",
        id=new_id(),
        amounts={"capital": capital},
        owners={},
        bucket=0,
        value_date=on,
        source="run-book",
    )
    post([paid_in], call=call)
    return on


def _import(plan: BookPlan, customers: Sequence[Customer], *, world: World) -> ImportReport:
    """All invoices in one file, under the consents just given."""
    return import_many(
        world.call(),
        path=plan.invoices,
        firm_ids={customer.firm_id: customer.firm for customer in customers},
        file_format=plan.file_format,
        source="run-book",
    )


def _offers(
    plan: BookPlan, decided: Sequence[Decided], *, world: World, told: Told
) -> tuple[list[Decided], list[BookLoan]]:
    """The most valuable firm is asked first; each stays or leaves at its rate; what is left of the budget goes on."""
    fate = random.Random(plan.seed)  # noqa: S311 - a simulation that can be repeated
    draws = {d.application_id: (fate.random(), fate.random(), fate.randint(1, 12)) for d in decided}
    waiting = sorted((d for d in decided if d.offer_id), key=lambda d: (-_margin(plan, d), d.customer.firm_id))
    headroom, offered, loans = plan.budget_minor, [], []
    for number, one in enumerate(waiting):
        told("offers", number + 1, len(waiting))
        if one.amount_minor > headroom:
            leave(one, world=world)
            continue
        offered.append(one)
        stays, fails, month = draws[one.application_id]
        if stays < leaving_share(plan, one):
            leave(one, world=world)
            continue
        loan_id = take(one, world=world)
        loans.append(BookLoan(decided=one, loan_id=loan_id, fails_in=month if fails < float(one.pd) else 0))
        headroom -= one.amount_minor
    world.outside.work()
    return offered, loans


def _margin(plan: BookPlan, decided: Decided) -> float:
    return margin_of(rate_of(decided), pd=float(decided.pd), lgd=plan.lgd)


def rate_of(decided: Decided) -> float:
    """The yearly rate of the offer as a share."""
    return float(decided.annual_rate_pct or 0) / 100


def leaving_share(plan: BookPlan, decided: Decided) -> float:
    """From the churn table: the nearest rate in it."""
    shares = plan.churn.shares[rating_of(decided.score, cuts=plan.ratings)]
    rate = rate_of(decided)
    return shares[min(range(len(shares)), key=lambda place: abs(plan.churn.rates[place] - rate))]


def _months(plan: BookPlan, loans: Sequence[BookLoan], *, world: World, told: Told) -> date:
    """Closes every day of the year; a firm that fails has an empty account from the month in which it does."""
    end = add_months(plan.on, 12) + timedelta(days=DAYS_AFTER)
    days = (end - plan.on).days
    for number in range(days):
        day = plan.on + timedelta(days=number)
        world.start_day(day)
        world.outside.work()  # what the bank was asked as the day was opened
        for loan in loans:
            if loan.fails_in and day == add_months(plan.on, loan.fails_in) - timedelta(days=1):
                world.outside.set_account(loan.decided.customer.firm, is_empty=True)
        world.end_day(day)
        close_day(world.call(), on=day)
        told("days", number + 1, days)
    return end
