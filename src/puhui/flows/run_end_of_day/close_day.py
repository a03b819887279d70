"""Closes the open business day and opens the next one: safe to repeat, to kill, and to share among closers."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from puhui.flows.run_end_of_day.steps import CLOSING, OPENING, Step, system_call
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import BusinessDateMoved, business_date
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import (
    GROUPS,
    DayStepView,
    PartsDone,
    checksums_of,
    claim_steps,
    finish_steps,
    open_loans,
    pending_steps,
    plan_steps,
    steps_of,
)

STEPS = {step.name: step for step in (*OPENING, *CLOSING)}
LOANS_TOGETHER = 2000  # loans in one transaction: bounds its memory and how long others wait
CLOSERS = (Role.OPERATIONS, Role.FINANCE, Role.ADMINISTRATOR, Role.SYSTEM)
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A business day is closed; `loans` were accrued."""

    day: date
    opened: date
    loans: int


@dataclass(frozen=True, slots=True)
class StepsDone:
    """The steps that one transaction worked on; none when another closer works on all that is left."""

    steps: tuple[str, ...]


def close_day(call: Call, *, on: date | None = None, told: Told | None = None) -> DayClosed:
    """Closes the open business day, or finishes what a close of it left undone.

    `on` names the day; one that is closed already stays closed, one after the open day is refused. The same call
    again, by its key, means the same day. `told(step, done, parts)` hears of the progress.
    """
    call.actor.require(*CLOSERS, verb="close the business day")
    hears = told or _silent
    day = day_to_close(call, on=on)
    _finish(call, business_date(), OPENING, hears)
    if business_date() == day:
        _plan_if_first(day)
        _finish(call, day, CLOSING, hears)
    opened = business_date()
    _finish(call, opened, OPENING, hears)
    accrued = next((step.items for step in steps_of([day]) if step.step == "accrue"), 0)
    return DayClosed(day, opened, accrued)


def close_days(call: Call, *, through: date, told: Told | None = None) -> list[DayClosed]:
    """Closes every open day up to and with `through`."""
    closed = []
    while (day := business_date()) <= through:
        closed.append(close_day(call.step(day.isoformat()), on=day, told=told))
    return closed


def day_close_steps(actor: Actor) -> list[DayStepView]:
    """The steps of the open day, done and still to be done, and those of the day before it."""
    if not actor.reads_all:
        actor.require(*CLOSERS, verb="read day closes")
    today = business_date()
    places = list(STEPS)
    steps = steps_of([today, today - timedelta(days=1)])
    return sorted(steps, key=lambda step: (-step.business_date.toordinal(), places.index(step.step)))


def day_checksums(actor: Actor, *, day: date) -> list[tuple[str, int, str]]:
    """What each part of a close came to, for two runs to be compared."""
    actor.require(*CLOSERS, Role.AUDITOR, verb="read day closes")
    return checksums_of(day)


@use_case("run_end_of_day.day_to_close", answers=date)
def day_to_close(call: Call, *, on: date | None) -> date:
    """The day that this call means; a repeat of the call means the same one, whatever is open by then."""
    opened = business_date()
    if on is not None and on > opened:
        raise BusinessDateMoved(where="on", open=str(opened), asked=str(on))
    return on or opened


@use_case("run_end_of_day.do_steps", answers=StepsDone, subject="day")
def do_steps(call: Call, *, day: date, steps: Sequence[str], most: int, together: bool) -> StepsDone:
    """Does the first pending step for as many groups as nobody else works on, and marks them done, in one transaction.

    `together`: goes on with the next steps as long as all of the one before is done, when the book is small enough.
    """
    wanted = steps if together else steps[:1]
    claimed = claim_steps(on=day, steps=wanted, most=max(most, STEPS[steps[0]].at_once) * len(wanted))
    done = []
    for name, groups in claimed.items():
        if groups:
            started = time.perf_counter()
            results = STEPS[name].act(call, day, groups)
            done.append(PartsDone(name, results, round(1000 * (time.perf_counter() - started))))
        if len(groups) < len(STEPS[name].groups):
            break
    finish_steps(on=day, done=done, at=call.at)
    return StepsDone(tuple(one.step for one in done))


def _finish(call: Call, day: date, steps: Sequence[Step], told: Told) -> None:
    """Does what is pending of these steps, in their order; waits for what another closer is at."""
    loans = max(open_loans(), 1)
    most = max(1, GROUPS * LOANS_TOGETHER // loans)
    while pending := pending_steps(on=day):
        left = [step.name for step in steps if step.name in pending]
        if not left:
            break
        told(left[0], len(STEPS[left[0]].groups) - pending[left[0]], len(STEPS[left[0]].groups))
        one = system_call(call, f"{day}/{new_id()}")
        done = do_steps(one, day=day, steps=left, most=most, together=loans <= LOANS_TOGETHER)
        for name in done.steps:
            told(name, len(STEPS[name].groups) if loans <= LOANS_TOGETHER else 0, len(STEPS[name].groups))
        if not done.steps:
            time.sleep(0.02)


def _plan_if_first(day: date) -> None:
    """The steps of a day are planned when it is opened; those of the very first day when it is closed."""
    if not pending_steps(on=day):
        plan_steps(on=day, steps={step.name: step.groups for step in CLOSING})


def _silent(step: str, done: int, parts: int) -> None:
    """Tells nobody."""
