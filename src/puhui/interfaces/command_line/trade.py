"""`puhui trade`: what is ordered, sold, paid and late; and what operations do with it."""

from uuid import UUID

import click

from puhui.flows.trade.order_loans import pay_milestone
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.acts import done, tell
from puhui.interfaces.command_line.printing import print_json
from puhui.interfaces.command_line.views import AS_JSON, MOST, TOKEN, plain, print_views
from puhui.kernel.actors import SYSTEM
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
    print_views(lambda: orders_page(SYSTEM, state=state or "", most=most), row, heads, as_json=as_json, left=4)


@order.command("show")
@click.argument("order_id", type=click.UUID)
def show_order(*, order_id: UUID) -> None:
    """One order with its milestones and what happened, as one JSON object."""
    print_json(plain(done(lambda: one_order(SYSTEM, order_id), as_json=True)))


@order.command("pay-out")
@click.argument("order_id", type=click.UUID)
@click.argument("code")
@TOKEN
@AS_JSON
def pay_out(*, order_id: UUID, code: str, token: str, as_json: bool) -> None:
    """Agrees to the proof of a milestone and asks the bank to pay its part."""
    tell(lambda: plain(pay_milestone(call_of(token), order_id=order_id, code=code)), as_json)


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
    print_views(lambda: receivables_page(SYSTEM, state=state or "", most=most), row, heads, as_json=as_json, left=4)


@receivable.command("show")
@click.argument("receivable_id", type=click.UUID)
def show_receivable(*, receivable_id: UUID) -> None:
    """One receivable with what happened, as one JSON object."""
    print_json(plain(done(lambda: one_receivable(SYSTEM, receivable_id), as_json=True)))


@receivable.command("limits")
@MOST
@AS_JSON
def list_limits(*, most: int, as_json: bool) -> None:
    """Limits of sellers and debtors: what is in use, what is free."""

    def row(one: LimitView) -> list[str]:
        return [str(one.party_id), one.side.value, str(one.valid_until), *map(str, (one.limit, one.used, one.free))]

    heads = ["party", "side", "until", "limit", "used", "free"]
    print_views(lambda: limits_page(SYSTEM, most=most), row, heads, as_json=as_json, left=3)


@receivable.command("fund")
@click.argument("sale_id", type=click.UUID)
@TOKEN
@AS_JSON
def fund(*, sale_id: UUID, token: str, as_json: bool) -> None:
    """Pays the advance of a sale whose debtors know of it."""
    tell(lambda: plain(fund_sale(call_of(token), sale_id=sale_id)), as_json)
