"""Founds a made-up institution for `puhui demo` and `puhui simulate business`: staff, clock, the world outside."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from puhui.flows.simulation.live_business import BusinessLived, BusinessPlan, live_business
from puhui.flows.simulation.loan_book import LoanBookLived, LoanBookPlan, live_loan_book
from puhui.flows.simulation.world import OPENS_AT, Outside, World
from puhui.foundation.access.facade import create_staff
from puhui.foundation.ledger.facade import NoBusinessDate, business_date, check_books
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Conflict
from puhui.kernel.ports import MovedClock

PASSWORD = "puhui-demo-only"  # noqa: S105 - made-up staff of a demonstration; production refuses the command


class Post(NamedTuple):
    """A member of the made-up staff."""

    login_name: str
    display_name: str
    role: Role


STAFF = (
    Post("manager", "林晓燕 (示例)", Role.RELATIONSHIP_MANAGER),
    Post("manager2", "孙海燕 (示例)", Role.RELATIONSHIP_MANAGER),
    Post("risk", "陈志强 (示例)", Role.RISK_OFFICER),
    Post("risk2", "周雪莲 (示例)", Role.RISK_OFFICER),
    Post("operations", "吴春梅 (示例)", Role.OPERATIONS),
    Post("finance", "郑国平 (示例)", Role.FINANCE),
    Post("compliance", "何丽华 (示例)", Role.COMPLIANCE),
    Post("auditor", "高文斌 (示例)", Role.AUDITOR),
    Post("administrator", "马建国 (示例)", Role.ADMINISTRATOR),
)


def refuse_production() -> None:
    """Nothing made-up, and no known password, in a production installation."""
    if settings.PUHUI_ENVIRONMENT.is_production:
        raise Conflict("this installation is a production one; nothing made-up belongs there")


def open_business_date() -> date | None:
    """The open business date; None when the books were never opened."""
    try:
        return business_date()
    except NoBusinessDate:
        return None


def live_made_up_business(*, size: int, seed: int, first_day: date, last_day: date, quiet: bool) -> BusinessLived:
    """Founds the institution in an empty installation, and lives its days with a progress bar."""
    refuse_production()
    if open_business_date() is not None:
        raise Conflict("this installation already has books; nothing made-up is added to them")
    clock = MovedClock(datetime.combine(first_day, OPENS_AT, tzinfo=UTC))
    outside: Outside = import_string(settings.PUHUI_SIMULATION)(clock)
    with _progress(quiet=quiet) as told, _relaxed_writes():
        told("staff", 0, len(STAFF))
        world = World(clock, outside, staff=_hire(clock), seed=seed)
        told("staff", len(STAFF), len(STAFF))
        plan = BusinessPlan(size, seed, first_day, last_day)
        return live_business(world, plan=plan, told=told)


def live_made_up_loan_book(plan: LoanBookPlan, *, quiet: bool) -> LoanBookLived:
    """Lets a book of loans grow old in an empty installation, or goes on with it; proves it every month.

    Raises `Conflict` where there are other books.
    """
    refuse_production()
    call_command("migrate", interactive=False, verbosity=0)
    with _progress(quiet=quiet) as told, _relaxed_writes():
        return live_loan_book(plan, prove=lambda day: prove_books(), told=lambda done, whole: told("days", done, whole))


def prove_books() -> list[str]:
    """Every fault of the books, with the control checks of the rooms; none when they hold."""
    controls = {path: import_string(path) for path in settings.PUHUI_CONTROL_CHECKS}
    return [f"{fault.check}: {fault.where}: {fault.detail}" for fault in check_books(controls=controls)]


def _hire(clock: MovedClock) -> dict[str, Actor]:
    staff = {}
    for place in STAFF:
        call = Call(SYSTEM, f"simulation/staff/{place.login_name}", clock.now(), channel="simulation")
        user_id = create_staff(
            call,
            login_name=place.login_name,
            display_name=place.display_name,
            roles=[place.role],
            password=PASSWORD,
        )
        staff[place.login_name] = Actor(user_id, frozenset({place.role}), name=place.display_name)
    return staff


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
        tasks: dict[str, object] = {}

        def told(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(f"Living through {what}" if what == "days" else "Hiring staff")
            progress.update(tasks[what], completed=done, total=whole)  # type: ignore[arg-type]

        yield told


@contextmanager
def _relaxed_writes() -> Iterator[None]:
    """SQLite need not wait for the disk at every step of a story that can be told again; it does afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
