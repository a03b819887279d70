"""`puhui ledger`: proves the books, and exports them."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

import click
from django.conf import settings
from django.utils.module_loading import import_string

from puhui.foundation.ledger.facade import (
    BooksDoNotHold,
    Fault,
    book_counts,
    check_books,
    close_period,
    export_beancount,
    export_csv,
)
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id

_EXPORTS: dict[str, Callable[[Actor], Iterator[str]]] = {"beancount": export_beancount, "csv": export_csv}


@click.group(help="Proves and exports the books.")
def command() -> None:
    """Holds the two."""


@command.command("check")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(*, as_json: bool) -> None:
    """Proves the books: every journal balanced, every total the sum of its entries, control accounts equal to the sums
    over loans, the hash chain unbroken. Exits 1 with the first difference."""
    faults = check_books(controls=_controls())
    if faults:
        _tell(faults, as_json=as_json)
        sys.exit(REFUSED)
    counts = book_counts(SYSTEM)
    if as_json:
        print_json({"faults": 0, **counts, "control_checks": len(settings.PUHUI_CONTROL_CHECKS)})
    else:
        click.echo("The books hold: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) + ".")


def _controls() -> dict[str, Callable[[], Iterable[object]]]:
    """The control checks that other rooms offer, by their dotted paths."""
    return {path: import_string(path) for path in settings.PUHUI_CONTROL_CHECKS}


def _tell(faults: list[Fault], *, as_json: bool) -> None:
    first = faults[0]
    refusal = BooksDoNotHold(where=first.where, check=first.check, detail=first.detail)
    print_refusal(refusal, as_json=as_json)
    if not as_json:
        for fault in faults[1:]:
            click.echo(f"  also: {fault.check}: {fault.where}: {fault.detail}", err=True)


@command.command("close-period")
@click.argument("period", metavar="MONTH")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def close_month(*, period: str, as_json: bool) -> None:
    """Closes MONTH (2026-10): its trial balance is stored and sealed, and nothing is valued in it any more."""
    call = Call(SYSTEM, f"cli/{new_id()}", current_ports().clock.now(), "command_line")
    try:
        closed = close_period(call, period=period)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    totals = {currency: {"debit": sums[0], "credit": sums[1]} for currency, sums in closed.totals.items()}
    if as_json:
        print_json({"period": period, "digest": closed.digest, "totals": totals})
    else:
        click.echo(f"{period} is closed; its trial balance has the fingerprint {closed.digest[:16]}.")


@command.command("export")
@click.option("--format", "kind", type=click.Choice(list(_EXPORTS)), required=True, help="For which tool.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; preset standard output.")
def export(*, kind: str, out: Path | None) -> None:
    """Writes the books for other tools, line by line; `bean-check` accepts the beancount form."""
    lines = _EXPORTS[kind](SYSTEM)
    if out is None:
        _write(lines, sys.stdout)
        return
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        _write(lines, file)
    part.replace(out)


def _write(lines: Iterator[str], file: TextIO) -> None:
    for line in lines:
        file.write(line + "\n")
