"""A made-up business lived day by day on the real flows: customers arrive, borrow and repay; days are closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from puhui.flows.run_end_of_day.facade import close_day
from puhui.flows.score_behaviour import score_running_loans
from puhui.flows.simulation.customer_life import Customer, arrival_day, customer_life
from puhui.flows.simulation.lines.every_line import lives_of_every_line
from puhui.flows.simulation.models_in_use import put_models_to_use
from puhui.flows.simulation.offices import open_offices
from puhui.flows.simulation.population import MadeUpFirm, make_population
from puhui.flows.simulation.security import secure_some
from puhui.flows.simulation.world import Told, World
from puhui.foundation.ledger.facade import draft_from_template, open_first_business_date, post
from puhui.kernel.ids import derived_id

NAMESPACE = UUID("6b1f6a52-7f0e-4d0c-9a35-0d9f6b1c2e11")
CAPITAL_PER_CUSTOMER_MINOR = 100_000_000


@dataclass(frozen=True, slots=True)
class BusinessPlan:
    """How large a business, over which days. The last day stays open, and nothing happens on it yet."""

    size: int
    seed: int
    first_day: date
    last_day: date
    has_every_line: bool = True  # beside small firms with loans, one or two customers of every other line


@dataclass(frozen=True, slots=True)
class BusinessLived:
    """What happened, by name."""

    days: int
    counts: dict[str, int]


def live_business(world: World, *, plan: BusinessPlan, told: Told) -> BusinessLived:
    """Opens the books with the owners' capital, and lives every day up to the last. `told` hears of the progress."""
    _open_books(world, plan)
    open_offices(world)
    put_models_to_use(world)
    arrivals = _arrivals(plan)
    awake: dict[date, list[Iterator[int]]] = {}
    if plan.has_every_line:
        for day, life in lives_of_every_line(world, first_day=plan.first_day, last_day=plan.last_day):
            awake.setdefault(day, []).append(life)
    days = (plan.last_day - plan.first_day).days
    for number in range(days):
        day = plan.first_day + timedelta(days=number)
        told("days", number, days)
        world.start_day(day)
        world.outside.work()  # first what the bank was asked as the day was opened
        for firm in arrivals.get(day, ()):
            awake.setdefault(day, []).append(customer_life(Customer(world, firm)))
        for life in awake.pop(day, ()):
            _go_on(life, day=day, awake=awake)
        world.outside.work()
        if number == days - 2:
            secure_some(world)
        world.end_day(day)
        close_day(world.call(), on=day)
    world.start_day(plan.last_day)
    score_running_loans(world.call(), on=plan.last_day)
    told("days", days, days)
    return BusinessLived(days, dict(sorted(world.tally.items())))


def _open_books(world: World, plan: BusinessPlan) -> None:
    world.start_day(plan.first_day)
    open_first_business_date(world.call(), on=plan.first_day)
    capital = draft_from_template(
        "capital_paid_in",
        id=derived_id(NAMESPACE, f"capital/{plan.seed}"),
        amounts={"capital": CAPITAL_PER_CUSTOMER_MINOR * max(plan.size, 10)},
        owners={},
        bucket=0,
        value_date=plan.first_day,
        source="simulation",
    )
    post([capital], call=world.call())


def _arrivals(plan: BusinessPlan) -> dict[date, list[MadeUpFirm]]:
    """Who arrives on which day; the invoices of each reach up to that day."""
    firms = make_population(plan.size, seed=plan.seed, as_of=plan.last_day)
    arrivals: dict[date, list[MadeUpFirm]] = {}
    for number, firm in enumerate(firms):
        day = arrival_day(plan.first_day, plan.last_day - timedelta(days=1), number=number, size=plan.size)
        arrivals.setdefault(day, []).append(firm.seen_on(day))
    return arrivals


def _go_on(life: Iterator[int], *, day: date, awake: dict[date, list[Iterator[int]]]) -> None:
    """Lets a life go on until it waits for another day."""
    for wait in life:
        if wait > 0:
            awake.setdefault(day + timedelta(days=wait), []).append(life)
            return
