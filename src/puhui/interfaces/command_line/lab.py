"""`puhui lab`: runs of the policy lab, worked out here with a bar, shown, signed, and proven to come out the same."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import click
from rich.console import Console
from rich.progress import Progress

from puhui.flows.policy_lab.do_run import ARMS, do_waiting_run, same_again
from puhui.flows.policy_lab.start_run import PRODUCT, RunAsked, start_run
from puhui.flows.pre_approve_customers import pre_approve_customers
from puhui.foundation.access.facade import actor_by_token
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.interfaces.lab_words import pass_document, run_document, run_line
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.risk.lab.facade import (
    MOST_FIRMS,
    MOST_MONTHS,
    PreApprovalPass,
    RunView,
    lab_run,
    lab_runs,
    shocks_on,
    sign_run,
)

T = TypeVar("T")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
RUN = click.argument("run_id", type=click.UUID)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group(help="Tries a policy or a model beside the running one on a whole portfolio.")
def command() -> None:
    """Holds them."""


@command.command("run")
@click.option("--title", required=True, help="What the run is about.")
@click.option("--portfolio", type=click.Choice(["simulated", "history"]), default="simulated", show_default=True)
@click.option(
    "--firms",
    type=click.IntRange(100, MOST_FIRMS),
    default=100_000,
    show_default=True,
    help="Firms or persons, at most.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=20261123, show_default=True)
@click.option("--since", type=DAY, help="History: the first day of decisions.")
@click.option("--until", type=DAY, help="History: the last day of decisions.")
@click.option("--policy", default="", help="The other policy, as id@version or draft:ID; preset the running one.")
@click.option(
    "--policy-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A draft, TOML or JSON."
)
@click.option("--model", default="", help="The other model: id@version in the registry, or an installed card's id.")
@click.option("--shock", "shocks", multiple=True, help="A shock by id (`puhui lab shocks`); several are allowed.")
@click.option(
    "--months", type=click.IntRange(1, MOST_MONTHS), default=12, show_default=True, help="How far it is lived."
)
@click.option(
    "--product", default=PRODUCT, show_default=True, help="Of firms or of persons; made-up ones are drawn accordingly."
)
@AS_JSON
def run(
    *, policy_file: Path | None, since: datetime | None, until: datetime | None, as_json: bool, **asked: Any
) -> None:
    """Writes the run down, works it out here, and shows what came out."""

    def act() -> RunView:
        text = policy_file.read_text(encoding="utf-8") if policy_file else ""
        days: dict[str, Any] = {"since": since and since.date(), "until": until and until.date()}
        started = start_run(_call(), asked=RunAsked(**asked, **days, policy_text=text))
        with _bar("Deciding", asked["firms"], quiet=as_json) as told:
            do_waiting_run(_call(), clock=current_ports().clock, run_id=started.run_id, told=told)
        return lab_run(SYSTEM, run_id=started.run_id)

    _answer(act, run_document, _shown, as_json=as_json)


@command.command("list")
@click.option("--most", type=click.IntRange(1, 200), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(*, most: int, as_json: bool) -> None:
    """Runs so far, newest first."""
    found = lab_runs(SYSTEM, most=most)
    if as_json:
        for one in found:
            print_json(run_line(one))
        return
    rows = [[str(one.id), f"{one.at:%Y-%m-%d}", one.state, one.title] for one in found]
    click.echo(table(["run", "asked on", "state", "title"], rows, left=4))


@command.command("show")
@RUN
@AS_JSON
def show(*, run_id: UUID, as_json: bool) -> None:
    """One run with its result and signatures."""
    _answer(lambda: lab_run(SYSTEM, run_id=run_id), run_document, _shown, as_json=as_json)


@command.command("sign")
@RUN
@click.option("--verdict", type=click.Choice(["approve", "reject"]), required=True)
@click.option("--comment", required=True, help="Why; it is kept with the signature.")
@click.option("--token", envvar="PUHUI_TOKEN", required=True, help="Of who signs; better in the variable PUHUI_TOKEN.")
@AS_JSON
def sign(*, run_id: UUID, verdict: str, comment: str, token: str, as_json: bool) -> None:
    """Signs a result; two members of the committee are needed, none of whom started the run."""
    _answer(
        lambda: sign_run(_call(token), run_id=run_id, verdict=verdict, comment=comment),
        lambda signed: {"run_id": str(signed.run_id), "state": signed.state},
        lambda signed: f"The run is now: {signed.state}.",
        as_json=as_json,
    )


@command.command("verify")
@RUN
@AS_JSON
def verify(*, run_id: UUID, as_json: bool) -> None:
    """Works a finished run out once more; exit 1 when a single byte differs."""

    def act() -> bool:
        with _bar("Deciding again", lab_run(SYSTEM, run_id=run_id).total, quiet=as_json) as told:
            return same_again(SYSTEM, run_id=run_id, told=told)

    agrees = _answer(
        act,
        lambda same: {"run_id": str(run_id), "agrees": same},
        lambda same: "The same, byte for byte." if same else "It does not come out the same.",
        as_json=as_json,
    )
    sys.exit(0 if agrees else REFUSED)


@command.command("pre-approve")
@click.option("--product", default=PRODUCT, show_default=True)
@AS_JSON
def pre_approve(*, product: str, as_json: bool) -> None:
    """Works out what every consented customer could be lent today; again or after a kill it goes on where it stood."""

    def act() -> PreApprovalPass:
        with _bar("Pre-approving", None, quiet=as_json) as told:
            return pre_approve_customers(_call(), product_code=product, told=told)

    _answer(
        act,
        pass_document,
        lambda made: (
            f"{made.on}: {made.asked:,} firms asked, {made.offered:,} could be lent to, "
            f"{made.borrowing:,} borrow already."
        ),
        as_json=as_json,
    )


@command.command("shocks")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def shocks(*, as_json: bool) -> None:
    """The shocks that are known, with what they assume."""
    for shock in shocks_on(current_ports().clock.now().date()):
        if as_json:
            print_json({"id": shock.id, "version": shock.version, "name": shock.name.en, "story": shock.story.en})
        else:
            click.echo(f"{shock.id}: {shock.story.en}")


def _call(token: str = "") -> Call:
    now = current_ports().clock.now()
    actor = actor_by_token(token, at=now) if token else SYSTEM
    if actor is None:
        raise InvalidInput("token", "this token is not valid")
    return Call(actor, f"cli/{new_id()}", now, channel="command_line")


def _answer(act: Callable[[], T], document: Callable[[T], Any], words: Callable[[T], str], *, as_json: bool) -> T:
    try:
        found = act()
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json(document(found))
    else:
        click.echo(words(found))
    return found


@contextmanager
def _bar(what: str, total: int | None, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)


def _shown(run: RunView) -> str:
    if run.result is None:
        return f"{run.title}: {run.state} {run.why_failed}"
    arms = {name: run.result["arms"][name] for name in ARMS if name in run.result["arms"]}
    heads = ["", *arms]
    figures: list[tuple[str, Callable[[Any], str]]] = [
        ("approved", lambda arm: f"{arm['approved']:,}"),
        ("referred", lambda arm: f"{arm['referred']:,}"),
        ("declined", lambda arm: f"{arm['declined']:,}"),
        ("approval rate", lambda arm: _pct(arm["approval"]["ppm"])),
        ("lent, yuan", lambda arm: _yuan(arm["amount_minor"])),
        ("expected loss, yuan", lambda arm: _yuan(_money(arm)["expected_loss_minor"])),
        ("margin, yuan", lambda arm: _yuan(_money(arm)["margin_minor"])),
        ("profit, yuan", lambda arm: _yuan(_money(arm)["profit_minor"])),
        ("capital bound, yuan", lambda arm: _yuan(_money(arm)["capital_minor"])),
        *((f"approval ratio, {name}", _ratio(name)) for name in next(iter(arms.values()))["groups"]),
    ]
    rows = [[name, *(figure(arm) for arm in arms.values())] for name, figure in figures]
    who = run.inputs["portfolio"].get("who", "asked")
    return "\n".join(
        [
            f"{run.title}: {run.state}; {run.result['firms']:,} {who}; run {run.id}",
            table(heads, rows, left=1),
            *(f"in the months, {shock}: {_lives(lives)}" for shock, lives in run.result["forward"]["lives"].items()),
        ]
    )


def _money(arm: dict[str, Any]) -> dict[str, int]:
    """By the true risk where it is known, else as the score believes."""
    found: dict[str, int] = arm.get("true", arm["believed"])
    return found


def _ratio(name: str) -> Callable[[Any], str]:
    def figure(arm: Any) -> str:
        ratio = arm["groups"][name]["ratio"]
        return "-" if ratio is None else f"{ratio['ppm'] / 1e6:.3f}" + ("" if ratio["alarm"] == "none" else " !")

    return figure


def _lives(lives: dict[str, Any]) -> str:
    shown = [(arm, lives[arm]) for arm in ARMS if arm in lives]
    return "; ".join(f"{arm} {life['defaults']:,} defaults, {_yuan(life['result_minor'])}" for arm, life in shown)


def _pct(ppm: int) -> str:
    return f"{ppm / 10_000:.2f} %"


def _yuan(minor: int) -> str:
    whole, _, part = str(Money(minor)).partition(".")
    return f"{int(whole):,}.{part}"
