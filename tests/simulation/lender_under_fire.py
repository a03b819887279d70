"""A lender in a process of its own, whose parts are killed at random moments; run by `test_kill_*.py`.

`python -m tests.simulation.lender_under_fire DO [SEED]`: `fill` makes the lender, `calm` lets days pass untouched,
`fire` lets the same days pass while every close and every round of the worker is killed (SIGKILL) until one survives,
`crowd` closes the same days in two processes at once, `mixed` closes days while a worker works, `books` prints
everything that counts as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import django

django.setup()

# ruff: noqa: E402
from django.core.management import call_command
from django.db import connections

from puhui.adapters.messaging.embedded import EmbeddedMessaging
from puhui.adapters.messaging.models import DeliveredMessage
from puhui.adapters.payments.embedded import BankHabits, EmbeddedBank
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.run_end_of_day.facade import close_day, close_days, day_checksums
from puhui.foundation.ledger.facade import business_date, check_books
from puhui.foundation.ledger.models import LedgerAccount
from puhui.foundation.notices.models import Notice
from puhui.foundation.payments.models import PaymentOrder
from puhui.interfaces.jobs.worker import run_until_idle
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.canonical import digest
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.ports import MovedClock
from puhui.products.lending.facade import check_positions, control_differences
from puhui.products.lending.models import Loan, LoanEvent, LoanPosition
from tests.rooms.lending.lender import START
from tests.rooms.lending.world import World

DAYS = 33
LOANS = 12
HABITS = BankHabits(delay=timedelta(0), twice_per_mille=300, refused_per_mille=60)
METHODS = ("equal_instalment", "equal_principal", "interest_only")


def ports(minutes: int = 0) -> Ports:
    """The outside at some minutes past nine of the open business date: leases of killed workers run out in between."""
    today = business_date()
    clock = MovedClock(datetime(today.year, today.month, today.day, 9, tzinfo=UTC) + timedelta(minutes=minutes))
    return Ports(clock=clock, payments=EmbeddedBank(clock=clock, habits=HABITS), messaging=EmbeddedMessaging())


def call(key: str) -> Call:
    return Call(SYSTEM, key, ports().clock.now())


def fill() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    world = World()
    for n in range(LOANS):
        firm, _ = world.firm()
        world.borrowed(firm, method=METHODS[n % 3], principal_minor=(50_000 + 1234 * n) * 100, n=6 + n)
        if n % 5 == 4:
            world.bank.set_account(firm, is_empty=True)
        if n % 4 == 3:
            world.close()


def close_one() -> None:
    close_day(call(f"close/{new_id()}"), on=business_date())


def pay_by_hand() -> None:
    """Every day one borrower pays something ahead, under a key of that day."""
    loans = list(Loan.objects.filter(state="active").order_by("id"))
    day = business_date()
    chosen = loans[day.toordinal() % len(loans)]
    repay_loan(call(f"by hand/{day}"), loan_id=chosen.id, amount=Money(1_234_56), effect="lower_instalment")


def until_survived(act: Callable[[], None], *, chance: random.Random, most_seconds: float) -> int:
    """Forks the act and kills it after a random while, again and again until one comes to its end; gives the kills."""
    kills = 0
    while True:
        connections.close_all()
        child = os.fork()
        if child == 0:
            try:
                act()
            except BaseException as error:
                print(f"died of {error!r}", file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        deadline = time.monotonic() + chance.uniform(0, most_seconds * (1 + kills / 4))
        while time.monotonic() < deadline:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                assert status == 0, f"the act failed: {status}"
                return kills
            time.sleep(0.001)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if status == 0:
            return kills
        kills += 1


def let_days_pass(run: Callable[[Callable[[], None]], int]) -> int:
    kills = 0
    last = business_date() + timedelta(days=DAYS)
    while (day := business_date()) < last:
        kills += run(lambda day=day: close_day(call(f"close/{day}"), on=day))
        kills += run(pay_by_hand)
        minutes = iter(range(0, 1000, 5))
        kills += run(lambda minutes=minutes: work(minutes))
    return kills


def work(minutes: object) -> None:
    """The clock is later for each try, also in a child: it counts from how often it was forked."""
    del minutes
    run_until_idle(ports(TRIES.next()), with_tasks=False)


class Tries:
    """Minutes that go up with every fork; the parent counts."""

    def __init__(self) -> None:
        self.minutes = 0

    def next(self) -> int:
        return self.minutes


TRIES = Tries()


def calmly(act: Callable[[], None]) -> int:
    act()
    return 0


def under_fire(seed: int) -> Callable[[Callable[[], None]], int]:
    chance = random.Random(seed)

    def run(act: Callable[[], None]) -> int:
        def counted() -> None:
            act()

        TRIES.minutes = 0
        return until_survived(_later(counted), chance=chance, most_seconds=0.12)

    return run


def _later(act: Callable[[], None]) -> Callable[[], None]:
    def later() -> None:
        TRIES.minutes = int(time.monotonic() * 60) % 600
        act()

    return later


def together(*acts: Callable[[], None]) -> None:
    """The acts in processes of their own, at once; all must end well."""
    connections.close_all()
    children = []
    for act in acts:
        child = os.fork()
        if child == 0:
            try:
                act()
            except BaseException as error:
                print(f"died of {error!r}", file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(children)


def books() -> dict[str, object]:
    """Everything that counts: twins must agree on it."""
    first, today = START, business_date()
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    totals = LedgerAccount.objects.order_by("id").values_list(
        "id", "debits_posted_minor", "credits_posted_minor", "debits_pending_minor", "credits_pending_minor"
    )
    columns = [f.attname for f in LoanPosition._meta.concrete_fields if "table" not in f.attname or "_from" in f.attname]
    faults = check_books(controls={"lending": control_differences, "positions": check_positions})
    return {
        "business_date": today.isoformat(),
        "faults": [str(fault) for fault in faults],
        "accounts": digest([list(row) for row in totals]),
        "loans": digest([list(row) for row in Loan.objects.order_by("id").values_list("id", "state", "closed_on")]),
        "events": digest(
            [
                list(row)
                for row in LoanEvent.objects.order_by("loan_id", "n").values_list(
                    "loan_id", "n", "on", "kind", "amount_minor", "booked_on"
                )
            ]
        ),
        "event_count": LoanEvent.objects.count(),
        "positions": digest([list(row) for row in LoanPosition.objects.order_by("loan_id").values_list(*columns)]),
        "orders": digest(
            sorted(
                [str(subject), minor, note, state, on.isoformat()]
                for subject, minor, note, state, on in PaymentOrder.objects.values_list(
                    "subject_id", "amount_minor", "note", "state", "requested_on"
                )
            )
        ),
        "closes": digest([[day, day_checksums(SYSTEM, day=day)] for day in days]),
        "notices": sorted(Notice.objects.values_list("kind", flat=True)),
        "messages": DeliveredMessage.objects.count(),
    }


def main() -> None:
    what, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    last = None if what == "fill" else business_date() + timedelta(days=6)
    acts: dict[str, Callable[[], object]] = {
        "fill": fill,
        "calm": lambda: let_days_pass(calmly),
        "fire": lambda: print(let_days_pass(under_fire(seed)), file=sys.stderr),
        "six": lambda: close_days(call("six"), through=last or date.max),
        "crowd": lambda: together(*[lambda n=n: close_days(call(f"crowd-{n}"), through=last or date.max) for n in range(2)]),
        "mixed": lambda: together(
            lambda: close_days(call("mixed"), through=last or date.max),
            lambda: [run_until_idle(ports(n), with_tasks=False) and time.sleep(0.02) for n in range(30)],
        ),
        "books": lambda: print(json.dumps(books())),
    }
    acts[what]()


if __name__ == "__main__":
    main()
