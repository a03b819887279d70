"""`puhui subsidies`: what waits to be claimed of the state, claims and their files, what the state paid."""

import csv
import sys
from datetime import datetime
from uuid import UUID

import click

from puhui.flows.subsidise_loans.claims import file_subsidy_claim, receive_subsidy
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.acts import done
from puhui.interfaces.command_line.printing import print_json, table
from puhui.interfaces.command_line.views import AS_JSON, TOKEN, plain, print_views
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.subsidies.facade import ClaimFiled, ClaimRow, ClaimView, claim_rows, claims_page, unclaimed


@click.group(help="Interest that the state pays: what waits, claims, and what came in.")
def command() -> None:
    """Holds them."""


@command.command("waiting")
@AS_JSON
def waiting(*, as_json: bool) -> None:
    """What no claim asks for yet, by scheme and payer."""
    rows = done(lambda: unclaimed(SYSTEM), as_json=as_json)
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

    def row(one: ClaimView) -> list[str]:
        return [str(one.id), one.number, one.state.value, str(one.total)]

    heads = ["claim", "number", "state", "sum"]
    print_views(lambda: claims_page(SYSTEM), row, heads, as_json=as_json, left=3)


@command.command("file")
@click.argument("scheme")
@click.argument("payer")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Dues up to this day.")
@TOKEN
@AS_JSON
def bring(*, scheme: str, payer: str, until: datetime, token: str, as_json: bool) -> None:
    """Files a claim for all parts of a payer up to a day."""
    made = done(
        lambda: file_subsidy_claim(call_of(token), scheme=scheme, payer=payer, until=until.date()), as_json=as_json
    )
    _tell(made, as_json=as_json)


@command.command("rows")
@click.argument("claim_id", type=click.UUID)
def rows(*, claim_id: UUID) -> None:
    """The rows of a claim as CSV, for the payer."""
    names = list(ClaimRow.__dataclass_fields__)

    def write() -> None:
        writer = csv.writer(sys.stdout)
        for n, row in enumerate(claim_rows(SYSTEM, claim_id)):
            if not n:
                writer.writerow(names)
            writer.writerow([getattr(row, name) for name in names])

    done(write, as_json=True)


@command.command("paid")
@click.argument("claim_id", type=click.UUID)
@click.option("--amount", required=True, help="What came in, in major units: exactly what was claimed.")
@click.option("--reference", default="", help="The payer's reference.")
@TOKEN
@AS_JSON
def paid(*, claim_id: UUID, amount: str, reference: str, token: str, as_json: bool) -> None:
    """Books what the state paid on a claim."""
    made = done(
        lambda: receive_subsidy(
            call_of(token), claim_id=claim_id, paid=Money.parse(amount, where="amount"), reference=reference
        ),
        as_json=as_json,
    )
    _tell(made, as_json=as_json)


def _tell(made: ClaimFiled | ClaimView, *, as_json: bool) -> None:
    if as_json:
        print_json(plain(made))
    else:
        click.echo(f"{made.number}: {made.total} in {made.parts} parts.")
