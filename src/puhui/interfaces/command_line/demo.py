"""`puhui demo`: fills a sample institution through the real flows, and says where to sign in."""

import json
import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from puhui.flows.simulation.lines.every_line import WHO_SIGNS_IN
from puhui.flows.simulation.sandbox_partner import make_sandbox_partner
from puhui.foundation.party.facade import home_date
from puhui.interfaces.command_line.institution import (
    PASSWORD,
    STAFF,
    live_made_up_business,
    open_business_date,
    prove_books,
    refuse_production,
)
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.ports import current_ports
from puhui.kernel.errors import Refusal

DAYS = 110
FIRST_PHONE = "19900000000"
EARLIEST = date(2026, 1, 1)  # the consents and rulebooks that ship begin here


@click.command(help="Fills a sample institution. Again it keeps what is there and only says where to sign in.")
@click.option("--size", type=click.IntRange(1, 5000), default=300, show_default=True, help="Customers.")
@click.option("--seed", type=int, default=20261123, show_default=True, help="The same seed tells the same story.")
@click.option("--days", type=click.IntRange(5, 720), default=DAYS, show_default=True, help="How far back it begins.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(*, size: int, seed: int, days: int, as_json: bool) -> None:
    """Prepares, fills once, proves the books."""
    note = settings.HOME / "demo.json"
    try:
        refuse_production()
        _forget_half_told(note)
        call_command("migrate", interactive=False, verbosity=0)
        answer = _kept(note) or _filled(note, size=size, seed=seed, days=days, quiet=as_json)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json(answer)
    else:
        _tell(answer)


def _kept(note: Path) -> dict[str, object] | None:
    """What an earlier run noted; also for books that no demonstration made, which are kept as they are."""
    opened = open_business_date()
    if opened is None:
        return None
    told = json.loads(note.read_text()) if note.exists() else {"state": "kept"}
    return {**told, "business_date": opened.isoformat()}


def _filled(note: Path, *, size: int, seed: int, days: int, quiet: bool) -> dict[str, object]:
    today = home_date(current_ports().clock.now())
    first_day = max(today - timedelta(days=days), EARLIEST)
    story = {"size": size, "seed": seed, "first_day": first_day.isoformat(), "last_day": today.isoformat()}
    _write(note, {"state": "filling", **story})
    began = datetime.now()  # noqa: DTZ005 - a stop-watch
    lived = live_made_up_business(size=size, seed=seed, first_day=first_day, last_day=today, quiet=quiet)
    seconds = round((datetime.now() - began).total_seconds(), 1)  # noqa: DTZ005
    sandbox = make_sandbox_partner(phone=FIRST_PHONE, at=current_ports().clock.now())
    faults = prove_books()
    answer = {"state": "done", **story, "seconds": seconds, "counts": lived.counts, "faults": faults}
    answer["partner"] = sandbox.as_json()
    _write(note, answer)
    return {**answer, "business_date": today.isoformat()}


def _forget_half_told(note: Path) -> None:
    """A story that was broken off is told from the beginning: only its own SQLite file is deleted."""
    if not note.exists() or json.loads(note.read_text())["state"] != "filling":
        return
    name = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and name.is_relative_to(settings.HOME):
        connection.close()
        for path in (name, name.with_name(name.name + "-wal"), name.with_name(name.name + "-shm")):
            path.unlink(missing_ok=True)
    note.unlink()


def _write(note: Path, content: dict[str, object]) -> None:
    part = note.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    part.replace(note)


def _tell(answer: dict[str, object]) -> None:
    port = os.environ.get("PUHUI_PORT") or "8000"
    if answer["state"] == "kept":
        click.echo(f"This installation has its own books (business date {answer['business_date']}); nothing was added.")
        return
    counts = answer.get("counts")
    if isinstance(counts, dict):
        click.echo(table(["what happened", "times"], [[name, f"{count:,}"] for name, count in counts.items()], left=1))
    click.echo(
        f"\nBusiness date {answer['business_date']}; told in {answer.get('seconds')} s from seed {answer['seed']}."
    )
    faults = answer.get("faults") or []
    click.echo("The books hold." if not faults else f"The books do not hold: {faults}")
    click.echo(f"\nStaff sign in at http://127.0.0.1:{port}/workbench/ with the password {PASSWORD}")
    click.echo(table(["user", "role"], [[place.login_name, str(place.role)] for place in STAFF], left=2))
    click.echo(
        f"\nCustomers sign in at http://127.0.0.1:{port}/ with a phone number from 19900000000 on; "
        f"the code shows up at http://127.0.0.1:{port}/demo/outbox/. Those of the other lines:"
    )
    click.echo(table(["phone", "who"], [list(line) for line in WHO_SIGNS_IN], left=2))
    partner = answer.get("partner")
    if isinstance(partner, dict):
        click.echo("\nA partner's program (docs/concepts/partners.md); it hears messages while this runs:")
        click.echo(f"  python -m puhui_client.receiver --port 8765 --secret {partner['signing_secret']}")
        click.echo(table(["its", "is"], [[name, str(value)] for name, value in partner.items()], left=2))
