"""A made-up firm with a limit: draws twice, and repays a part between."""

from typing import Final
from uuid import UUID

from puhui.flows.draw_facility.confirm_draw import confirm_and_pay, request_draw_code
from puhui.flows.draw_facility.show_draw import show_draw
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.simulation.lines.borrower import Borrower, Life, borrow, firm_comes, some_firm, yuan
from puhui.flows.simulation.world import World
from puhui.kernel.money import Money

SHOP: Final = "19900009802"


def shop_draws(world: World) -> Life:
    """A limit of 200,000 yuan: 80,000 drawn for stock, 30,000 repaid, 20,000 drawn again."""
    shop = firm_comes(world, SHOP, some_firm(world, turn=1))
    done = borrow(
        shop,
        product_code="working-capital-line",
        amount=yuan("200000.00"),
        term_months=12,
        method="credit_line",
        purpose="stock",
    )
    if done is None or done.facility_id is None or done.loan_id is None:
        return
    world.count("line: limits granted")
    _draw(shop, done.facility_id, yuan("80000.00"))
    yield 6
    repay_loan(shop.call(), loan_id=done.loan_id, amount=yuan("30000.00"), effect="lower_instalment")
    yield 2
    _draw(shop, done.facility_id, yuan("20000.00"))
    world.count("line: limits drawn again")


def _draw(shop: Borrower, facility_id: UUID, amount: Money) -> None:
    shown = show_draw(shop.call(), facility_id=facility_id, amount=amount, purpose="stock", language="zh-hans")
    seconds = shown.minimum_seconds + 5
    shop.world.pass_seconds(seconds)
    request_draw_code(shop.call(), draw_id=shown.draw_id)
    confirm_and_pay(shop.call(), draw_id=shown.draw_id, code=shop.code(), seconds_shown=seconds)
    shop.world.outside.work()
