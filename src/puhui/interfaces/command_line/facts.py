"""`puhui facts`: what is known of a customer with its origin, and the training table as it was known then."""

import csv
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.progress import Progress

from puhui.flows.extract_facts import FactsRow, PastDecision, extract_facts
from puhui.flows.what_is_known import profile_json, read_profile
from puhui.foundation.party.facade import PartyKind, list_parties
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.command_line.sources import party_of
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.risk.facts.facade import FactsRefused, fact_names

HOME = ZoneInfo("Asia/Shanghai")
PAGE = 500


@click.group(help="Shows facts with their origin; extracts training tables as they were known then.")
def command() -> None:
    """Holds the two."""


@command.command("show")
@click.argument("party")
@click.option("--purpose", default="command line", show_default=True, help="What for; the customer sees it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with everything that is held.")
def show(*, party: str, purpose: str, as_json: bool) -> None:
    """What is known of PARTY (an id, or a unified social credit code), from where and since when. It is logged."""
    call = Call(SYSTEM, f"cli/{new_id()}", current_ports().clock.now(), channel="command_line")
    try:
        profile = read_profile(call, party_id=party_of(party), purpose=purpose)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        click.echo(profile_json(profile))
        return
    rows = [
        [f.name, "-" if f.value is None else str(f.value), f.definition.unit, f.definition.source, f.standing]
        for f in profile.facts
    ]
    click.echo(table(["fact", "value", "unit", "source", "stands"], rows, left=1))


@command.command("extract")
@click.option(
    "--decisions", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV: firm, decided_at."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Every firm, as it was known when this day began.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A .csv or .parquet file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def extract(*, decisions: Path | None, as_of: datetime | None, out: Path, as_json: bool) -> None:
    """The facts of each decision as they were known at its instant, to train on; nothing of later is seen.

    The file has the columns `firm` (an id or a code) and `decided_at` (an instant, or a day: its beginning); its other
    columns, such as the outcome, go through.
    """
    if (decisions is None) == (as_of is None):
        raise click.UsageError("give --decisions or --as-of")
    try:
        asked = (
            _read(decisions) if decisions else list(_all_firms(_instant(as_of.date().isoformat()) if as_of else None))
        )
        with Progress(console=Console(stderr=True), disable=as_json, transient=True) as progress:
            task = progress.add_task("Measuring", total=len(asked))
            rows = []
            for row in extract_facts(SYSTEM, decisions=asked):
                rows.append(_line(row))
                progress.advance(task)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    _write(out, rows)
    answer = {"rows": len(rows), "facts": len(fact_names()), "out": str(out)}
    print_json(answer) if as_json else click.echo(f"{len(rows):,} rows of facts are in {out}.")


def _read(path: Path) -> list[PastDecision]:
    with path.open(newline="", encoding="utf-8-sig") as stream:
        lines = csv.DictReader(stream)
        for name in ("firm", "decided_at"):
            if name not in (lines.fieldnames or ()):
                raise FactsRefused(path.name, f"there is no column {name!r}")
        taken = set(lines.fieldnames or ()) & set(fact_names())
        if taken:
            raise FactsRefused(path.name, f"a column has the name of a fact: {', '.join(sorted(taken))}")
        return [_decision(line, where=f"line {number}") for number, line in enumerate(lines, 2)]


def _decision(line: Mapping[str, str], *, where: str) -> PastDecision:
    beside = {name: value for name, value in line.items() if name not in ("firm", "decided_at")}
    try:
        decided_at = _instant(line["decided_at"])
    except ValueError:
        raise FactsRefused(where, f"decided_at is no instant: {line['decided_at'][:40]!r}") from None
    return PastDecision(party_of(line["firm"]), decided_at, beside)


def _instant(text: str) -> datetime:
    """An instant in UTC; a day is its beginning at home, so that nothing of the day itself is seen."""
    if len(text) == 10:
        return datetime.combine(datetime.fromisoformat(text).date(), time(), tzinfo=HOME).astimezone(UTC)
    read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=HOME)).astimezone(UTC)


def _all_firms(at: datetime | None) -> Iterator[PastDecision]:
    before = None
    while at and (page := list_parties(SYSTEM, kind=PartyKind.ORGANISATION, before=before, most=PAGE)):
        yield from (PastDecision(line.party_id, at) for line in page)
        before = page[-1].party_id


def _line(row: FactsRow) -> dict[str, object]:
    head = {"firm": str(row.decision.firm_id), "decided_at": row.decision.decided_at.isoformat()}
    facts = {name: row.facts.get(name) for name in fact_names()}
    return {**head, **{n: None if v is None else float(v) for n, v in facts.items()}, **row.decision.beside}


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, compression="zstd")
        return
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.DictWriter(stream, fieldnames=list(rows[0]) if rows else ["firm", "decided_at"])
        lines.writeheader()
        lines.writerows(rows)
