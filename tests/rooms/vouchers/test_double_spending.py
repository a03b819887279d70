"""Many at once: a part is spent once whoever comes first, the limit holds, and what was changed by hand shows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from tests.append_only import triggers_lifted
from tests.rooms.vouchers.chain_of_supply import Chain

from puhui.flows.pay_by_voucher.issue import issue_to_supplier
from puhui.flows.pay_by_voucher.sell import quote_voucher, sell_voucher
from puhui.foundation.ledger.facade import check_books
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import (
    ChainBroken,
    PartNotFree,
    ProgramFull,
    chain,
    chain_faults,
    holdings_page,
    programs_page,
    split_part,
    voucher_faults,
)
from puhui.products.vouchers.models import Holding, VoucherPart

RACERS = 8


def race(act: Callable[[int], object]) -> list[object]:
    """All at the same moment, each on a connection of its own; what each got or was refused."""
    start = Barrier(RACERS)

    def one(n: int) -> object:
        start.wait()
        try:
            return act(n)
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(one, range(RACERS)))


@pytest.mark.django_db(transaction=True)
def test_a_part_is_spent_once_and_a_limit_holds_when_all_come_at_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one after the other; run with PUHUI_DATABASE_URL=$PUHUI_TEST_POSTGRESQL")
    told = Chain()
    told.opened(limit=1_500_00, buying=0)
    part = told.issued(1_000_00)
    seller = told.firms[1][1]
    calls = [told.world.call(seller) for _ in range(RACERS)]
    got = race(lambda n: split_part(calls[n], part_id=part, amounts=[Money((n + 1) * 10_00)]))
    assert got.count(PartNotFree) == RACERS - 1
    assert sum(one.amount.minor for one in holdings_page(SYSTEM)) == 1_000_00
    issues = [(told.world.call(told.core[1]), told.asked(100_00)) for _ in range(RACERS)]
    got = race(lambda n: issue_to_supplier(issues[n][0], asked=issues[n][1]))
    assert got.count(ProgramFull) == RACERS - 5  # five times 100.00 were free
    assert programs_page(SYSTEM)[0].used == Money(1_500_00)
    assert (voucher_faults(), check_books(), list(chain_faults())) == ([], [], [])


@pytest.mark.django_db
def test_what_was_changed_by_hand_shows_and_is_not_bought() -> None:
    told = Chain()
    told.opened()
    part = told.passed(told.issued(1_000_00), 400_00, giver=1, taker=2).made[0]
    taker = told.firms[2][1]
    quote = quote_voucher(taker, part_id=part)
    code = told.code(taker, part)
    if connection.vendor == "postgresql":  # no table is altered while its keys wait to be checked
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with transaction.atomic(), triggers_lifted(connection):
        VoucherPart.objects.filter(depth=0).update(amount_minor=2_000_00)
        VoucherPart.objects.filter(id=part).update(amount_minor=1_400_00)
    Holding.objects.filter(part_id=part).update(amount_minor=1_400_00)
    assert "issued" in chain(taker, part)[1]
    assert len(list(chain_faults())) == 2
    assert {fault.check for fault in voucher_faults()} == {"vouchers.conserved"}
    with pytest.raises(ChainBroken):
        sell_voucher(told.world.call(taker), part_id=part, amount=Money(400_00), sheet_hash=quote.sheet_hash, code=code)
