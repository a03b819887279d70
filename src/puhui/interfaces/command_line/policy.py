"""`puhui policy`: versions of decision policies, checks of a file, differences, test cases, drafts and publication."""

import sys
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import click

from puhui.foundation.access.facade import actor_by_token
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.command_line.acts import done, tell
from puhui.interfaces.command_line.printing import REFUSED, print_json, table
from puhui.interfaces.command_line.reading import opened
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import (
    as_decision_model,
    as_toml,
    case_results,
    coverage_of,
    differences_of,
    document_from_text,
    findings,
    policies_list,
    policy_from_text,
    policy_named,
    publish_policy,
    start_draft,
    submit_draft,
)

T = TypeVar("T")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object (a line each where there are several).")
TOKEN = click.option("--token", envvar="PUHUI_TOKEN", required=True, help="Who acts: the token of a program.")


@click.group(help="Decision policies: list, show, check, diff, test, cover, draft, submit, publish.")
def command() -> None:
    """Holds the commands."""


@command.command("list")
@AS_JSON
def list_policies(*, as_json: bool) -> None:
    """Every version, the newest first, and where it stands today."""
    lines = done(lambda: policies_list(SYSTEM), as_json)
    if as_json:
        for line in lines:
            print_json(plain(line))
        return
    rows = [
        [f"{p.policy_id}@{p.version}", p.standing, p.effective_from.isoformat(), ", ".join(p.products), p.hash[:12]]
        for p in lines
    ]
    click.echo(table(["policy", "stands", "from", "products", "hash"], rows, left=5))


@command.command("show")
@click.argument("name")
@click.option("--form", type=click.Choice(["toml", "json", "jdm"]), default="toml", show_default=True)
def show(*, name: str, form: str) -> None:
    """One version, by id@version or hash: TOML, JSON, or JSON Decision Model."""
    document = done(lambda: policy_named(SYSTEM, name).document, form != "toml")
    if form == "toml":
        click.echo(as_toml(document), nl=False)
    else:
        print_json(as_decision_model(document) if form == "jdm" else plain(document))


@command.command("check")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@AS_JSON
def check(*, file: str, as_json: bool) -> None:
    """Finds every fault of a policy FILE by its cell; exits 1 when there is one."""
    found = done(lambda: findings(document_from_text(_read(file))), as_json)
    if as_json:
        print_json({"findings": plain(found)})
    else:
        for one in found:
            click.echo(f"{one.where}: {one.reason.en}")
        click.echo("No fault was found." if not found else f"{len(found)} found.")
    sys.exit(REFUSED if found else 0)


@command.command("diff")
@click.argument("before")
@click.argument("after", type=click.Path(dir_okay=False, allow_dash=True))
@AS_JSON
def diff(*, before: str, after: str, as_json: bool) -> None:
    """Where the file AFTER differs from the version BEFORE (id@version or hash), cell by cell."""
    found = done(
        lambda: differences_of(policy_named(SYSTEM, before).document, document_from_text(_read(after))), as_json
    )
    for one in found:
        if as_json:
            print_json(plain(one))
        else:
            click.echo(f"{one.where}: {one.before or '-'} -> {one.after or '-'}")


@command.command("test")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@AS_JSON
def test(*, file: str, as_json: bool) -> None:
    """Runs the test cases of a policy FILE as of today; exits 1 when one does not hold, or there are none."""
    results = done(lambda: case_results(policy_from_text(_read(file)), on=business_date()), as_json)
    for one in results:
        if as_json:
            print_json(plain(one))
        else:
            told = "holds" if one.holds else f"expected {dict(one.expected)}, got {dict(one.got)}"
            click.echo(f"{one.name}: {told}")
    sys.exit(0 if results and all(one.holds for one in results) else REFUSED)


@command.command("cover")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--last", type=click.IntRange(1, 2000), default=500, show_default=True, help="How many decisions.")
@AS_JSON
def cover(*, file: str, last: int, as_json: bool) -> None:
    """What a policy FILE would have said of the last real decisions, and which of its rules never fire."""
    found = done(lambda: coverage_of(SYSTEM, policy=policy_from_text(_read(file)), most=last), as_json)
    if as_json:
        print_json({**plain(found), "never": plain(found.never)})
        return
    click.echo(table(["table", "rule", "hits"], [[r.table, r.row, str(r.hits)] for r in found.rules], left=2))
    click.echo(f"{found.decisions} decisions, {found.refused} refused; {dict(found.changed)}")
    click.echo("Never: " + (", ".join(f"{r.table}.{r.row}" for r in found.never) or "none"))


@command.command("draft")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--based-on", required=True, help="The version that it began from: id@version or hash.")
@click.option("--note", default="", help="What it is for.")
@TOKEN
@AS_JSON
def bring(*, file: str, based_on: str, note: str, token: str, as_json: bool) -> None:
    """Brings a policy FILE in as a draft."""
    tell(
        lambda: start_draft(_call(token), based_on=based_on, document=document_from_text(_read(file)), note=note),
        as_json,
    )


@command.command("submit")
@click.argument("draft_id", type=click.UUID)
@TOKEN
@AS_JSON
def submit(*, draft_id: UUID, token: str, as_json: bool) -> None:
    """Asks for the publication of a draft."""
    tell(lambda: submit_draft(_call(token), draft_id=draft_id), as_json)


@command.command("publish")
@click.argument("draft_id", type=click.UUID)
@click.option("--from", "effective_from", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day.")
@TOKEN
@AS_JSON
def publish(*, draft_id: UUID, effective_from: datetime, token: str, as_json: bool) -> None:
    """Puts a submitted draft into force; a second person's token is needed."""
    tell(lambda: publish_policy(_call(token), draft_id=draft_id, effective_from=effective_from.date()), as_json)


def _read(file: str) -> str:
    try:
        with opened(file) as stream:
            return stream.read(2_000_000)
    except FileNotFoundError:
        raise click.UsageError(f"there is no file {file}") from None


def _call(token: str) -> Call:
    now = current_ports().clock.now()
    actor = actor_by_token(token, at=now)
    if actor is None:
        raise InvalidInput("token", "this token is not valid")
    return Call(actor, f"cli/{new_id()}", now, channel="command_line")
