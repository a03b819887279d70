"""`puhui trade`: what is ordered, sold, paid and late; and what operations do with it."""

import sys
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import click
from pydantic import TypeAdapter

from puhui.flows.trade.order_loans import pay_milestone
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal, table
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.orders.facade import OrderState, PurchaseOrderView, orders_page
from puhui.products.orders.facade import order as one_order
from puhui.products.receivables.facade import (
    LimitView,
    ReceivableView,
    State,
    fund_sale,
    limits_page,
    receivables_page,
)
from puhui.products.receivables.facade import receivable as one_receivable

AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON: one object, or one a line.")
MOST = click.option("--most", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at the most.")
TOKEN = click.option("--token", envvar="PUHUI_TOKEN", default="", help="The token of who acts.")


@click.group(help="Orders that are financed, and invoices that are sold.")
def command() -> None:
    """Holds both."""


@command.group(help="Shows orders of buyers, and pays parts of loans on them.")
def order() -> None:
    """Holds them."""


@command.group(help="Shows invoices that were sold, limits behind them, and pays advances.")
def receivable() -> None:
    """Holds them."""


@order.command("list")
@click.option("--state", type=click.Choice([one.value for one in OrderState]), help="Only in this state.")
@MOST
@AS_JSON
def list_orders(*, state: str | None, most: int, as_json: bool) -> None:
    """Orders, newest first: what was ordered, what the buyer has paid."""

    def row(one: PurchaseOrderView) -> list[str]:
        return [str(one.id), one.number, one.state.value, str(one.pay_by), str(one.amount), str(one.paid)]

    heads = ["order", "number", "state", "pay by", "amount", "paid"]
    _rows(lambda: orders_page(SYSTEM, state=state or "", most=most), row, heads, as_json=as_json, left=4)


@order.command("show")
@click.argument("order_id", type=click.UUID)
def show_order(*, order_id: UUID) -> None:
    """One order with its milestones and what happened, as one JSON object."""
    _done(lambda: one_order(SYSTEM, order_id), as_json=True)


@order.command("pay-out")
@click.argument("order_id", type=click.UUID)
@click.argument("code")
@TOKEN
@AS_JSON
def pay_out(*, order_id: UUID, code: str, token: str, as_json: bool) -> None:
    """Agrees to the proof of a milestone and asks the bank to pay its part."""
    _done(lambda: pay_milestone(call_of(token), order_id=order_id, code=code), as_json=as_json)


@receivable.command("list")
@click.option("--state", type=click.Choice([one.value for one in State]), help="Only in this state.")
@MOST
@AS_JSON
def list_receivables(*, state: str | None, most: int, as_json: bool) -> None:
    """Receivables, newest first: what is open, when it falls due."""

    def row(one: ReceivableView) -> list[str]:
        amounts = map(str, (one.face, one.outstanding, one.reserve_left))
        return [str(one.id), one.invoice_no, one.state.value, str(one.due_on), *amounts]

    heads = ["receivable", "invoice", "state", "due", "face", "open", "reserve"]
    _rows(lambda: receivables_page(SYSTEM, state=state or "", most=most), row, heads, as_json=as_json, left=4)


@receivable.command("show")
@click.argument("receivable_id", type=click.UUID)
def show_receivable(*, receivable_id: UUID) -> None:
    """One receivable with what happened, as one JSON object."""
    _done(lambda: one_receivable(SYSTEM, receivable_id), as_json=True)


@receivable.command("limits")
@MOST
@AS_JSON
def list_limits(*, most: int, as_json: bool) -> None:
    """Limits of sellers and debtors: what is in use, what is free."""

    def row(one: LimitView) -> list[str]:
        return [str(one.party_id), one.side.value, str(one.valid_until), *map(str, (one.limit, one.used, one.free))]

    heads = ["party", "side", "until", "limit", "used", "free"]
    _rows(lambda: limits_page(SYSTEM, most=most), row, heads, as_json=as_json, left=3)


@receivable.command("fund")
@click.argument("sale_id", type=click.UUID)
@TOKEN
@AS_JSON
def fund(*, sale_id: UUID, token: str, as_json: bool) -> None:
    """Pays the advance of a sale whose debtors know of it."""
    _done(lambda: fund_sale(call_of(token), sale_id=sale_id), as_json=as_json)


def _rows(
    ask: Callable[[], Iterable[Any]], row: Callable[[Any], list[str]], heads: list[str], *, as_json: bool, left: int
) -> None:
    try:
        found = list(ask())
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        for one in found:
            print_json(_plain(one))
    else:
        click.echo(table(heads, [row(one) for one in found], left=left))


def _done(act: Callable[[], object], *, as_json: bool) -> None:
    try:
        answer = act()
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    if as_json:
        print_json(_plain(answer))
    else:
        click.echo("Done.")


def _plain(value: object) -> dict[str, Any]:
    """A view as JSON: amounts as text in major units."""
    told: dict[str, Any] = TypeAdapter(type(value)).dump_python(value, mode="json")
    return {name: _major(one) for name, one in told.items()}


def _major(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"minor", "currency"}:
            return str(Money(value["minor"], value["currency"]))
        return {name: _major(one) for name, one in value.items()}
    return [_major(one) for one in value] if isinstance(value, list) else value
