"""Many draw at once on PostgreSQL: what is in use never passes a limit, and nothing is lost."""

import random
import threading
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from tests.rooms.facilities.holders import call, granted, reserved, stands
from tests.stories.people.test_first_visit import at_once

from puhui.products.facilities import facade as room
from puhui.products.facilities.models import Facility, FacilityDraw, FacilityEvent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql, pytest.mark.slow]
WORKERS, DRAWS, LIMITS = 10, 500, 50


@pytest.fixture(autouse=True)
def needs_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two transactions at once need PostgreSQL: set PUHUI_DATABASE_URL=postgresql://...")


def draw_whole(facility_id: UUID, minor: int, *, chance: random.Random) -> None:
    """Reserved, and then paid out, given up, or left under way."""
    moved, end = reserved(facility_id, minor), chance.random()
    if end < 0.2:
        return
    with transaction.atomic():
        if end < 0.4:
            room.release_draw(call(), draw_id=moved.draw_id, why="given up")
            return
        loan_id = Facility.objects.values_list("loan_id", flat=True).get(id=facility_id)
        room.confirm_draw(call(), draw_id=moved.draw_id, seconds_measured=9, loan_id=loan_id)
        room.settle_draw(call(), draw_id=moved.draw_id)


def test_five_hundred_draws_on_fifty_limits_at_once() -> None:
    limits = [granted(100_000_00) for _ in range(LIMITS)]
    refused = [0] * WORKERS

    def work(n: int) -> None:
        chance = random.Random(n)
        for _ in range(DRAWS // WORKERS):
            try:
                draw_whole(chance.choice(limits), chance.randrange(10_000_00, 40_000_00, 100), chance=chance)
            except room.NotEnoughRoom:
                refused[n] += 1
        connections.close_all()

    threads = [threading.Thread(target=work, args=[n]) for n in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert FacilityEvent.objects.filter(kind="reserved").count() + sum(refused) == DRAWS
    assert sum(refused) > 50  # about twice as much was asked for as there is
    for one in limits:
        limit, drawn, coming, over = stands(one)
        assert drawn + coming <= limit
        assert over == 0
    states = FacilityEvent.objects.values_list("limit_minor", "drawn_minor", "reserved_minor")
    assert all(drawn + coming <= limit for limit, drawn, coming in states)  # at every instant, not only at the end


def test_two_draws_race_for_the_last_hundred_yuan() -> None:
    one = granted(100_000_00, lowest_draw_minor=100_00)
    reserved(one, 99_900_00)
    results = at_once([lambda: reserved(one, 100_00)] * 4)
    assert sum(isinstance(result, room.DrawMoved) for result in results) == 1
    assert sum(isinstance(result, room.NotEnoughRoom) for result in results) == 3
    assert stands(one) == (100_000_00, 0, 100_000_00, 0)


def test_a_draw_is_settled_or_released_once() -> None:
    one = granted()
    moved = reserved(one, 50_000_00)
    with transaction.atomic():
        room.confirm_draw(call(), draw_id=moved.draw_id, seconds_measured=9, loan_id=UUID(int=1))

    def settle() -> object:
        with transaction.atomic():
            return room.settle_draw(call(), draw_id=moved.draw_id)

    def release() -> object:
        with transaction.atomic():
            return room.release_draw(call(), draw_id=moved.draw_id, why="refused")

    results = at_once([settle, release, settle, release])
    assert sum(isinstance(result, room.DrawMoved) for result in results) == 1
    assert FacilityDraw.objects.get(id=moved.draw_id).state in ("drawn", "released")
    assert stands(one)[2] == 0
