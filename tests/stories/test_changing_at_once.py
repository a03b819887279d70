"""Two people change one loan at the same moment: one change is booked, the other is refused. Needs PostgreSQL."""

from decimal import Decimal

import pytest
from django.db import connection
from tests.rooms.lending.lender import proven
from tests.stories.changing import Desk, staff
from tests.stories.people.test_first_visit import at_once

from puhui.flows.change_loan.answers import ChangeMoved
from puhui.flows.change_loan.confirm_change import confirm_change, reject_change
from puhui.flows.change_loan.propose_change import propose_change
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.money import Money
from puhui.products.lending.facade import ChangeAsked, ChangeNotOpen, ChangeWaits, loan, loan_changes, loan_events

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def desk() -> Desk:
    if connection.vendor != "postgresql":
        pytest.skip("two transactions at once need PostgreSQL: set PUHUI_DATABASE_URL=postgresql://...")
    return Desk()


def test_two_confirmations_at_once_book_it_once(desk: Desk) -> None:
    moved = desk.propose("rate_change", annual_rate_pct=Decimal(9))
    officers = [staff(Role.RISK_OFFICER, f"R{n}") for n in range(4)]
    results = at_once([lambda by=by: confirm_change(desk.world.call(by), change_id=moved.change_id) for by in officers])
    assert sum(isinstance(r, ChangeMoved) for r in results) == 1
    assert sum(isinstance(r, ChangeNotOpen) for r in results) == 3
    assert [e.kind for e in loan_events(SYSTEM, desk.loan_id)].count("rate_change") == 1
    assert proven()


def test_confirmed_and_rejected_at_once_is_one_of_both(desk: Desk) -> None:
    moved = desk.propose("rate_change", annual_rate_pct=Decimal(9))
    one, two = staff(Role.RISK_OFFICER, "R1"), staff(Role.RISK_OFFICER, "R2")
    results = at_once(
        [
            lambda: confirm_change(desk.world.call(one), change_id=moved.change_id),
            lambda: reject_change(desk.world.call(two), change_id=moved.change_id),
        ]
    )
    assert sum(isinstance(r, ChangeMoved) for r in results) == 1
    state = loan_changes(SYSTEM, desk.loan_id)[0].state
    assert (loan(SYSTEM, desk.loan_id).annual_rate_pct == "9") == (state == "booked")
    assert proven()


def test_two_proposals_at_once_leave_one_open(desk: Desk) -> None:
    results = at_once([lambda: desk.propose("rate_change", annual_rate_pct=Decimal(9))] * 3)
    assert sum(isinstance(r, ChangeMoved) for r in results) == 1
    assert sum(isinstance(r, ChangeWaits) for r in results) == 2


def test_one_key_at_once_is_one_booking(desk: Desk) -> None:
    call = desk.world.call(desk.operations)
    asked = ChangeAsked(kind="waiver", amount=Money(1_00), component="penalty")
    results = at_once([lambda: propose_change(call, loan_id=desk.loan_id, asked=asked, reason="goodwill")] * 3)
    assert len(set(results)) == 1
    assert [e.kind for e in loan_events(SYSTEM, desk.loan_id)].count("waiver") == 1
    assert proven()
