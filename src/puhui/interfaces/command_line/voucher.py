"""`puhui voucher`: programs, vouchers and their parts, what a part would bring, and the proof of every chain."""

import sys
from uuid import UUID

import click

from puhui.flows.pay_by_voucher.redeem import collect_from_issuer
from puhui.flows.pay_by_voucher.sell import quote_voucher
from puhui.interfaces.command_line.acting import call_of
from puhui.interfaces.command_line.acts import done
from puhui.interfaces.command_line.printing import REFUSED, print_json
from puhui.interfaces.command_line.views import AS_JSON, MOST, TOKEN, plain, print_views
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import (
    HoldingView,
    ProgramView,
    PurchaseView,
    VoucherLine,
    chain,
    chain_faults,
    holdings_page,
    programs_page,
    purchases_page,
    vouchers_page,
)


@click.group(help="Shows vouchers on receivables and their parts, and proves their chains.")
def command() -> None:
    """Holds them."""


@command.command("programs")
@MOST
@AS_JSON
def programs(*, most: int, as_json: bool) -> None:
    """What issuers may owe by voucher, newest first, and what of it is used and bought."""

    def row(one: ProgramView) -> list[str]:
        sums = map(str, (one.limit, one.used, one.buying_limit, one.bought))
        return [str(one.id), str(one.issuer_id), one.state.value, *sums]

    heads = ["program", "issuer", "state", "limit", "used", "we buy", "bought"]
    print_views(lambda: programs_page(SYSTEM, most=most), row, heads, as_json=as_json, left=3)


@command.command("list")
@MOST
@AS_JSON
def list_vouchers(*, most: int, as_json: bool) -> None:
    """Vouchers, newest first."""

    def row(one: VoucherLine) -> list[str]:
        return [one.number, one.state.value, str(one.due_on), str(one.amount)]

    heads = ["voucher", "state", "due", "amount"]
    print_views(lambda: vouchers_page(SYSTEM, most=most), row, heads, as_json=as_json, left=3)


@command.command("parts")
@click.option("--voucher", "voucher_id", type=click.UUID, help="Only those of this voucher.")
@MOST
@AS_JSON
def parts(*, voucher_id: UUID | None, most: int, as_json: bool) -> None:
    """Living parts, newest first: who holds them, how they stand, and how long their chain is."""

    def row(one: HoldingView) -> list[str]:
        return [str(one.part_id), str(one.holder_id), one.state.value, str(one.depth), str(one.amount)]

    heads = ["part", "holder", "state", "depth", "amount"]
    print_views(lambda: holdings_page(SYSTEM, voucher_id=voucher_id, most=most), row, heads, as_json=as_json, left=3)


@command.command("purchases")
@MOST
@AS_JSON
def purchases(*, most: int, as_json: bool) -> None:
    """Parts that were sold to us, newest first."""

    def row(one: PurchaseView) -> list[str]:
        return [str(one.id), one.state.value, str(one.ends_on), *map(str, (one.face, one.interest, one.proceeds))]

    heads = ["purchase", "state", "until", "face", "discount", "paid out"]
    print_views(lambda: purchases_page(SYSTEM, most=most), row, heads, as_json=as_json, left=3)


@command.command("chain")
@click.argument("part_id", type=click.UUID)
def show_chain(*, part_id: UUID) -> None:
    """The way of a living part from its first, as one JSON object; exit 1 when it does not hold."""
    links, fault = done(lambda: chain(SYSTEM, part_id), as_json=True)
    print_json({"links": [plain(link) for link in links], "fault": fault})
    sys.exit(REFUSED if fault else 0)


@command.command("verify")
@click.option("--most", type=click.IntRange(1), help="How many living parts at the most; all without it.")
def verify(*, most: int | None) -> None:
    """Proves the chain of every living part, link by link; exit 1 when one does not hold."""
    faults = list(chain_faults(most=most))
    for fault in faults:
        print_json({"check": fault.check, "where": fault.where, "detail": fault.detail})
    if faults:
        sys.exit(REFUSED)
    click.echo("Every chain holds.")


@command.command("quote")
@click.argument("part_id", type=click.UUID)
@click.option("--amount", default="", help="Of a part of it, in yuan.")
def quote(*, part_id: UUID, amount: str) -> None:
    """What a part would bring if it were sold today: the whole cost sheet as JSON."""
    found = done(
        lambda: quote_voucher(SYSTEM, part_id=part_id, amount=Money.parse(amount, where="amount") if amount else None),
        as_json=True,
    )
    print_json({"sheet": found.sheet, "sheet_hash": found.sheet_hash})


@command.command("collect")
@click.argument("voucher_id", type=click.UUID)
@TOKEN
@AS_JSON
def collect(*, voucher_id: UUID, token: str, as_json: bool) -> None:
    """Asks the bank to collect a voucher from its issuer again, after it was not paid."""
    moved = done(lambda: collect_from_issuer(call_of(token), voucher_id=voucher_id), as_json=as_json)
    if as_json:
        print_json(plain(moved))
    else:
        click.echo(f"Asked for voucher {moved.voucher_id}, which is {moved.state}.")
