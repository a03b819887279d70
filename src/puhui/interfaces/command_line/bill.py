"""`puhui bill`: limits of acceptors, bills with their chains, what one would bring, presentment and recourse."""

from uuid import UUID

import click

from puhui.flows.discount_bill.check import check_bill
from puhui.flows.discount_bill.present import claim_bill_recourse, present_bill
from puhui.flows.discount_bill.sell import quote_of
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.acts import done
from puhui.interfaces.command_line.printing import print_json
from puhui.interfaces.command_line.views import AS_JSON, MOST, TOKEN, plain, print_views
from puhui.kernel.actors import SYSTEM
from puhui.products.bills.facade import (
    BillMoved,
    BillState,
    BillView,
    LimitView,
    RediscountState,
    RediscountView,
    bill,
    bills_page,
    limits_page,
    rediscounts_page,
)

STATES = [state.value for state in BillState]


@click.group(help="Shows bills of banks and enterprises, checks and presents them.")
def command() -> None:
    """Holds them."""


@command.command("limits")
@MOST
@AS_JSON
def limits(*, most: int, as_json: bool) -> None:
    """What we take of each acceptor, newest first."""

    def row(one: LimitView) -> list[str]:
        told = [one.acceptor.name, one.kind.value, one.state.value]
        return [*told, str(one.limit), str(one.used), f"{one.annual_rate_pct} %"]

    heads = ["acceptor", "kind", "state", "limit", "used", "rate"]
    print_views(lambda: limits_page(SYSTEM, most=most), row, heads, as_json=as_json, left=3)


@command.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only these.")
@MOST
@AS_JSON
def list_bills(*, state: str | None, most: int, as_json: bool) -> None:
    """Bills, newest first."""

    def row(one: BillView) -> list[str]:
        return [str(one.id), one.number, one.state.value, str(one.due_on), str(one.face), str(one.interest)]

    heads = ["bill", "number", "state", "due", "face", "discount"]
    wanted = BillState(state) if state else None
    print_views(lambda: bills_page(SYSTEM, state=wanted, most=most), row, heads, as_json=as_json, left=4)


@command.command("rediscounts")
@click.option("--state", type=click.Choice([state.value for state in RediscountState]), help="Only these.")
@MOST
@AS_JSON
def rediscounts(*, state: str | None, most: int, as_json: bool) -> None:
    """Bills that went on to other banks, or shall, newest first."""

    def row(one: RediscountView) -> list[str]:
        return [str(one.bill_id), one.taker.name, one.state.value, str(one.face), str(one.interest), str(one.proceeds)]

    heads = ["bill", "bank", "state", "face", "kept by it", "proceeds"]
    wanted = RediscountState(state) if state else None
    print_views(lambda: rediscounts_page(SYSTEM, state=wanted, most=most), row, heads, as_json=as_json, left=3)


@command.command("show")
@click.argument("bill_id", type=click.UUID)
def show(*, bill_id: UUID) -> None:
    """One bill with its chain and who was asked to pay, as one JSON object."""
    print_json(plain(done(lambda: bill(SYSTEM, bill_id), as_json=True)))


@command.command("quote")
@click.argument("bill_id", type=click.UUID)
def quote(*, bill_id: UUID) -> None:
    """What a bill that was checked would bring today: the whole cost sheet as JSON."""
    found = done(lambda: quote_of(SYSTEM, bill_id), as_json=True)
    print_json({"sheet": found.sheet, "sheet_hash": found.sheet_hash})


@command.command("check")
@click.argument("bill_id", type=click.UUID)
@click.option("--reference", required=True, help="Under which reference the registry knows it.")
@TOKEN
@AS_JSON
def check(*, bill_id: UUID, reference: str, token: str, as_json: bool) -> None:
    """The bill is at the registry and in order: it may be sold."""
    moved = done(lambda: check_bill(call_of(token), bill_id=bill_id, registry_reference=reference), as_json=as_json)
    _tell(moved, as_json=as_json)


@command.command("present")
@click.argument("bill_id", type=click.UUID)
@TOKEN
@AS_JSON
def present(*, bill_id: UUID, token: str, as_json: bool) -> None:
    """Presents a bill again, after it was not paid."""
    _tell(done(lambda: present_bill(call_of(token), bill_id=bill_id), as_json=as_json), as_json=as_json)


@command.command("recourse")
@click.argument("bill_id", type=click.UUID)
@click.option("--debtor", default="", help="The credit code of who is asked; preset: the next one.")
@TOKEN
@AS_JSON
def recourse(*, bill_id: UUID, debtor: str, token: str, as_json: bool) -> None:
    """Asks the next of those before us to pay."""
    moved = done(lambda: claim_bill_recourse(call_of(token), bill_id=bill_id, debtor_code=debtor), as_json=as_json)
    _tell(moved, as_json=as_json)


def _tell(moved: BillMoved, *, as_json: bool) -> None:
    if as_json:
        print_json(plain(moved))
    else:
        click.echo(f"Bill {moved.bill_id} is {moved.state}.")
