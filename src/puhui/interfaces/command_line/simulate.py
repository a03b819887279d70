"""`puhui simulate`: a made-up population as files, and a made-up business through months on the real flows."""

import sys
from datetime import date, datetime
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string
from rich.console import Console
from rich.progress import Progress

from puhui.flows.simulation.loan_book import LoanBookPlan
from puhui.flows.simulation.persons import write_persons
from puhui.flows.simulation.population import write_population
from puhui.foundation.documents.facade import InvoiceFormat
from puhui.interfaces.command_line.institution import (
    live_made_up_business,
    live_made_up_loan_book,
    prove_books,
    refuse_production,
)
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.dates import add_months
from puhui.kernel.errors import Refusal

PRESET_SEED = 20261123


@click.group(help="Runs a made-up business through months.")
def command() -> None:
    """Holds the five."""


@command.command("population")
@click.option("--size", type=click.IntRange(1, 100_000), default=300, show_default=True, help="How many firms.")
@click.option("--seed", type=int, default=PRESET_SEED, show_default=True, help="The same seed makes the same firms.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The last day with invoices; preset today.")
@click.option("--format", "file_format", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write to.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def population(*, size: int, seed: int, as_of: datetime | None, file_format: str, out: Path, as_json: bool) -> None:
    """Writes firms.csv, invoices, rate_churn.csv and facts.csv, in the columns that puhui imports and trains on."""
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the day of the person at the keyboard
    with Progress(console=Console(stderr=True), disable=as_json, transient=True) as progress:
        task = progress.add_task("Making firms", total=size)
        kind: InvoiceFormat = "csv" if file_format == "csv" else "parquet"
        invoices = write_population(
            out,
            size=size,
            seed=seed,
            as_of=day,
            file_format=kind,
            told=lambda done: progress.update(task, completed=done),
        )
    answer = {"folder": str(out), "firms": size, "invoices": invoices, "seed": seed, "as_of": day.isoformat()}
    if as_json:
        print_json(answer)
    else:
        click.echo(f"{size:,} made-up firms with {invoices:,} invoices up to {day} are in {out}.")


@command.command("persons")
@click.option("--size", type=click.IntRange(1, 100_000), default=4000, show_default=True, help="How many persons.")
@click.option("--seed", type=int, default=PRESET_SEED, show_default=True, help="The same seed makes the same persons.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that sources look back from; preset today.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The CSV file to write.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def persons(*, size: int, seed: int, as_of: datetime | None, out: Path, as_json: bool) -> None:
    """Writes what sources tell of made-up persons, and who of them failed, in columns to train a scorecard on."""
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the day of the person at the keyboard
    with Progress(console=Console(stderr=True), disable=as_json, transient=True) as progress:
        task = progress.add_task("Making persons", total=size)
        failed = write_persons(
            out, size=size, seed=seed, as_of=day, told=lambda done: progress.update(task, completed=done)
        )
    if as_json:
        print_json({"file": str(out), "persons": size, "failed": failed, "seed": seed, "as_of": day.isoformat()})
    else:
        click.echo(f"{size:,} made-up persons, of whom {failed:,} fail, are in {out}.")


@command.command("business")
@click.option("--months", type=click.IntRange(1, 36), default=6, show_default=True, help="How many months it lasts.")
@click.option("--size", type=click.IntRange(1, 5000), default=100, show_default=True, help="Customers.")
@click.option("--seed", type=int, default=PRESET_SEED, show_default=True, help="The same seed tells the same story.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day that is open at the end; preset today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def business(*, months: int, size: int, seed: int, until: datetime | None, as_json: bool) -> None:
    """Lives a made-up business in an empty installation: customers, loans, repayments, day closes; proves the books."""
    last_day = until.date() if until else date.today()  # noqa: DTZ011 - the day of the person at the keyboard
    first_day = add_months(last_day, -months)
    try:
        refuse_production()
        call_command("migrate", interactive=False, verbosity=0)
        lived = live_made_up_business(size=size, seed=seed, first_day=first_day, last_day=last_day, quiet=as_json)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    faults = prove_books()
    if as_json:
        print_json({"first_day": str(first_day), "last_day": str(last_day), "counts": lived.counts, "faults": faults})
    else:
        click.echo(table(["what happened", "times"], [[name, f"{n:,}"] for name, n in lived.counts.items()], left=1))
        click.echo("The books hold." if not faults else f"The books do not hold: {faults}")
    sys.exit(REFUSED if faults else 0)


@command.command("sources")
@click.option("--port", type=click.IntRange(1, 65535), default=8010, show_default=True, help="On this machine only.")
@click.option("--seed", type=int, default=PRESET_SEED, show_default=True, help="The population's seed.")
@click.option("--size", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="How many firms.")
def sources(*, port: int, seed: int, size: int) -> None:
    """Serves registers, bureaus and platforms of the made-up population over HTTP, until interrupted.

    Point an installation at it with PUHUI_SOURCES_URL. POST /faults with {"source", "fault", "ms"} lets one fail:
    delay, error, refuse, garbage, drift, wrong_person, trickle, endless, none.
    """
    try:
        refuse_production()
    except Refusal as refusal:
        print_refusal(refusal, as_json=False)
        sys.exit(REFUSED)
    click.echo(f"Sources of {size:,} made-up firms at http://127.0.0.1:{port} - Ctrl-C ends it.")
    import_string(settings.PUHUI_SIMULATED_SOURCES)(seed=seed, size=size, port=port)


@command.command("loans")
@click.option("--loans", type=click.IntRange(1, 100_000), default=200, show_default=True, help="How many loans.")
@click.option("--years", type=click.IntRange(1, 20), default=2, show_default=True, help="How long the book lives.")
@click.option("--seed", type=int, default=PRESET_SEED, show_default=True, help="The same seed tells the same story.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def loans(*, loans: int, years: int, seed: int, as_json: bool) -> None:
    """Lets a book of loans grow old in an empty installation: late, early, backdated and reversed payments, changes
    of terms; every month the books are proven as by `puhui ledger check`. Exits 1 at the first fault.

    Cut short, the same command goes on where the book stopped; what happened is then counted from that day on.
    """
    first_day = date(2026, 1, 1)
    plan = LoanBookPlan(loans, years * 365 + years // 4, seed, first_day, min(730, years * 365 // 2))
    try:
        lived = live_made_up_loan_book(plan, quiet=as_json)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        told = {"since": lived.since.isoformat(), "times_proven": lived.proven, "faults": lived.faults}
        print_json(told | {"counts": dict(sorted(lived.counts.items()))})
    else:
        click.echo(table(["what happened", "times"], [[n, f"{c:,}"] for n, c in sorted(lived.counts.items())], left=1))
        click.echo(
            f"Since {lived.since} proven {lived.proven} times. "
            + ("The books hold." if not lived.faults else str(lived.faults))
        )
    sys.exit(REFUSED if lived.faults else 0)
