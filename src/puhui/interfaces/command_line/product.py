"""`puhui product`: what is sold, checks of a file against every clause, drafts, simulation, publication, withdrawal."""

import sys
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import click

from puhui.flows.product_workshop.checked import check_product_text
from puhui.flows.product_workshop.publish_product import publish_product, submit_product, withdraw_from_sale
from puhui.flows.product_workshop.simulate_product import FIRMS, MOST_FIRMS, simulate_product
from puhui.flows.product_workshop.write_product import start_product_draft
from puhui.foundation.catalogue.facade import LONGEST_TEXT, NoSuchProduct, all_versions, product_text, products_on
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.acts import done, tell
from puhui.interfaces.command_line.printing import REFUSED, print_json, table
from puhui.interfaces.command_line.reading import opened
from puhui.kernel.actors import SYSTEM
from puhui.kernel.canonical import plain

T = TypeVar("T")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object (a line each where there are several).")
TOKEN = click.option("--token", envvar="PUHUI_TOKEN", required=True, help="Who acts: the token of a program.")
DAY = click.DateTime(["%Y-%m-%d"])


@click.group(help="Products: list, show, check, draft, simulate, submit, publish, withdraw.")
def command() -> None:
    """Holds the commands."""


@command.command("list")
@click.option("--all", "every", is_flag=True, help="Every version, not only those that are sold today.")
@AS_JSON
def list_products(*, every: bool, as_json: bool) -> None:
    """What is sold today."""
    found = done(lambda: all_versions() if every else products_on(business_date()), as_json)
    if as_json:
        for one in found:
            print_json(plain(one.model_dump(mode="python")))
        return
    rows = [
        [f"{p.code}@{p.version}", p.form, p.use, f"{p.amount.lowest}..{p.amount.highest}",
         f"{p.price.lowest_pct}..{p.price.highest_pct}", p.effective_from.isoformat()]
        for p in found
    ]  # fmt: skip
    click.echo(table(["product", "form", "use", "amount", "rate %", "from"], rows, left=3))


@command.command("show")
@click.argument("name")
def show(*, name: str) -> None:
    """The file of a version, by code@version."""
    code, _, version = name.rpartition("@")

    def text() -> str:
        if not (code and version.isascii() and version.isdecimal() and len(version) < 6):
            raise NoSuchProduct(where="name", product=name[:60], on="-")
        return product_text(code, int(version))

    click.echo(done(text, as_json=False), nl=False)


@command.command("check")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--on", type=DAY, default=None, help="As of a day; today without it.")
@AS_JSON
def check(*, file: str, on: datetime | None, as_json: bool) -> None:
    """Finds every fault of a product FILE by key and line, each with the rule it breaks; exits 1 when there is one."""
    text = _read(file)
    found = done(lambda: check_product_text(SYSTEM, text=text, on=on.date() if on else business_date()), as_json)
    if as_json:
        print_json({"faults": plain(found.faults), "differences": plain(found.differences)})
    else:
        for fault in found.faults:
            rule = f" [{fault.rule}: {fault.source}, {fault.article}; {fault.value} against {fault.limit}]"
            click.echo(f"{fault.line or '-'}: {fault.key}: {fault.reason.en}{rule if fault.rule else ''}")
        for one in found.differences:
            click.echo(f"differs: {one.key}: {one.before or '-'} -> {one.after or '-'}")
        click.echo("No fault was found." if not found.faults else f"{len(found.faults)} found.")
    sys.exit(REFUSED if found.faults else 0)


@command.command("draft")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--based-on", default="", help="The version that it began from: code@version.")
@click.option("--note", default="", help="What it is for.")
@TOKEN
@AS_JSON
def draft(*, file: str, based_on: str, note: str, token: str, as_json: bool) -> None:
    """Brings a product FILE in as a draft."""
    text = _read(file)
    tell(lambda: start_product_draft(call_of(token), based_on=based_on, text=text, note=note), as_json)


@command.command("simulate")
@click.argument("draft_id", type=click.UUID)
@click.option("--firms", type=click.IntRange(100, MOST_FIRMS), default=FIRMS, show_default=True, help="How many ask.")
@TOKEN
@AS_JSON
def simulate(*, draft_id: UUID, firms: int, token: str, as_json: bool) -> None:
    """Lets the lab's population ask for a draft and for the version in force."""
    tell(lambda: simulate_product(call_of(token), draft_id=draft_id, firms=firms), as_json)


@command.command("submit")
@click.argument("draft_id", type=click.UUID)
@TOKEN
@AS_JSON
def submit(*, draft_id: UUID, token: str, as_json: bool) -> None:
    """Asks for the publication of a draft."""
    tell(lambda: submit_product(call_of(token), draft_id=draft_id), as_json)


@command.command("publish")
@click.argument("draft_id", type=click.UUID)
@click.option("--from", "effective_from", type=DAY, required=True, help="The first day.")
@TOKEN
@AS_JSON
def publish(*, draft_id: UUID, effective_from: datetime, token: str, as_json: bool) -> None:
    """Puts a submitted draft into force; a second person's token is needed."""
    tell(lambda: publish_product(call_of(token), draft_id=draft_id, effective_from=effective_from.date()), as_json)


@command.command("withdraw")
@click.argument("code")
@click.option("--from", "from_on", type=DAY, required=True, help="The first day on which it is not sold.")
@click.option("--reason", required=True, help="Why.")
@TOKEN
@AS_JSON
def withdraw(*, code: str, from_on: datetime, reason: str, token: str, as_json: bool) -> None:
    """Takes a product from sale; what was lent under it goes on."""
    tell(lambda: withdraw_from_sale(call_of(token), code=code, from_on=from_on.date(), reason=reason), as_json)


def _read(file: str) -> str:
    try:
        with opened(file) as stream:
            return stream.read(LONGEST_TEXT + 1)
    except FileNotFoundError:
        raise click.UsageError(f"there is no file {file}") from None
