"""`puhui subsidies`: what waits to be claimed of the state, claims and their files, what the state paid."""

import csv
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import click
from pydantic import TypeAdapter

from puhui.flows.subsidise_loans.claims import file_subsidy_claim, receive_subsidy
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.subsidies.facade import ClaimRow, claim_rows, claims_page, unclaimed

AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON: one object, or one a line.")
TOKEN = click.option("--token", envvar="PUHUI_TOKEN", default="", help="The token of who acts.")


@click.group(help="Interest that the state pays: what waits, claims, and what came in.")
def command() -> None:
    """Holds them."""


@command.command("waiting")
@AS_JSON
def waiting(*, as_json: bool) -> None:
    """What no claim asks for yet, by scheme and payer."""
    rows = unclaimed(SYSTEM)
    if as_json:
        for scheme, payer, parts, total in rows:
            print_json({"scheme": scheme, "payer": payer, "parts": parts, "total": str(total)})
        return
    told = [[scheme, payer, str(parts), str(total)] for scheme, payer, parts, total in rows]
    click.echo(table(["scheme", "payer", "parts", "sum"], told, left=2))


@command.command("claims")
@AS_JSON
def claims(*, as_json: bool) -> None:
    """Claims, newest first."""
    found = claims_page(SYSTEM)
    if as_json:
        for one in found:
            print_json({"id": str(one.id), "number": one.number, "total": str(one.total), "state": one.state.value})
        return
    told = [[str(one.id), one.number, one.state.value, str(one.total)] for one in found]
    click.echo(table(["claim", "number", "state", "sum"], told, left=3))


@command.command("file")
@click.argument("scheme")
@click.argument("payer")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Dues up to this day.")
@TOKEN
@AS_JSON
def bring(*, scheme: str, payer: str, until: datetime, token: str, as_json: bool) -> None:
    """Files a claim for all parts of a payer up to a day."""
    _done(lambda: file_subsidy_claim(call_of(token), scheme=scheme, payer=payer, until=until.date()), as_json=as_json)


@command.command("rows")
@click.argument("claim_id", type=click.UUID)
def rows(*, claim_id: UUID) -> None:
    """The rows of a claim as CSV, for the payer."""
    names = list(ClaimRow.__dataclass_fields__)
    try:
        writer = csv.writer(sys.stdout)
        found = claim_rows(SYSTEM, claim_id)
        for n, row in enumerate(found):
            if not n:
                writer.writerow(names)
            writer.writerow([getattr(row, name) for name in names])
    except Refusal as refusal:
        print_refusal(refusal, as_json=True)
        sys.exit(REFUSED)


@command.command("paid")
@click.argument("claim_id", type=click.UUID)
@click.option("--amount", required=True, help="What came in, in major units: exactly what was claimed.")
@click.option("--reference", default="", help="The payer's reference.")
@TOKEN
@AS_JSON
def paid(*, claim_id: UUID, amount: str, reference: str, token: str, as_json: bool) -> None:
    """Books what the state paid on a claim."""
    _done(
        lambda: receive_subsidy(
            call_of(token), claim_id=claim_id, paid=Money.parse(amount, where="amount"), reference=reference
        ),
        as_json=as_json,
    )


def _done(act: Callable[[], object], *, as_json: bool) -> None:
    try:
        made = act()
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    told: dict[str, Any] = TypeAdapter(type(made)).dump_python(made, mode="json")
    total = told.pop("total")
    shown = told | {"total": str(Money(total["minor"], total["currency"]))}
    if as_json:
        print_json(shown)
    else:
        click.echo(f"{shown['number']}: {shown['total']} in {shown['parts']} parts.")
