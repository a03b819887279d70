"""`puhui loan`: what a change of a loan would do, proposing it, undoing an event; confirming by a second person."""

import json
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import click
from pydantic import Field, ValidationError

from puhui.flows.change_loan.answers import ChangeMoved
from puhui.flows.change_loan.confirm_change import confirm_change, reject_change
from puhui.flows.change_loan.preview import show_change
from puhui.flows.change_loan.propose_change import propose_change, undo_change
from puhui.interfaces.change_words import ChangeBody, preview_document
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.products.lending.facade import ChangeAsked, loan

AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
TOKEN = click.option(
    "--token", envvar="PUHUI_TOKEN", default="", help="The token of who acts; better in the variable PUHUI_TOKEN."
)
REASON = click.option("--reason", required=True, help="Why; it is kept with the change.")
LOAN = click.argument("loan_id", type=click.UUID)
EVENT = click.argument("event_id", type=click.UUID)
CHANGE = click.option(
    "--change",
    "text",
    required=True,
    help='A JSON object, such as \'{"kind": "extension", "n": 3}\'; amounts as text in major units; - reads it.',
)


class _Body(ChangeBody):
    """A change as the command reads it: the amount is text in major units of the loan's currency."""

    amount: str | None = Field(default=None, max_length=24)


@click.group(help="Previews, proposes and undoes changes of running loans.")
def command() -> None:
    """Holds them."""


@command.command("preview")
@LOAN
@CHANGE
@AS_JSON
def preview(*, loan_id: UUID, text: str, as_json: bool) -> None:
    """What a change would do, line by line. Nothing is written."""
    _answer(lambda: preview_document(show_change(SYSTEM, loan_id=loan_id, asked=_asked(loan_id, text))), as_json)


@command.command("change")
@LOAN
@CHANGE
@REASON
@TOKEN
@AS_JSON
def change(*, loan_id: UUID, text: str, reason: str, token: str, as_json: bool) -> None:
    """Proposes a change; it is booked at once where policy asks for nobody else."""
    _answer(
        lambda: _moved(propose_change(call_of(token), loan_id=loan_id, asked=_asked(loan_id, text), reason=reason)),
        as_json,
    )


@command.command("undo")
@LOAN
@EVENT
@click.option("--preview", "only_look", is_flag=True, help="Only shows what undoing would do.")
@click.option("--reason", default="", help="Why; needed unless you only look.")
@TOKEN
@AS_JSON
def undo(*, loan_id: UUID, event_id: UUID, only_look: bool, reason: str, token: str, as_json: bool) -> None:
    """Undoes an event by another event, under the same rules as a change."""
    asked = ChangeAsked(kind="reversal", of=event_id)
    if only_look:
        _answer(lambda: preview_document(show_change(SYSTEM, loan_id=loan_id, asked=asked)), as_json)
        return
    _answer(lambda: _moved(undo_change(call_of(token), loan_id=loan_id, event_id=event_id, reason=reason)), as_json)


@command.command("confirm")
@click.argument("change_id", type=click.UUID)
@click.option("--reject", is_flag=True, help="Rejects it instead.")
@click.option("--note", default="", help="What you say to it.")
@TOKEN
@AS_JSON
def confirm(*, change_id: UUID, reject: bool, note: str, token: str, as_json: bool) -> None:
    """Confirms or rejects a proposed change, as another person than its proposer."""
    act = reject_change if reject else confirm_change
    _answer(lambda: _moved(act(call_of(token), change_id=change_id, note=note)), as_json)


def _asked(loan_id: UUID, text: str) -> ChangeAsked:
    currency = loan(SYSTEM, loan_id).line.principal.currency
    try:
        body = _Body.model_validate(json.loads(sys.stdin.read() if text == "-" else text))
    except json.JSONDecodeError as problem:
        raise InvalidInput("change", f"this is no JSON: {problem.msg}") from None
    except ValidationError as problems:
        first = problems.errors()[0]
        raise InvalidInput(".".join(map(str, first["loc"])) or "change", first["msg"]) from None
    return body.asked_with(Money.parse(body.amount, currency) if body.amount is not None else None)


def _moved(moved: ChangeMoved) -> dict[str, Any]:
    event = str(moved.event_id) if moved.event_id else None
    return {
        "change_id": str(moved.change_id),
        "loan_id": str(moved.loan_id),
        "state": moved.state.value,
        "event_id": event,
    }


def _answer(act: Callable[[], dict[str, Any]], as_json: bool) -> None:
    try:
        answer = act()
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json(answer)
    elif "lines" in answer:
        _print_preview(answer)
    else:
        click.echo(f"The change {answer['change_id']} is {answer['state']}.")


def _print_preview(seen: dict[str, Any]) -> None:
    click.echo(f"{seen['undoes'] or seen['kind']} from {seen['on']} on the loan as of {seen['as_of']}")
    names = ("annual_rate_pct", "effective_rate_pct", "outstanding", "overdue", "to_pay", "next_due", "ends_on")
    sides = [[name, str(seen["before"][name]), str(seen["after"][name])] for name in names]
    click.echo(table(["", "before", "after"], sides, left=1))
    rows = [
        [line["due_date"], _total(line["before"]), _total(line["after"]), "*" if line["changed"] else ""]
        for line in seen["lines"]
    ]
    click.echo(table(["due", "before", "after", ""], rows, left=1))
    for line in seen["books"]:
        click.echo(f"  {line['debit']} <- {line['credit']}  {line['amount']}  ({line['of']})")
    waits = [name for name in ("needs_second", "needs_consent") if seen[name]]
    click.echo("waits for: " + (", ".join(waits) or "nobody") + (f"; {seen['breaks']}" if seen["breaks"] else ""))


def _total(line: dict[str, str] | None) -> str:
    return line["total"] if line else "-"
