"""`puhui model`: the registry of models - who may decide, who decides, and what the others would have decided."""

import csv
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from puhui.flows.compare_models import matured_loans
from puhui.flows.score_behaviour import behaviour_table, score_running_loans
from puhui.flows.simulation.repayments import repayment_rows
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.model_words import line_document, share_in_bps, view_document
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import open_loans
from puhui.risk.decisioning.facade import (
    BEHAVIOUR_FACTS,
    ModelLine,
    ModelRole,
    decide_model,
    decide_role,
    decision_ids,
    end_role,
    model_named,
    model_view,
    models_list,
    propose_role,
    register_model,
    retire_model,
    score_shadows,
    shadow_summary,
)

AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
TOKEN = click.option(
    "--token", envvar="PUHUI_TOKEN", default="", help="The token of who acts; better in the variable PUHUI_TOKEN."
)
REASON = click.option("--reason", required=True, help="Why; it is kept in the model's history.")
MODEL = click.argument("model")
FROM = click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day; preset today.")
DECLINE = click.option("--decline", is_flag=True, help="Declines instead.")
PAGE = 200


@click.group(help="Registers, approves and assigns models; compares challengers.")
def command() -> None:
    """Holds them."""


@command.command("list")
@click.option("--most", type=click.IntRange(1, PAGE), default=50, show_default=True, help="How many at the most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_models(*, most: int, as_json: bool) -> None:
    """Every registered model, newest first, with the roles it holds."""
    found = models_list(SYSTEM, most=most)
    if as_json:
        for line in found:
            print_json(line_document(line))
        return
    rows = [[f"{m.model_id}@{m.version}", m.kind, m.state, _roles(m), m.hash[:12]] for m in found]
    click.echo(table(["model", "kind", "state", "roles", "hash"], rows, left=5))


@command.command("show")
@MODEL
@AS_JSON
def show(*, model: str, as_json: bool) -> None:
    """One model: its card, history, and what it would have done on the live stream. MODEL is an id or name@version."""
    _answer(
        lambda: view_document(model_view(SYSTEM, _package(model)), shadow_summary(SYSTEM, _package(model))), as_json
    )


@command.command("register")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--purpose", required=True, help="What it is for.")
@click.option("--segment", default="", help="For whom.")
@click.option("--limits", default="", help="What it must not be used for; preset: what its card says.")
@REASON
@TOKEN
@AS_JSON
def register(*, folder: Path, purpose: str, segment: str, limits: str, reason: str, token: str, as_json: bool) -> None:
    """Takes the package in FOLDER in as a draft: its manifest, its model, its card; a changed byte is refused."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    _answer(
        lambda: _moved(
            register_model(call_of(token), files=files, purpose=purpose, segment=segment, limits=limits, reason=reason)
        ),
        as_json,
    )


@command.command("approve")
@MODEL
@FROM
@DECLINE
@REASON
@TOKEN
@AS_JSON
def approve(*, model: str, first: datetime | None, decline: bool, reason: str, token: str, as_json: bool) -> None:
    """Approves a draft for use, as another person than the one who registered it; or declines it."""
    _answer(
        lambda: _moved(
            decide_model(
                call_of(token),
                package_id=_package(model),
                agree=not decline,
                effective_from=_day(first),
                reason=reason,
            )
        ),
        as_json,
    )


@command.command("assign")
@MODEL
@click.option("--slot", required=True, help="The scorecard id that policies ask for.")
@click.option("--role", type=click.Choice([str(role) for role in ModelRole]), required=True)
@click.option("--share", default="0", help="For a split: percent of applicants, such as 20 or 2.5.")
@FROM
@REASON
@TOKEN
@AS_JSON
def assign(
    *, model: str, slot: str, role: str, share: str, first: datetime | None, reason: str, token: str, as_json: bool
) -> None:
    """Proposes a role for an approved model; `puhui model agree` by another person puts it in force."""
    _answer(
        lambda: _moved(
            propose_role(
                call_of(token),
                package_id=_package(model),
                slot=slot,
                role=role,
                share_bps=share_in_bps(share),
                effective_from=_day(first),
                reason=reason,
            )
        ),
        as_json,
    )


@command.command("agree")
@click.argument("role_id", type=click.UUID)
@DECLINE
@REASON
@TOKEN
@AS_JSON
def agree(*, role_id: UUID, decline: bool, reason: str, token: str, as_json: bool) -> None:
    """Agrees to a proposed role, as another person than its proposer; or declines it."""
    _answer(lambda: _moved(decide_role(call_of(token), role_id=role_id, agree=not decline, reason=reason)), as_json)


@command.command("end")
@click.argument("role_id", type=click.UUID)
@REASON
@TOKEN
@AS_JSON
def end(*, role_id: UUID, reason: str, token: str, as_json: bool) -> None:
    """Ends a role today; without a champion the slot falls back to the one before it."""
    _answer(lambda: _moved(end_role(call_of(token), role_id=role_id, reason=reason)), as_json)


@command.command("retire")
@MODEL
@REASON
@TOKEN
@AS_JSON
def retire(*, model: str, reason: str, token: str, as_json: bool) -> None:
    """Takes a model without a role out of use for good."""
    _answer(lambda: _moved(retire_model(call_of(token), package_id=_package(model), reason=reason)), as_json)


@command.command("shadow")
@AS_JSON
def shadow(*, as_json: bool) -> None:
    """Scores the decisions on record with the models that hold a role and did not decide; safe to repeat."""
    waiting, scored = list(decision_ids()), 0
    now = current_ports().clock.now()
    try:
        with click.progressbar(range(0, len(waiting), PAGE), file=sys.stderr, hidden=as_json) as starts:
            for start in starts:
                some = waiting[start : start + PAGE]
                scored += score_shadows(Call(SYSTEM, f"cli/{new_id()}", now, "command_line"), decision_ids=some)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    _print({"decisions": len(waiting), "scored": scored}, as_json)


@command.command("behaviour")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of a day; preset the open business date.")
@AS_JSON
def behaviour(*, on: datetime | None, as_json: bool) -> None:
    """Scores every running loan by how it was repaid, and keeps the scores; safe to repeat."""
    now = current_ports().clock.now()
    try:
        day = _day(on) or business_date()
        call = Call(SYSTEM, f"cli/{new_id()}", now, "command_line")
        with click.progressbar(length=open_loans(), file=sys.stderr, hidden=as_json) as bar:
            scored = score_running_loans(call, on=day, told=bar.update)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    _print({"on": day.isoformat(), "scored": scored}, as_json)


@command.command("behaviour-table")
@click.option("--first", type=click.DateTime(["%Y-%m-%d"]), help="The first day on which loans of the book are seen.")
@click.option("--last", type=click.DateTime(["%Y-%m-%d"]), help="The last day known; preset the open business date.")
@click.option("--made-up", type=click.IntRange(1, 1_000_000), help="Instead of the book: so many made-up loans.")
@click.option("--seed", type=int, default=7, show_default=True, help="With --made-up: the same seed, the same loans.")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True, help="A CSV file."
)
@AS_JSON
def table_of_behaviour(
    *, first: datetime | None, last: datetime | None, made_up: int | None, seed: int, out: Path, as_json: bool
) -> None:
    """The table that a behaviour model is trained on, from the book: `puhui models train --target default` reads it.

    One row a loan and month: the facts as they were known then, and whether it came to default in the year after.
    """
    if (first is None) == (made_up is None):
        raise click.UsageError("give --first, or --made-up")
    found = repayment_rows(made_up, seed=seed) if made_up else behaviour_table(_day(first), last=_day(last))
    rows = bad = 0
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*BEHAVIOUR_FACTS, "default"], extrasaction="ignore")
        writer.writeheader()
        for row in found:
            writer.writerow(row)
            rows, bad = rows + 1, bad + int(str(row["default"]))
    _print({"rows": rows, "bad": bad, "file": str(out)}, as_json)


def _shown(package_id: UUID) -> dict[str, Any]:
    told = view_document(model_view(SYSTEM, package_id), shadow_summary(SYSTEM, package_id))
    matured = matured_loans(SYSTEM, package_id=package_id, on=business_date())
    return told | {"loans": [{"would": one.would, "loans": one.loans, "bad": one.bad} for one in matured]}


def _roles(line: ModelLine) -> str:
    today = business_date()
    return ", ".join(
        f"{one.role} of {one.slot}" + ("" if one.state == "in_force" and one.effective_from <= today else " (waits)")
        for one in line.roles
    )


def _package(model: str) -> UUID:
    try:
        return UUID(model)
    except ValueError:
        name, _, version = model.partition("@")
        return model_named(SYSTEM, model_id=name, version=version)


def _day(first: datetime | None) -> date | None:
    return first.date() if first else None


def _moved(moved: Any) -> dict[str, Any]:
    return {name: str(getattr(moved, name)) for name in moved.__slots__}


def _answer(act: Callable[[], Mapping[str, Any]], as_json: bool) -> None:
    try:
        answer = act()
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    _print(answer, as_json)


def _print(answer: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(answer)
        return
    for name, value in answer.items():
        if isinstance(value, str | int | Decimal | None):
            click.echo(f"{name}: {value}")
        elif isinstance(value, Mapping):
            click.echo(f"{name}: " + ", ".join(f"{k} {v}" for k, v in value.items() if not isinstance(v, dict | list)))
        else:
            click.echo(f"{name}:")
            for one in value:
                click.echo("  " + (" · ".join(map(str, one.values())) if isinstance(one, Mapping) else str(one)))
