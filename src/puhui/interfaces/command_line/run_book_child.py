"""The child of `puhui run-book`: lives the year in an empty installation and writes down what came of it."""

import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first: this module is a program
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import Progress, TaskID  # noqa: E402

from puhui.flows.run_book.plan import read_churn  # noqa: E402
from puhui.flows.run_book.result import book_result  # noqa: E402
from puhui.flows.run_book.year import BookPlan, live_year  # noqa: E402
from puhui.flows.simulation.world import OPENS_AT, World  # noqa: E402
from puhui.foundation.ledger.facade import book_counts  # noqa: E402
from puhui.interfaces.command_line.institution import (  # noqa: E402
    open_business_date,
    prove_books,
)
from puhui.kernel.actors import SYSTEM  # noqa: E402
from puhui.kernel.errors import Conflict, Refusal  # noqa: E402
from puhui.kernel.ports import MovedClock  # noqa: E402


def main(plan_file: str, answer_file: str, telling: str) -> None:
    """Reads the plan, lives the year, writes the result or the refusal."""
    settled = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    try:
        answer = _live(settled, quiet=telling == "quiet")
    except Refusal as refusal:
        answer = dict(refusal.as_json())
    Path(answer_file).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def _live(settled: dict[str, Any], *, quiet: bool) -> dict[str, Any]:
    call_command("migrate", interactive=False, verbosity=0)
    if open_business_date() is not None:
        raise Conflict("this database already has books; run-book needs an empty one")
    plan = BookPlan(
        firms=settled["firms"],
        invoices=Path(settled["invoices"]),
        file_format=settled["file_format"],
        on=date.fromisoformat(settled["on"]),
        budget_minor=settled["budget_minor"],
        ask_minor=settled["ask_minor"],
        churn=read_churn(Path(settled["churn"])),
        ratings=settled["ratings"],
        lgd=settled["lgd"],
        seed=settled["seed"],
    )
    clock = MovedClock(datetime.combine(plan.on, OPENS_AT, tzinfo=UTC))
    world = World(clock, import_string(settings.PUHUI_SIMULATION)(clock), staff={}, seed=plan.seed)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # a run that can be repeated need not wait for the disk
    with Progress(console=Console(stderr=True), disable=quiet) as bar:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=whole)
            bar.update(tasks[what], completed=done)

        year = live_year(plan, world=world, told=told)
    return {**book_result(plan, year), "ledger": {"faults": prove_books(), **book_counts(SYSTEM)}}


if __name__ == "__main__":
    main(*sys.argv[1:])
