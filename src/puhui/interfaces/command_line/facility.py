"""`puhui facility`: limits and how they are used, exposure; cuts, freezes, raises and reviews."""

import sys
from collections.abc import Callable
from typing import Any, get_args
from uuid import UUID

import click
from pydantic import TypeAdapter

from puhui.flows.draw_facility.change_limit import change_limit, confirm_limit
from puhui.flows.exposures import exposure_seen
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.facilities.facade import Act, facilities_page, facility

AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON: one object, or one a line.")
TOKEN = click.option("--token", envvar="PUHUI_TOKEN", default="", help="The token of who acts.")
HEADS = ["limit id", "product", "state", "limit", "drawn", "reserved", "free", "review"]


@click.group(help="Shows limits and how they are used; cuts, freezes, raises and reviews them.")
def command() -> None:
    """Holds them."""


@command.command("list")
@click.option("--holder", type=click.UUID, help="Only of this party.")
@click.option("--frozen", is_flag=True, help="Only those on which new draws are stopped.")
@click.option("--most", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at the most.")
@AS_JSON
def list_limits(*, holder: UUID | None, frozen: bool, most: int, as_json: bool) -> None:
    """Limits, newest first."""
    found = facilities_page(SYSTEM, holder_id=holder, only_frozen=frozen, most=most)
    if as_json:
        for one in found:
            print_json(_plain(one))
        return
    rows = [
        [
            str(one.id),
            one.product_code,
            "frozen" if one.freezes else one.state.value,
            *map(str, (one.limit, one.drawn, one.reserved, one.free, one.review_on)),
        ]
        for one in found
    ]
    click.echo(table(HEADS, rows, left=3))


@command.command("show")
@click.argument("facility_id", type=click.UUID)
def show(*, facility_id: UUID) -> None:
    """One limit with its draws, events and proposals, as one JSON object."""
    _answer(lambda: facility(SYSTEM, facility_id))


@command.command("exposure")
@click.argument("party_id", type=click.UUID)
def exposure(*, party_id: UUID) -> None:
    """What a party and its group owe and may draw, over all products, as one JSON object; amounts in minor units."""
    _answer(lambda: exposure_seen(SYSTEM, party_id=party_id))


@command.command("change")
@click.argument("facility_id", type=click.UUID)
@click.argument("act", type=click.Choice(get_args(Act)))
@click.option("--reason", required=True, help="Why; kept with the event.")
@click.option("--limit", help="The new limit, in major units: for cut and raised.")
@TOKEN
def change(*, facility_id: UUID, act: Act, reason: str, limit: str | None, token: str) -> None:
    """Cuts, raises, freezes, unfreezes, reviews or closes; what lets more be lent waits for a second person."""
    _answer(
        lambda: change_limit(
            call_of(token),
            facility_id=facility_id,
            act=act,
            reason=reason,
            limit=Money.parse(limit, where="limit") if limit is not None else None,
        )
    )


@command.command("confirm")
@click.argument("proposal_id", type=click.UUID)
@click.option("--no", "declined", is_flag=True, help="Does not agree.")
@TOKEN
def confirm(*, proposal_id: UUID, declined: bool, token: str) -> None:
    """A second person agrees to a proposal, or does not."""
    _answer(lambda: confirm_limit(call_of(token), proposal_id=proposal_id, agree=not declined))


def _answer(ask: Callable[[], object]) -> None:
    try:
        print_json(_plain(ask()))
    except Refusal as refusal:
        print_refusal(refusal, as_json=True)
        sys.exit(REFUSED)


def _plain(value: object) -> dict[str, Any]:
    """A view as JSON: amounts as text in major units."""
    told: dict[str, Any] = TypeAdapter(type(value)).dump_python(value, mode="json")
    return {name: _major(one) for name, one in told.items()}


def _major(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"minor", "currency"}:
            return str(Money(value["minor"], value["currency"]))
        return {name: _major(one) for name, one in value.items()}
    return [_major(one) for one in value] if isinstance(value, list) else value
