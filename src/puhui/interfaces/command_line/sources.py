"""`puhui sources`: which sources of data there are, how they serve, and asking them about a customer."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from puhui.flows.ask_sources import SourcesAsked, ask_sources
from puhui.flows.bring_bank_statement import bring_bank_statement
from puhui.foundation.party.facade import home_date, organisation_by_uscc
from puhui.foundation.sources.facade import SourceHealth, erase_expired, source_definitions, source_health
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.canonical import plain
from puhui.kernel.errors import NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money


@click.group(help="Lists, watches and asks the sources of data.")
def command() -> None:
    """Holds the five."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_sources(*, as_json: bool) -> None:
    """The registry: about whom, under which consent, at which price, how long an answer is used and waited for."""
    for_people = []
    for one in source_definitions(on=home_date(datetime.now(UTC))).values():
        if as_json:
            print_json({**one.model_dump(mode="json", exclude={"fields", "rows"}), "cost": str(Money(one.cost_minor))})
            continue
        state = one.kind if one.is_active else "off"
        waits = f"{one.timeout_ms} ms x {one.retries + 1}"
        age = f"{one.max_age_hours / 24:g} d / {one.stale_days} d"
        for_people.append([one.id, one.subject, state, one.purpose, str(Money(one.cost_minor)), age, waits])
    if not as_json:
        heads = ["source", "about", "kind", "consent", "price", "fresh / cached", "waited for"]
        click.echo(table(heads, for_people, left=4))


@command.command("check")
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True, help="How far back.")
@click.option("--most-missing", type=click.FloatRange(0, 100), help="Exits 1 when a source missed more, in percent.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def check(*, days: int, most_missing: float | None, as_json: bool) -> None:
    """How each source served: questions, what was missing, latencies, cost."""
    now = datetime.now(UTC)
    health = source_health(SYSTEM, since=now - timedelta(days=days), until=now)
    if as_json:
        for one in health:
            print_json(_health(one))
    else:
        rows = [
            [h.source, str(h.asked), f"{_missing(h):.1f} %", str(h.p50_ms), str(h.p95_ms), str(Money(h.cost_minor))]
            for h in health
        ]
        click.echo(table(["source", "asked", "missing", "p50 ms", "p95 ms", "cost"], rows, left=1))
    if most_missing is not None and any(_missing(h) > most_missing for h in health):
        sys.exit(REFUSED)


@command.command("fetch")
@click.argument("party")
@click.option("--source", "only", multiple=True, help="Only this one; may be given several times.")
@click.option("--again", is_flag=True, help="Also where the last answer is still fresh.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def fetch(*, party: str, only: tuple[str, ...], again: bool, as_json: bool) -> None:
    """Asks the sources about PARTY (an id, or a unified social credit code), under the consents that it gave."""
    ports = current_ports()
    call = Call(SYSTEM, f"cli/{new_id()}", ports.clock.now(), channel="command_line")
    try:
        told = ask_sources(call, party_ids=[party_of(party)], connector=ports.sources, only=only, again=again)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    _print_told(told, as_json=as_json)


@command.command("bring")
@click.argument("party")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format", "form", default="camt.053", show_default=True, help="Or a file of policies/statement_formats."
)
@click.option("--account", default="", help="CSV only: the account that it is of.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def bring(*, party: str, path: Path, form: str, account: str, as_json: bool) -> None:
    """Reads a bank statement that the firm PARTY brought, under its consent; only sums by month are kept."""
    call = Call(SYSTEM, f"cli/{new_id()}", current_ports().clock.now(), channel="command_line")
    try:
        found = bring_bank_statement(
            call, firm_id=party_of(party), content=path.read_bytes(), form=form, account=account
        )
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json(plain(found))
        return
    click.echo(f"Account ...{found.account_tail}: {found.months} months, {found.from_on} to {found.to_on}.")
    if found.replaced:
        click.echo("It takes the place of another account that was brought before.")


@command.command("erase")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def erase(*, as_json: bool) -> None:
    """Erases the contents whose time is over; what was asked, when and at which price stays."""
    erased, on = 0, home_date(current_ports().clock.now())
    while some := erase_expired(on=on):
        erased += some
    print_json({"erased": erased}) if as_json else click.echo(f"{erased:,} contents were erased.")


def party_of(text: str) -> UUID:
    """The party with this id, or the firm with this code."""
    try:
        return UUID(text)
    except ValueError:
        found = organisation_by_uscc(text)
    if found is None:
        raise NotFound("party", where="party")
    return found


def _print_told(told: SourcesAsked, *, as_json: bool) -> None:
    if as_json:
        for line in told.lines:
            print_json(
                {
                    "source": line.source,
                    "standing": line.standing,
                    "status": line.status,
                    "reason": line.reason,
                    "latency_ms": line.latency_ms,
                }
            )
        return
    rows = [[line.source, line.standing, line.status or "-", line.reason, str(line.latency_ms)] for line in told.lines]
    click.echo(table(["source", "stands", "answer", "why", "ms"], rows, left=4))
    click.echo(f"Asked {told.asked}, at {Money(told.cost_minor)}.")


def _missing(health: SourceHealth) -> float:
    return 100 * health.missing / health.asked if health.asked else 0.0


def _health(one: SourceHealth) -> dict[str, Any]:
    return {
        "source": one.source,
        "asked": one.asked,
        "by_status": dict(one.by_status),
        "missing_pct": f"{_missing(one):.2f}",
        "p50_ms": one.p50_ms,
        "p95_ms": one.p95_ms,
        "cost": str(Money(one.cost_minor)),
        "last_ok_at": one.last_ok_at.isoformat() if one.last_ok_at else None,
    }
