"""Many at once: of a divisible bill each cent is taken once, whoever comes first, and a bill is divided once."""

import pytest
from django.db import connection
from tests.rooms.bills.portfolio import Desk
from tests.rooms.bills.test_parts import packet, shown
from tests.rooms.vouchers.test_double_spending import RACERS, race

from puhui.kernel.money import Money
from puhui.products.bills.facade import (
    BillNotInState,
    BillState,
    BillTaken,
    SubRange,
    bill_faults,
    bills_page,
    divide_bill,
    submit_bill,
)


@pytest.mark.django_db(transaction=True)
def test_cents_are_taken_once_and_a_bill_is_divided_once_when_all_come_at_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one after the other; run with PUHUI_DATABASE_URL=$PUHUI_TEST_POSTGRESQL")
    desk = Desk()
    calls = [desk.world.call(desk.shop) for _ in range(RACERS)]
    around = [packet(desk, part=SubRange(first=1_000 - n, last=1_000 + 100 * n)) for n in range(RACERS)]
    got = race(lambda n: submit_bill(calls[n], asked=around[n]))
    assert got.count(BillTaken) == RACERS - 1  # all of them hold the cent 1000
    beside = [packet(desk, part=SubRange(first=10_000 + 10 * n, last=10_009 + 10 * n)) for n in range(RACERS)]
    calls = [desk.world.call(desk.shop) for _ in range(RACERS)]
    got = race(lambda n: submit_bill(calls[n], asked=beside[n]))
    assert got.count(BillTaken) == 0
    whole = shown(desk, serial=2)
    calls = [desk.world.call(desk.shop) for _ in range(RACERS)]
    got = race(lambda n: divide_bill(calls[n], bill_id=whole, amount=Money((n + 1) * 10_00)))
    assert got.count(BillNotInState) == RACERS - 1
    parts = [row.face.minor for row in bills_page(desk.shop) if row.divided_from == whole]
    assert (len(parts), sum(parts)) == (2, 100_000_00)
    assert sum(row.state == BillState.SUBMITTED for row in bills_page(desk.shop)) == 1 + RACERS + 2
    assert bill_faults() == []
