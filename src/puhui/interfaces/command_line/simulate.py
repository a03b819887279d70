"""`puhui simulate`: a made-up population as files, and a made-up business through months on the real flows."""

from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from puhui.flows.simulation.population import write_population
from puhui.foundation.documents.facade import InvoiceFormat
from puhui.interfaces.command_line.printing import print_json

PRESET_SEED = 20261123


@click.group(help="Runs a made-up business through months.")
def command() -> None:
    """Holds the two."""


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
