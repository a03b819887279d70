"""`puhui schedule`: the loan calculator. No database, no Django."""

import sys
from collections.abc import Mapping
from typing import Any

import click

from puhui.finmath.loans.document import schedule_document
from puhui.interfaces.command_line.printing import DONE, REFUSED, print_json, print_refusal, table
from puhui.interfaces.command_line.reading import Document, opened, read_documents
from puhui.kernel.errors import InvalidInput, Refusal

_COLUMNS = ("n", "due_date", "principal", "interest", "fees", "total", "balance", "paid")
_HEADS = ("n", "due", "principal", "interest", "fees", "total", "balance", "paid")


@click.command(name="schedule")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document, for programs.")
def command(file: str, as_json: bool) -> None:
    """Works out a loan's schedule and what is owed, from terms and events in FILE.

    FILE holds one JSON document, or one a line; `-` (preset) is standard input. What each key means:
    docs/concepts/conventions.md.
    """
    status = DONE
    try:
        with opened(file) as stream:
            for number, document in enumerate(read_documents(stream)):
                status = max(status, _answer(document, as_json=as_json, separated=number > 0))
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        status = REFUSED
    sys.exit(status)


def _answer(document: Document | InvalidInput, *, as_json: bool, separated: bool) -> int:
    if isinstance(document, InvalidInput):
        print_refusal(document, as_json=as_json)
        return REFUSED
    try:
        answer = schedule_document(document.value)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        return REFUSED
    if as_json:
        print_json(answer)
    else:
        click.echo(("\n" if separated else "") + _for_people(answer))
    return DONE


def _for_people(answer: Mapping[str, Any]) -> str:
    terms, totals, owed = answer["terms"], answer["totals"], answer["outstanding"]
    rows = [[str(line[column]) for column in _COLUMNS] for line in answer["instalments"]]
    rows.append(["", "total", totals["principal"], totals["interest"], totals["fees"], totals["total"], "", ""])
    rate = answer["apr_pct"]
    loan = f"{terms['currency']} {terms['principal']} at {terms['annual_rate_pct']} % a year, {terms['method']}"
    course = f"{terms['n']} x {terms['every']} {terms['unit']}, {terms['day_count']}, from {terms['disbursement_date']}"
    parts = ", ".join(f"{name} {owed[name]}" for name in ("principal", "interest", "fees", "penalty"))
    return "\n".join(
        (
            f"{loan}, {course}",
            "",
            table(_HEADS, rows, left=2),
            "",
            f"All costs as one yearly rate: {rate + ' %' if rate is not None else 'none explains these payments'}",
            f"Owed on {terms['as_of']}: {owed['total']} ({parts})",
        )
    )
