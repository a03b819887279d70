"""`puhui lease`: what is let, to whom, and where it is in its life."""

import sys
from uuid import UUID

import click

from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.actors import SYSTEM
from puhui.kernel.canonical import plain
from puhui.kernel.errors import Refusal
from puhui.products.leasing.facade import LeaseState, lease, leases_page

AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON: one object, or one a line.")


@click.group(help="Leased equipment: what is let, its life, its meters.")
def command() -> None:
    """Holds them."""


@command.command("list")
@click.option("--state", type=click.Choice([s.value for s in LeaseState]), default=None, help="Only in this state.")
@click.option("--most", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at the most.")
@AS_JSON
def list_leases(*, state: str | None, most: int, as_json: bool) -> None:
    """Leased things, newest first."""
    found = leases_page(SYSTEM, state=state or "", most=most)
    if as_json:
        for line in found:
            print_json(plain(line))
        return
    rows = [[str(n.id), n.kind, n.serial, n.state.value, str(n.price), str(n.residual)] for n in found]
    click.echo(table(["lease", "kind", "serial", "state", "price", "residual"], rows, left=4))


@command.command("show")
@click.argument("lease_id", type=click.UUID)
def show(*, lease_id: UUID) -> None:
    """One leased thing with its life and meters, as one JSON object."""
    try:
        print_json(plain(lease(SYSTEM, lease_id)))
    except Refusal as refusal:
        print_refusal(refusal, as_json=True)
        sys.exit(REFUSED)
