"""`puhui day`: opens the books once, and closes business days."""

import sys
from datetime import date, datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TaskID, TimeElapsedColumn

from puhui.flows.run_end_of_day.facade import (
    CloseProgress,
    DayClosed,
    Told,
    ask_close,
    close_day,
    close_days,
    close_progress,
    day_close_steps,
)
from puhui.foundation.ledger.facade import BusinessDateMoved, business_date, open_first_business_date
from puhui.interfaces.command_line.helpers import helpers
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal
from puhui.interfaces.jobs.wake import wake_closers
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(help="Opens and closes business days.")
def command() -> None:
    """Holds the three."""


@command.command("close")
@click.option("--date", "on", type=DAY, help="The day to close; preset the open one. A later one: all days up to it.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that share it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a day.")
def close(*, on: datetime | None, workers: int, as_json: bool) -> None:
    """Closes the business day and opens the next. Safe to repeat, and to kill: the next run goes on from there."""
    try:
        through = on.date() if on else business_date()
        with helpers(through, count=workers - 1), _bars(as_json) as progress:
            closed = _close(on.date() if on else None, _teller(progress))
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    for day in closed:
        if as_json:
            print_json({"closed": day.day.isoformat(), "opened": day.opened.isoformat(), "loans": day.loans})
        else:
            click.echo(f"{day.day} is closed ({day.loans:,} loans accrued); {day.opened} is open.")


@command.command("ask")
@click.option("--date", "on", type=DAY, help="The day to close; preset the open one.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="How many are woken.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def ask(*, on: datetime | None, workers: int, as_json: bool) -> None:
    """Has running workers (`puhui worker`) close the day, and comes back at once."""
    try:
        asked = ask_close(_call(), day=on.date() if on else business_date())
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    wake_closers(asked.day, closers=workers)
    if as_json:
        print_json({"asked": asked.day.isoformat(), "workers": workers})
    else:
        click.echo(f"The workers are to close {asked.day}; `puhui day show` tells how far they are.")


@command.command("open")
@click.option("--date", "on", type=DAY, required=True, help="The first business date of this institution.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def open_(*, on: datetime, as_json: bool) -> None:
    """Opens the books for the first time. Again with the same date it changes nothing."""
    try:
        opened = open_first_business_date(_call(), on=on.date())
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json({"opened": opened.isoformat()})
    else:
        click.echo(f"{opened} is open.")


@command.command("show")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(*, as_json: bool) -> None:
    """The open business date, and the steps that led to it."""
    try:
        opened, steps, progress = business_date(), day_close_steps(SYSTEM), close_progress(SYSTEM)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        told = [
            {"date": s.business_date.isoformat(), "step": s.step, "status": s.status, "items": s.items} for s in steps
        ]
        print_json({"open": opened.isoformat(), "steps": told, "progress": _progress_told(progress)})
        return
    click.echo(f"{opened} is open; its close: {progress.percent} %, {_time_left(progress)}.")
    for step in steps:
        click.echo(f"  {step.business_date}  {step.step:<16} {step.status} ({step.parts_done}/{step.parts})")


def _close(on: date | None, told: Told) -> list[DayClosed]:
    if on is None:
        return [close_day(_call(), told=told)]
    if on < business_date():
        return [close_day(_call(), on=on, told=told)]
    if (on - business_date()).days > 3700:
        raise BusinessDateMoved(where="--date", open=str(business_date()), asked=str(on))
    return close_days(_call(), through=on, told=told)


def _call() -> Call:
    return Call(SYSTEM, f"cli/{new_id()}", current_ports().clock.now(), channel="command_line")


def _progress_told(progress: CloseProgress) -> dict[str, Any]:
    return {
        "percent": progress.percent,
        "is_asked": progress.is_asked,
        "step": progress.step,
        "items_per_second": progress.items_per_second,
        "seconds_left": progress.seconds_left,
    }


def _time_left(progress: CloseProgress) -> str:
    return "no figure yet" if progress.seconds_left is None else f"about {progress.seconds_left} s for one worker"


def _bars(quiet: bool) -> Progress:
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True)


def _teller(progress: Progress) -> Told:
    """Shows each step as a bar of its own."""
    bars: dict[str, TaskID] = {}

    def told(step: str, done: int, parts: int) -> None:
        if step not in bars:
            bars[step] = progress.add_task(step, total=parts)
        progress.update(bars[step], completed=done, total=parts)

    return told
