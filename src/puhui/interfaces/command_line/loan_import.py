"""`puhui loans import`: brings a lender's existing book in; a dry run shows the differences cent by cent."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from rich.console import Console
from rich.progress import Progress

from puhui.flows.import_loans.book_tape import (
    TapeBooked,
    book_tape,
    confirm_import,
    propose_import,
)
from puhui.flows.import_loans.check_tape import TapeFiles, check_as_json, check_tape
from puhui.flows.import_loans.reading import file_digest
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import TapeCheck, TapeState, tape

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 20


@click.command("import")
@click.argument("path", metavar="TAPE", type=FILE)
@click.option("--events", type=FILE, help="What happened to the loans: loan_id, date, kind and the keys of each kind.")
@click.option("--name", help="The tape's name: the same row of the same name is the same loan. Preset the file's name.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The tape's day; preset the open business date.")
@click.option("--dry-run", is_flag=True, help="Only reads, replays and compares.")
@click.option("--accept-differences", metavar="REASON", default="", help="Books loans that differ, and says why.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Writes the whole result as JSON.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def import_command(  # the options are the vocabulary of an import
    *,
    path: Path,
    events: Path | None,
    name: str | None,
    as_of: datetime | None,
    dry_run: bool,
    accept_differences: str,
    report: Path | None,
    as_json: bool,
) -> None:
    """Compares TAPE (.csv, .jsonl, .parquet) with a replay of its terms and events, and then books it.

    Nothing is booked while a row is refused or a difference is not accepted. Killed and run again it goes on; run
    once more it changes nothing. In production a colleague confirms the import in the workbench first.
    """
    try:
        day = as_of.date() if as_of else business_date()
        files = TapeFiles(tape=path, name=name or path.name[:60], as_of=day, events=events)
        said = _run(files, dry_run=dry_run, reason=accept_differences, report=report, quiet=as_json)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json(said)
    else:
        _tell(said)
    if dry_run and said["refused_rows"]:
        sys.exit(REFUSED)


def _run(files: TapeFiles, *, dry_run: bool, reason: str, report: Path | None, quiet: bool) -> dict[str, Any]:
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        bar = progress.add_task("read and compare", total=None)
        check = check_tape(SYSTEM, files=files, told=lambda rows: progress.update(bar, completed=rows))
        said = dict(check_as_json(check))
        if report is not None:
            report.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if dry_run:
            return said
        bar = progress.add_task("book", total=check.rows)
        return said | _booked(files, check, reason, told=lambda rows: progress.update(bar, completed=rows))


def _booked(files: TapeFiles, check: TapeCheck, reason: str, *, told: Any) -> dict[str, Any]:
    """Proposes the import, confirms it where one person may, and books it once it is confirmed."""
    sha256 = file_digest(files.tape, files.events)
    proposed = propose_import(
        _call(f"tape/{new_id()}"),
        name=files.name,
        file_name=files.tape.name,
        sha256=sha256,
        check=check,
        accept_reason=reason,
    )
    kept = tape(SYSTEM, tape_id=proposed.tape_id)
    if kept.state == TapeState.PROPOSED and settings.PUHUI_ENVIRONMENT.is_production:
        return {"tape_id": str(kept.id), "state": kept.state, "booked": 0}
    if kept.state == TapeState.PROPOSED:
        confirm_import(_call(f"tape/{kept.id}/confirm"), tape_id=kept.id, alone=True)
    if kept.state == TapeState.BOOKED:
        done = TapeBooked(kept.id, 0, kept.booked_loans)
    else:
        done = book_tape(_call("tape"), tape_id=kept.id, files=files, told=told)
    return {"tape_id": str(kept.id), "state": TapeState.BOOKED, "booked": done.booked, "booked_before": done.known}


def _call(key: str) -> Call:
    return Call(SYSTEM, key[:200], current_ports().clock.now(), "command_line")


def _tell(said: Mapping[str, Any]) -> None:
    click.echo(
        f"{said['rows']:,} rows as of {said['as_of']}: {said['loans']:,} loans with {said['principal']} of principal, "
        f"{said['known']:,} known already, {said['refused_rows']:,} refused, {said['differing']:,} differ "
        f"(our replay less the tape: {said['difference']})."
    )
    if said["refused"]:
        cells = [[str(c["line"]), c["row_key"], c["column"], c["reason"]] for c in said["refused"][:SHOWN]]
        click.echo("\nRefused\n" + table(["line", "loan", "column", "why"], cells, left=4))
    if said["differences"]:
        rows = [
            [one["loan_id"], column["column"], column["tape"], column["replayed"]]
            for one in said["differences"][:SHOWN]
            for column in one["columns"]
        ]
        click.echo("\nDifferences\n" + table(["loan", "column", "tape", "our replay"], rows, left=2))
    if said.get("state") == TapeState.PROPOSED:
        click.echo("\nProposed: a colleague confirms it in the workbench; then run the same command again.")
    elif "booked" in said:
        click.echo(f"\n{said['booked']:,} loans booked, {said['booked_before']:,} were booked before.")
