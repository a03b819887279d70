"""`puhui bank`: bank statements in, and reconciled."""

import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from puhui.flows.book_collected import book_again
from puhui.flows.reconcile_statements.match import Reconciled, import_bank_file, reconcile_statement
from puhui.flows.reconcile_statements.report import BankCheck, check_bank_account
from puhui.foundation.payments.facade import LineState, lines_page, statements_page, suspended_orders
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(help="Imports and reconciles bank statements.")
def command() -> None:
    """Holds the two."""


@command.command("import")
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--format", "form", default="camt.053", show_default=True, help="Or a file of policies/statement_formats."
)
@click.option("--account", default="", help="CSV only: which of our accounts.")
@click.option("--number", default="", help="CSV only: the statement's number.")
@click.option("--currency", default="CNY", show_default=True, help="CSV only.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def import_(*, path: Path, form: str, account: str, number: str, currency: str, as_json: bool) -> None:
    """Keeps the statements of FILE; the same file again changes nothing."""
    try:
        found = import_bank_file(
            _call(), content=path.read_bytes(), form=form, account=account, number=number, currency=currency
        )
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json({"statements": [str(one) for one in found.statement_ids]})
    else:
        click.echo(f"{len(found.statement_ids)} statements are kept. Next: puhui bank reconcile")


@command.command("reconcile")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def reconcile(*, as_json: bool) -> None:
    """Matches what is new, and says what stands between the ledger's bank account and the bank."""
    try:
        waiting = [one for one in statements_page(SYSTEM, most=200) if one.open_lines]
        done = [reconcile_statement(_call(), statement_id=one.id) for one in reversed(waiting)]
        check = check_bank_account(SYSTEM)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    said = _said(done, check)
    if as_json:
        print_json(said)
        return
    click.echo(f"{said['lines']} new lines: {said['matched']} matched, {said['suspended']} in suspense.")
    click.echo(f"Bank {said['bank']} on {said['to_date']}, ledger {said['ledger']}, difference {said['difference']}:")
    for order_id in said["collected_not_booked"]:
        click.echo(f"Collected, in suspense, not booked on its loan: payment order {order_id}")
    for item in said["items"]:
        click.echo(f"  {item['kind']:<22} {item['count']:>6}  {item['amount']:>18}")


@command.command("book-again")
@click.argument("order_id", metavar="ORDER", type=click.UUID)
@click.option("--from-today", is_flag=True, help="The payment counts from today, not from the day it was asked for.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def again(*, order_id: UUID, from_today: bool, as_json: bool) -> None:
    """Books collected money that stands in suspense on its loan, once the loan allows it."""
    try:
        booked = book_again(_call(), order_id=order_id, from_today=from_today)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json({"order": str(booked.order_id), "loan": str(booked.loan_id)})
    else:
        click.echo(f"Payment order {booked.order_id} is booked on loan {booked.loan_id}.")


def _said(done: list[Reconciled], check: BankCheck) -> dict[str, Any]:
    return {
        "lines": sum(one.lines for one in done),
        "matched": sum(one.matched for one in done),
        "suspended": sum(one.suspended for one in done),
        "waiting": len(lines_page(SYSTEM, states=[LineState.SUSPENDED], most=200)),
        "collected_not_booked": [str(one.id) for one in suspended_orders()],
        "account": check.account,
        "to_date": check.to_date.isoformat(),
        "bank": str(check.bank),
        "ledger": str(check.ledger),
        "difference": str(check.difference),
        "explained": check.is_explained,
        "items": [{"kind": i.kind, "count": i.count, "amount": str(i.amount)} for i in check.items],
    }


def _call() -> Call:
    return Call(SYSTEM, f"cli/{new_id()}", current_ports().clock.now(), "command_line")
