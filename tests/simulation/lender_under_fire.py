"""A lender in a process of its own, whose parts are killed at random moments; run by `test_kill_*.py`.

`python -m tests.simulation.lender_under_fire DO [SEED]`: `fill` makes the lender, `calm` lets days pass untouched,
`fire` lets the same days pass while every close and every round of the worker is killed (SIGKILL) until one survives,
`storm` strikes the database server as well, `crowd` closes the same days in three processes at once, `mixed` closes
days while a worker works, `quiet` lets nothing be collected from then on, `token` prints a token of operations,
`books` prints everything that counts.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django

django.setup()

# ruff: noqa: E402
from django.core.management import call_command
from django.db import connections
from tests.rooms.lending.lender import START
from tests.rooms.lending.world import World

from puhui.adapters.messaging.embedded import EmbeddedMessaging
from puhui.adapters.messaging.models import DeliveredMessage
from puhui.adapters.payments.embedded import BankHabits, EmbeddedBank
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.run_end_of_day import close_day as close_day_module
from puhui.flows.run_end_of_day.facade import close_day, close_days, day_checksums
from puhui.foundation.access.facade import issue_token
from puhui.foundation.ledger.facade import business_date, check_books
from puhui.foundation.ledger.models import LedgerAccount
from puhui.foundation.notices.models import Notice
from puhui.foundation.payments.models import PaymentOrder
from puhui.interfaces.jobs.rounds import run_until_idle
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.canonical import digest
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.ports import MovedClock
from puhui.products.lending.facade import check_positions, control_differences
from puhui.products.lending.models import Loan, LoanEvent, LoanPosition, Mandate

THOROUGH = os.environ.get("PUHUI_TEST_THOROUGH") == "1"
DAYS = int(os.environ.get("STORM_DAYS", "12" if THOROUGH else "8"))
LEAST = int(os.environ.get("STORM_LEAST", "1"))  # blows that every act of a storm takes before it may end well
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
        world.borrowed(
            firm,
            method=METHODS[n % 3],
            principal_minor=(50_000 + 1234 * n) * 100,
            n=6 + n,
            first_due_date=START + timedelta(days=6 + n % 8),
        )
        if n % 5 == 4:
            world.bank.set_account(firm, is_empty=True)
        if n % 4 == 3:
            world.close()


Act = Callable[[int], object]  # what is done at the n-th attempt


def close_the(day: date) -> Act:
    return lambda attempt: close_day(call(f"close/{day}"), on=day)


def work(attempt: int) -> None:
    """The worker; at a later attempt on a later clock, so that the leases of killed workers have run out."""
    run_until_idle(ports(5 * attempt), with_tasks=False)


def pay_by_hand(attempt: int) -> None:
    """Every day one borrower pays something ahead, under a key of that day, so that a repeat changes nothing."""
    del attempt
    loans = list(Loan.objects.filter(disbursed_on__isnull=False).order_by("id"))
    day = business_date()
    chosen = loans[day.toordinal() % len(loans)]
    with contextlib.suppress(Refusal):
        repay_loan(call(f"by hand/{day}"), loan_id=chosen.id, amount=Money(1_234_56), effect="lower_instalment")


def forked(act: Act, attempt: int = 0) -> int:
    """The act in a process of its own; gives its id."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        act(attempt)
    except BaseException as error:
        print(f"died of {error!r}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def until_survived(act: Act, *, chance: random.Random) -> int:
    """Kills the act after a random while, again and again until one comes to its end; gives the number of kills."""
    kills = 0
    while True:
        child = forked(act, kills)
        time.sleep(chance.uniform(0.001, 0.1 * (1 + kills / 4)))
        os.kill(child, signal.SIGKILL)  # one that has ended already is past being hurt
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
            return kills
        kills += 1


def stormed(act: Act, *, chance: random.Random) -> int:
    """The act, struck LEAST times at a random moment - its process, or the whole database server - then left alone."""
    for blow in range(LEAST):
        child = forked(act, blow)
        time.sleep(chance.uniform(0.001, 0.6))
        if chance.random() < 0.5:
            os.kill(child, signal.SIGKILL)
        else:
            kill_database()
        os.waitpid(child, 0)
    child = forked(act, LEAST)
    assert os.waitpid(child, 0)[1] == 0
    return LEAST


def kill_database() -> None:
    """SIGKILL to every process of the PostgreSQL cluster in STORM_DATA, then it is started again and recovers."""
    data, tool = os.environ["STORM_DATA"], os.environ["STORM_TOOL"]
    master = int(Path(data, "postmaster.pid").read_text().split()[0])
    for victim in [master, *_children_of(master)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    started = ["runuser", "-u", "postgres", "--", tool, "-D", data, "-w", "-t", "60", "-l", f"{data}/log", "start"]
    for _ in range(20):  # the dead server's shared memory may still be held for a moment
        if subprocess.run(started, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.25)
    raise RuntimeError("the database did not come back")


def _children_of(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.parent.name))
    return found


def let_days_pass(run: Callable[[Act], int]) -> int:
    """Days with a close, a payment by hand and a round of the worker; gives how often something was killed."""
    kills = 0
    last = business_date() + timedelta(days=DAYS)
    while (day := business_date()) < last:
        kills += run(close_the(day)) + run(pay_by_hand) + run(work)
    return kills


def quiet() -> None:
    """From here on the bank is asked for nothing: what days come to depends on no answer's moment."""
    work(0)
    Mandate.objects.update(revoked_at=ports().clock.now())


def calmly(act: Act) -> int:
    act(0)
    return 0


def together(*acts: Act) -> None:
    """The acts in processes of their own, at once; all must end well."""
    children = [forked(act) for act in acts]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(children)


def books() -> dict[str, object]:
    """Everything that counts: twins must agree on it."""
    first, today = START, business_date()
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    totals = LedgerAccount.objects.order_by("id").values_list(
        "id", "debits_posted_minor", "credits_posted_minor", "debits_pending_minor", "credits_pending_minor"
    )
    columns = [
        f.attname for f in LoanPosition._meta.concrete_fields if "table" not in f.attname or "_from" in f.attname
    ]
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
    if what == "fill":
        fill()
        return
    if what in ("fire", "storm", "crowd", "mixed"):  # one group a transaction: the most places to be killed at
        close_day_module.LOANS_TOGETHER = 1
    through = business_date() + timedelta(days=6 if THOROUGH else 4)
    chance = random.Random(seed)

    def close_all(key: str) -> Act:
        return lambda attempt: close_days(call(key), through=through)

    def work_long(attempt: int) -> None:
        for minutes in range(30):
            work(minutes)
            time.sleep(0.02)

    acts: dict[str, Callable[[], object]] = {
        "calm": lambda: let_days_pass(calmly),
        "fire": lambda: print(let_days_pass(lambda act: until_survived(act, chance=chance)), file=sys.stderr),
        "storm": lambda: print(let_days_pass(lambda act: stormed(act, chance=chance)), file=sys.stderr),
        "token": lambda: print(issue_token(call("token"), name="closer", roles=["operations"])),
        "quiet": quiet,
        "alone": lambda: close_all("alone")(0),
        "crowd": lambda: together(close_all("one"), close_all("two"), close_all("three")),
        "mixed": lambda: together(close_all("mixed"), work_long),
        "books": lambda: print(json.dumps(books())),
    }
    acts[what]()


if __name__ == "__main__":
    main()
