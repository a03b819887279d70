"""Many loans race for the last of a village list, and two close one meeting. Needs PostgreSQL."""

from uuid import UUID

import pytest
from django.db import connection
from tests.rooms.farms.village import MANAGER, Village
from tests.rooms.lending.world import World
from tests.stories.people.test_first_visit import at_once

from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.farms.facade import BackerFull, backer, farm_faults, use_backer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@use_case("test.use", answers=UUID)
def _take(call: Call, *, backer_id: UUID, party_id: UUID, amount: Money) -> UUID:
    return use_backer(call, backer_id=backer_id, party_id=party_id, loan_id=new_id(), amount=amount)


def test_the_limit_of_a_list_holds_under_concurrent_use() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two transactions at once need PostgreSQL: set PUHUI_DATABASE_URL=postgresql://...")
    village = Village(World())
    heads = [village.farmer() for _ in range(4)]
    made = village.listed(heads, limit="1000.00", each="500.00")
    calls = [(village.world.call(), head) for head in heads * 4]
    results = at_once([lambda c=c, h=h: _take(c, backer_id=made, party_id=h, amount=Money(100_00)) for c, h in calls])
    assert sum(isinstance(r, UUID) for r in results) == 10
    assert sum(isinstance(r, BackerFull) for r in results) == 6
    view = backer(MANAGER, backer_id=made)
    assert view.used == view.limit == Money(1000_00)
    assert sum(entry.used.minor for entry in view.entries) == 1000_00
    assert all(entry.used.minor <= entry.limit.minor for entry in view.entries)
    assert farm_faults() == []
