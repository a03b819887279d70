"""`puhui regions`: looks regions up, says what holds in a place, and imports a lender's own list."""

import sys
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from puhui.conduct.indicators.facade import Group
from puhui.flows.reach import PlaceReach, places_of, reach
from puhui.foundation.ledger.facade import NoBusinessDate, business_date
from puhui.foundation.party.facade import home_date
from puhui.foundation.regions.facade import (
    Atlas,
    ImportReport,
    Region,
    atlas,
    import_regions,
    local_on,
    preview_import,
)
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.command_line.reading import opened
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money

AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON: one object, or one a line.")
TOKEN = click.option("--token", envvar="PUHUI_TOKEN", default="", help="The token of who acts.")


@click.group(help="Shows regions and reach, and imports lists of regions.")
def command() -> None:
    """Holds them."""


@command.command("find")
@click.argument("text")
@click.option("--most", type=click.IntRange(1, 200), default=20, show_default=True, help="How many at the most.")
@AS_JSON
def find(*, text: str, most: int, as_json: bool) -> None:
    """Regions by code or name, the likeliest first."""
    known, on = atlas(), _today()
    found = known.search(text, on=on, most=most)
    if as_json:
        for region in found:
            print_json(_plain(known, region))
        return
    rows = [[r.code, known.path(r.code, language="zh"), r.name.en, r.kind, str(known.tier(r.code))] for r in found]
    click.echo(table(["code", "region", "name", "kind", "tier"], rows, left=5))


@command.command("show")
@click.argument("code")
def show(*, code: str) -> None:
    """One region: what it lies in, what lies in it, and what holds there today; as one JSON object."""
    known, on = atlas(), _today()
    try:
        region = known.regions[known.resolve(code, on=on, where="code")]
    except Refusal as refusal:
        print_refusal(refusal, as_json=True)
        sys.exit(REFUSED)
    below = [child.code for child in known.children(region.code, on=on)]
    local = [{"id": one.id, "version": one.version, "region": one.region} for one in local_on(region.code, on=on)]
    print_json({**_plain(known, region), "children": below, "local_policies": local})


@command.command("reach")
@click.option("--region", default="", help="What lies in this region; without it the provinces.")
@AS_JSON
def show_reach(*, region: str, as_json: bool) -> None:
    """Whom we reach by region: customers, loans, shares of groups, approvals, goals that are missed."""
    try:
        found = reach(SYSTEM, region=region)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    shares = [f"{name}_pct" for name in (*Group, "approval")]
    heads = ["code", "region", "customers", "loans", "outstanding", *shares]
    for one in places_of(found) if as_json else ():
        print_json(
            dict(zip(heads, _reached(one), strict=True)) | {"missed": [g.goal.text.en for g in one.gaps if g.missing]}
        )
    if not as_json:
        rows = [["-" if cell is None else str(cell) for cell in _reached(one)] for one in places_of(found)]
        click.echo(table(heads, rows, left=2))


@command.command("import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--source", default="", help="Where the list comes from; needed unless it is a dry run.")
@click.option("--dry-run", is_flag=True, help="Shows what would change, and changes nothing.")
@TOKEN
@AS_JSON
def bring(*, file: str, source: str, dry_run: bool, token: str, as_json: bool) -> None:
    """Lays a CSV list over the known one: code, name_zh, and where they apply name_en, kind, tier, parent,
    effective_from, effective_until, replaced_by. Regions that the list leaves out stay as they are.
    """
    try:
        with opened(file) as stream:
            text = stream.read()
        if dry_run:
            report = preview_import(SYSTEM, text=text)
        else:
            report = import_regions(call_of(token), text=text, source=source)
    except OSError as problem:
        raise click.UsageError(str(problem)) from problem
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    _tell(report, as_json=as_json, dry_run=dry_run)


def _tell(report: ImportReport, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        told = asdict(report) | {"import_id": str(report.import_id) if report.import_id else None}
        print_json({**told, "dry_run": dry_run})
        return
    rows = [[one.code, one.name, one.what, one.before, one.after] for one in report.differences]
    click.echo(table(["code", "region", "what", "before", "after"], rows, left=5))
    would = "would be " if dry_run else ""
    click.echo(
        f"{report.rows} regions read: {report.added} {would}added, {report.changed} {would}changed; "
        f"{report.left_out} known ones are not in the list and stay."
    )


def _plain(known: Atlas, region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": {"en": region.name.en, "zh": region.name.zh},
        "path": {language: known.path(region.code, language=language) for language in ("en", "zh")},
        "kind": region.kind.value,
        "tier": known.tier(region.code),
        "parent": region.parent,
        "effective_from": region.effective_from.isoformat() if region.effective_from else None,
        "effective_until": region.effective_until.isoformat() if region.effective_until else None,
    }


def _reached(one: PlaceReach) -> list[object]:
    tally = one.tally
    shares = [tally.share(name) for name in (*Group, "approval")]
    outstanding = str(Money(tally.outstanding_minor))
    told = [None if share is None else str(share) for share in shares]
    return [one.region.code, one.region.name.zh, tally.customers, tally.loans, outstanding, *told]


def _today() -> date:
    try:
        return business_date()
    except NoBusinessDate:
        return home_date(current_ports().clock.now())
