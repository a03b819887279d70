"""`puhui decision replay`: recomputes decisions of the past; every one must agree bit for bit."""

import sys
from uuid import UUID

import click

from puhui.interfaces.command_line.printing import DONE, REFUSED, print_json, print_refusal
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.risk.decisioning.facade import ReplayResult, replay_decision, replay_decisions


@click.group(help="Replays a decision of the past.")
def command() -> None:
    """Holds the one."""


@command.command("replay")
@click.argument("decision_id", required=False, type=click.UUID)
@click.option("--all", "replay_all", is_flag=True, help="Every decision on record.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def replay(*, decision_id: UUID | None, replay_all: bool, as_json: bool) -> None:
    """Exits 0 when all agree, 1 with the differences otherwise."""
    if (decision_id is None) != replay_all:
        raise click.UsageError("give one decision id, or --all")
    replayed, different = 0, []
    try:
        results = [replay_decision(SYSTEM, decision_id=decision_id)] if decision_id else replay_decisions(SYSTEM)
        for result in results:
            replayed += 1
            if not result.agrees:
                different.append(result)
            if not as_json and replayed % 10_000 == 0:
                click.echo(f"{replayed:,} replayed", err=True)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    _tell(replayed, different, as_json=as_json)
    sys.exit(REFUSED if different else DONE)


def _tell(replayed: int, different: list[ReplayResult], *, as_json: bool) -> None:
    if as_json:
        found = [{"decision_id": str(r.decision_id), "differences": list(r.differences)} for r in different]
        print_json({"replayed": replayed, "agree": replayed - len(different), "different": found})
        return
    click.echo(f"{replayed:,} decisions replayed, {replayed - len(different):,} agree bit for bit.")
    for result in different:
        click.echo(f"{result.decision_id} differs:", err=True)
        for line in result.differences:
            click.echo(f"  {line}", err=True)
