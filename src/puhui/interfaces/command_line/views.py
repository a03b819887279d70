"""Prints views of rooms: lists as a table or JSON lines, one view as JSON, amounts as text in major units."""

from collections.abc import Callable, Iterable
from typing import Any

import click
from pydantic import TypeAdapter

from puhui.interfaces.command_line.acts import done
from puhui.interfaces.command_line.printing import print_json, table
from puhui.kernel.money import Money

AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON: one object, or one a line.")
MOST = click.option("--most", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at the most.")
TOKEN = click.option("--token", envvar="PUHUI_TOKEN", default="", help="The token of who acts.")


def print_views(
    ask: Callable[[], Iterable[Any]], row: Callable[[Any], list[str]], heads: list[str], *, as_json: bool, left: int
) -> None:
    """A list, or the refusal."""
    found = list(done(ask, as_json))
    if as_json:
        for one in found:
            print_json(plain(one))
    else:
        click.echo(table(heads, [row(one) for one in found], left=left))


def plain(value: object) -> dict[str, Any]:
    """A view as JSON."""
    told: dict[str, Any] = TypeAdapter(type(value)).dump_python(value, mode="json")
    return {name: _major(one) for name, one in told.items()}


def _major(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"minor", "currency"}:
            return str(Money(value["minor"], value["currency"]))
        return {name: _major(one) for name, one in value.items()}
    return [_major(one) for one in value] if isinstance(value, list) else value
