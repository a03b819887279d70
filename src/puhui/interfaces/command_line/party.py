"""`puhui party`: households, groups and other relations."""

import sys
from collections.abc import Sequence
from uuid import UUID

import click
from pydantic import TypeAdapter

from puhui.foundation.party.facade import GroupKind, GroupLine, RelationLine, groups_page, relations_of
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal

AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON: one object a line.")


@click.group(help="Shows households, groups and other relations of parties.")
def command() -> None:
    """Holds them."""


@command.command("groups")
@click.option(
    "--kind", type=click.Choice(sorted(kind.value for kind in GroupKind)), default=None, help="Only this kind of group."
)
@click.option("--most", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at the most.")
@AS_JSON
def list_groups(*, kind: str | None, most: int, as_json: bool) -> None:
    """Groups, newest first."""
    rows = groups_page(SYSTEM, kind=kind or "", most=most)
    if as_json:
        _print(rows)
        return
    shown = [[str(row.id), row.kind.value, row.code, row.name, str(row.members)] for row in rows]
    click.echo(table(["group", "kind", "code", "name", "members"], shown, left=4))


@command.command("relations")
@click.argument("party_id", type=click.UUID)
@AS_JSON
def list_relations(*, party_id: UUID, as_json: bool) -> None:
    """The relations of a party that are not over."""
    try:
        rows = relations_of(SYSTEM, party_id=party_id)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        _print(rows)
        return
    shown = [[str(r.id), r.kind.value, str(r.group_id or r.other_id), r.standing.value, r.state.value] for r in rows]
    click.echo(table(["relation", "kind", "with", "as", "state"], shown, left=5))


def _print(rows: Sequence[GroupLine] | Sequence[RelationLine]) -> None:
    for row in rows:
        print_json(TypeAdapter(type(row)).dump_python(row, mode="json"))
