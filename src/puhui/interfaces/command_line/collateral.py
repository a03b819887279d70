"""`puhui collateral`: what is in the register, what stands behind a loan, what the watch found, the registry's file."""

import csv
import sys
from dataclasses import fields
from uuid import UUID

import click

from puhui.flows.secure_loan.pledge import pledge_asset
from puhui.flows.secure_loan.seen import LoanSecurity, security_of
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.command_line.views import AS_JSON, MOST, TOKEN, plain, print_views
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    AssetLine,
    EpisodeView,
    RegistryRecord,
    SchemeView,
    asset,
    assets_page,
    episodes,
    registry_records,
    schemes,
)


@click.group(help="Shows what stands behind loans, pledges things, and writes the registry's file.")
def command() -> None:
    """Holds them."""


@command.command("list")
@click.option("--owner", type=click.UUID, help="Only what belongs to this party.")
@click.option("--kind", default="", help="Only this kind of thing.")
@MOST
@AS_JSON
def list_things(*, owner: UUID | None, kind: str, most: int, as_json: bool) -> None:
    """Things in the register, newest first: their value, what may be lent against them, what is free."""

    def row(line: AssetLine) -> list[str]:
        return [str(line.id), line.kind, line.state.value, *map(_shown, (line.value, line.lendable, line.free))]

    heads = ["thing", "kind", "state", "value", "lendable", "free"]
    print_views(lambda: assets_page(SYSTEM, owner_id=owner, kind=kind, most=most), row, heads, as_json=as_json, left=3)


@command.command("show")
@click.argument("asset_id", type=click.UUID)
def show(*, asset_id: UUID) -> None:
    """One thing with its values and pledges, as one JSON object."""
    try:
        print_json(plain(asset(SYSTEM, asset_id)))
    except Refusal as refusal:
        print_refusal(refusal, as_json=True)
        sys.exit(REFUSED)


@command.command("cover")
@click.argument("loan_id", type=click.UUID)
@AS_JSON
def cover(*, loan_id: UUID, as_json: bool) -> None:
    """What stands behind a loan: things by rank, guarantees, and what is owed over what counts."""
    try:
        found = security_of(SYSTEM, loan_id)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json(plain(found))
    else:
        _tell(found)


@command.command("pledge")
@click.argument("asset_id", type=click.UUID)
@click.argument("loan_id", type=click.UUID)
@click.option("--secured", required=True, help="Up to how much, in major units.")
@click.option("--rank", type=click.IntRange(1), help="Its rank; needed when others are pledged before.")
@click.option("--beyond-value", is_flag=True, help="Says that more is secured than is left of the value.")
@TOKEN
@AS_JSON
def pledge(
    *, asset_id: UUID, loan_id: UUID, secured: str, rank: int | None, beyond_value: bool, token: str, as_json: bool
) -> None:
    """Pledges a thing for a loan."""
    try:
        made = pledge_asset(
            call_of(token),
            asset_id=asset_id,
            loan_id=loan_id,
            secured=Money.parse(secured, where="secured"),
            rank=rank,
            is_beyond_value=beyond_value,
        )
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json(plain(made))
    else:
        click.echo(f"Pledge {made.pledge_id} in rank {made.rank}, up to {made.secured}: {made.state}.")


@command.command("watch")
@click.option("--ended", is_flag=True, help="Those of the past as well.")
@MOST
@AS_JSON
def watch(*, ended: bool, most: int, as_json: bool) -> None:
    """What the watch found: loans above their cover, values that run out, pledges to be released."""

    def row(one: EpisodeView) -> list[str]:
        ratio = "-" if one.ratio_bps is None else f"{one.ratio_bps / 100:.2f} %"
        return [str(one.subject_id), one.kind, one.level, str(one.began_on), str(one.ended_on or ""), ratio]

    heads = ["loan or thing", "kind", "level", "since", "until", "owed / cover"]
    print_views(lambda: episodes(SYSTEM, open_only=not ended, most=most), row, heads, as_json=as_json, left=5)


@command.command("schemes")
@AS_JSON
def list_schemes(*, as_json: bool) -> None:
    """Guarantee companies and public schemes: what they carry, and what is free."""

    def row(one: SchemeView) -> list[str]:
        return [one.code, one.kind, f"{one.share_pct} %", *map(_shown, (one.capacity, one.used, one.free))]

    heads = ["scheme", "kind", "share", "capacity", "used", "free"]
    print_views(lambda: schemes(SYSTEM, on=business_date()), row, heads, as_json=as_json, left=2)


@command.command("registry")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
def registry(*, form: str) -> None:
    """Live pledges for the unified registry of security in movables and rights, as we read what it asks for."""
    told = registry_records(SYSTEM)
    if form == "jsonl":
        for one in told:
            print_json(plain(one))
        return
    names = [field.name for field in fields(RegistryRecord)]
    writer = csv.DictWriter(sys.stdout, names)
    writer.writeheader()
    for one in told:
        writer.writerow({name: _safe(str(getattr(one, name))) for name in names})


def _tell(found: LoanSecurity) -> None:
    ratio = "-" if found.ratio_bps is None else f"{found.ratio_bps / 100:.2f} %"
    click.echo(f"Owed {found.owed}; things {found.things}; guaranteed {found.guaranteed}; owed over things {ratio}")
    rows = [[one.kind, str(one.rank), one.state.value, str(one.secured), str(one.given)] for one in found.pledges]
    click.echo(table(["thing", "rank", "state", "secured", "given"], rows, left=1))


def _shown(amount: Money | None) -> str:
    return str(amount) if amount else "-"


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
