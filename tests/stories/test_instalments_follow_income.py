"""A courier earns less: a longer plan is offered by itself, and holds once the courier agrees."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door
from tests.rooms.origination.person_at_the_door import person_at_the_door, verify_income

from puhui.finmath.all_in_cost import schedule_of
from puhui.flows.change_loan.accept_change import accept_change, decline_change, request_change_code
from puhui.flows.follow_income import offer_lower_instalments
from puhui.foundation.access.facade import CodeWrong
from puhui.foundation.notices.facade import message_for_delivery, notices_of
from puhui.foundation.notices.models import Notice
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import ChangeState, ChangeView, loan, loan_changes
from puhui.products.origination.facade import worst_case

pytestmark = pytest.mark.django_db
SCOOTER = ("gig-vehicle", 1)


def courier(world: World, *, income: str, product: tuple[str, int] = SCOOTER) -> tuple[Door, UUID]:
    """A courier with a scooter's loan, whose last months brought so much."""
    door = person_at_the_door()
    door.at = world.clock.now()
    verify_income(door, income=income)
    terms: dict[str, Any] = {"principal_minor": 9_600_00, "n": 12, "disbursement_date": TODAY}
    return door, world.borrowed(door.firm_id, product=product, **terms)


def look(world: World) -> int:
    return offer_lower_instalments(world.call(), on=TODAY)


def offered(loan_id: UUID) -> list[ChangeView]:
    return [one for one in loan_changes(SYSTEM, loan_id) if one.state == ChangeState.OFFERED]


def test_a_lower_income_lowers_the_instalments_once_the_borrower_agrees() -> None:
    world = World(start=TODAY)
    door, loan_id = courier(world, income="3000.00")
    before = loan(SYSTEM, loan_id)
    assert before.line.next_due.minor > 3_000_00 * 20 // 100
    assert look(world) == 1
    assert look(world) == 0  # twice is once
    [change] = offered(loan_id)
    assert change.kind == "extension"
    assert "loan_change_offered" in [one.kind for one in notices_of(door.actor, most=20)]
    assert loan(SYSTEM, loan_id).instalments == before.instalments  # nothing changes by itself

    request_change_code(door.call(), change_id=change.id)
    [code] = re.findall(
        r"\d{6}", message_for_delivery(Notice.objects.filter(kind="code_accept_change").latest("id").id).body
    )
    with pytest.raises(CodeWrong):
        accept_change(door.call(), change_id=change.id, code="x" + code[1:], after_n=change.after_n)
    accept_change(door.call(), change_id=change.id, code=code, after_n=change.after_n)
    after = loan(SYSTEM, loan_id)
    allowed = max(600_00, schedule_of(before.terms)[0].total // 2)
    assert after.line.next_due.minor <= allowed + 1
    assert len(after.instalments) == 12 + change.asked.n
    assert sum(line.principal for line in after.instalments) == before.terms.principal_minor
    assert len(after.instalments) <= worst_case(before.terms, least_due_pct=Decimal(50)).months
    assert proven()


def test_who_earns_enough_or_is_of_another_product_or_said_no_is_left_alone() -> None:
    world = World(start=TODAY)
    _, fine = courier(world, income="9000.00")
    _, other = courier(world, income="1000.00", product=("personal-instalment", 1))
    assert look(world) == 0
    assert not offered(fine) + offered(other)
    door, loan_id = courier(world, income="3000.00")
    assert look(world) == 1
    decline_change(door.call(), change_id=offered(loan_id)[0].id)
    assert look(world) == 0  # not asked again for some months
    assert offer_lower_instalments(world.call(), on=TODAY + timedelta(days=89)) == 0
    assert offer_lower_instalments(world.call(), on=TODAY + timedelta(days=91)) == 1


def test_what_nobody_verified_changes_nothing() -> None:
    world = World(start=TODAY)
    door = person_at_the_door()
    world.borrowed(door.firm_id, product=SCOOTER, principal_minor=9_600_00, n=12, disbursement_date=TODAY)
    assert look(world) == 0
