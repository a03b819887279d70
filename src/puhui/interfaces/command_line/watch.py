"""`puhui watch`: watches the decisions of closed days, shows how they stand, and writes the impact record."""

import sys
from datetime import date, datetime, timedelta
from typing import Any

import click

from puhui.flows.impact_record import impact_record
from puhui.flows.watch_decisions import watch_span
from puhui.foundation.documents.facade import markdown_of
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.canonical import plain
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.risk.monitoring.facade import KINDS, MeasureView, last_watched, measures_on, series_of, shown

DAY = click.DateTime(["%Y-%m-%d"])
FAIRNESS = ("approval_ratio", "price_gap", "group_bad_rate", "proxy")


@click.group(help="Watches decisions: stability, outcomes, fairness, and the impact record.")
def command() -> None:
    """Holds the four."""


@command.command("run")
@click.option("--from", "since", type=DAY, help="The first day; preset the last closed one.")
@click.option("--to", "until", type=DAY, help="The last day; preset the last closed one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a day.")
def run(*, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Watches the closed days that were not watched yet. The worker does the same after each close."""
    try:
        last = until.date() if until else business_date() - timedelta(days=1)
        call = Call(SYSTEM, f"watch/{new_id()}", current_ports().clock.now(), channel="command_line")
        found = watch_span(call, since=since.date() if since else last, until=last, told=None if as_json else _tell)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    for day in found:
        if as_json:
            print_json(plain(day))
        else:
            click.echo(f"{day.day}: {day.measures} measures, {day.alarms} new alarms")
    if not found and not as_json:
        click.echo("Nothing to do: these days were watched already.")


@command.command("show")
@click.option("--on", type=DAY, help="A day that was watched; preset the last one.")
@click.option("--measure", help="Its course instead of a day: one of the names in the first column.")
@click.option("--subject", default="", help="With --measure: the fact, or attribute:group.")
@click.option("--product", default="", help="Only this product.")
@click.option("--model", default="", help="Only this model.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def show(**asked: Any) -> None:
    """How decisions stand on a day, or how one measure went."""
    as_json = asked["as_json"]
    try:
        day = asked["on"].date() if asked["on"] else last_watched(SYSTEM)
        rows = _asked_for(asked, day) if day else []
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    _print(rows, as_json=as_json)


@command.command("fairness")
@click.option("--on", type=DAY, help="A day that was watched; preset the last one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def fairness(*, on: datetime | None, as_json: bool) -> None:
    """Approval, price and errors by group, and the facts that tell most of a group."""
    day = on.date() if on else last_watched(SYSTEM)
    _print(measures_on(SYSTEM, on=day, names=FAIRNESS) if day else [], as_json=as_json)


@command.command("impact-record")
@click.option("--product", default="working-capital", show_default=True, help="The product.")
@click.option("--language", type=click.Choice(["en", "zh", "both"]), default="both", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object with the fingerprints.")
def impact(*, product: str, language: str, as_json: bool) -> None:
    """The data-protection impact record as Markdown, made from what is in force today."""
    languages = ["zh", "en"] if language == "both" else [language]
    try:
        papers = [impact_record(SYSTEM, product_code=product, language=one) for one in languages]
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        told = {p.language: {"fingerprint": p.fingerprint, "markdown": markdown_of(p)} for p in papers}
        print_json({"product": product, **told})
    else:
        click.echo("\n".join(markdown_of(paper) for paper in papers))


def _asked_for(asked: dict[str, Any], day: date) -> list[MeasureView]:
    product, model = asked["product"], asked["model"]
    if not asked["measure"]:
        return measures_on(SYSTEM, on=day, product_code=product, model=model)
    return series_of(
        SYSTEM, measure=asked["measure"], subject=asked["subject"], product_code=product, model=model, until=day
    )


def _print(rows: list[MeasureView], *, as_json: bool) -> None:
    if as_json:
        for row in rows:
            print_json(plain(row))
        return
    heads = ["day", "measure", "part", "product", "model", "state", "value", "compared with", "rows"]
    click.echo(table(heads, [_cells(row) for row in rows], left=6))


def _cells(row: MeasureView) -> list[str]:
    unit = KINDS[row.measure].unit
    reference = "-" if row.reference is None else shown(float(row.reference), unit=unit)
    place = [str(row.on), row.measure, row.subject or "-", row.product_code or "-", row.model or "-", row.level]
    return [*place, shown(float(row.value), unit=unit), reference, str(row.rows)]


def _tell(done: int, days: int) -> None:
    if days > 5:
        click.echo(f"\r{done}/{days} days", nl=done == days, err=True)
