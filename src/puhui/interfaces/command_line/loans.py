"""`puhui loans`: the portfolio for other tools, and an existing book brought in."""

import sys
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from puhui.interfaces.command_line.loan_files import FORMATS, write_portfolio
from puhui.interfaces.command_line.loan_import import import_command
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.products.lending.facade import portfolio_records, portfolio_size


@click.group(help="Writes the portfolio for other tools, and brings an existing book in.")
def command() -> None:
    """Holds the commands."""


command.add_command(import_command)


@command.command("export")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="FILE.parquet or FILE.csv.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of the start of that day; preset the open one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def export(*, out: Path, on: datetime | None, as_json: bool) -> None:
    """Writes one row a loan that was paid out: terms, what is owed, what is late. Amounts are minor units."""
    day = on.date() if on else None
    try:
        if out.suffix not in FORMATS:
            raise InvalidInput("--out", f"the name ends in {' or '.join(FORMATS)}")
        rows = _export(out, day, quiet=as_json)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json({"rows": rows, "file": str(out)})
    else:
        click.echo(f"{rows:,} loans written to {out}.")


def _export(out: Path, on: date | None, *, quiet: bool) -> int:
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        bar = progress.add_task("loans", total=portfolio_size(SYSTEM, on=on))
        return write_portfolio(
            portfolio_records(SYSTEM, on=on), out, told=lambda rows: progress.update(bar, completed=rows)
        )
