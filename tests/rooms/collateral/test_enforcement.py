"""Selling a thing for its debts: late enough, step by step, two people, split by rank, booked to the cent."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.rooms.collateral.secured import (
    FINANCE,
    MANAGER,
    OPERATOR,
    RISK,
    kept,
    machine,
    pledged,
    registered,
)
from tests.rooms.collections.late import late_world
from tests.rooms.lending.world import World
from tests.saved import once

from puhui.flows.secure_loan.debts import claim_today
from puhui.flows.secure_loan.enforce import begin_enforcement, confirm_proceeds, pay_surplus
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import business_date, check_books, control_total
from puhui.foundation.payments.facade import orders_about
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    AnotherPerson,
    AssetState,
    CannotEnforce,
    CannotPledge,
    EnforcementState,
    PledgeNotOpen,
    PledgeState,
    asset,
    enforcement,
    note_step,
    propose_proceeds,
    security_faults,
    stop_enforcement,
)
from puhui.products.lending.facade import ChangeAsked, LoanState, book_change, loan, loan_events

pytestmark = pytest.mark.django_db
FIRST_DUE = date(2026, 2, 7)


def late_and_pledged(*, days: int = 30) -> tuple[World, UUID, UUID, UUID, UUID]:
    return once(("late and pledged", days), lambda: _late_and_pledged(days))


def _late_and_pledged(days: int) -> tuple[World, UUID, UUID, UUID, UUID]:
    """A firm late with a loan of 120,000, its machine behind it and, in the second rank, behind another loan."""
    world, firm, _, loan_id = late_world(until=date(2026, 2, 6))
    other = world.borrowed(firm)
    thing = registered(world, machine(firm), worth_minor=600_000_00)
    pledged(world, thing, loan_id, 150_000_00)
    pledged(world, thing, other, 100_000_00, rank=2)
    world.close_until(FIRST_DUE + timedelta(days=days))
    return world, firm, loan_id, other, thing


def sold(world: World, thing: UUID, minor: int, *, costs: int = 5_000_00) -> UUID:
    begun = begin_enforcement(world.call(OPERATOR), asset_id=thing, reason="thirty days late")
    note_step(world.call(OPERATOR), enforcement_id=begun.enforcement_id, kind="notice", on=business_date())
    propose_proceeds(
        world.call(OPERATOR),
        enforcement_id=begun.enforcement_id,
        proceeds=Money(minor),
        costs=Money(costs),
        sold_on=business_date(),
    )
    return begun.enforcement_id


def test_a_machine_pays_two_loans_and_the_rest_goes_back_to_its_owner() -> None:
    world, firm, loan_id, other, thing = late_and_pledged()
    first_owed, other_owed = claim_today(loan_id), claim_today(other)
    bank = control_total("bank.operating")
    sale = sold(world, thing, 300_000_00)
    booked = confirm_proceeds(world.call(FINANCE), enforcement_id=sale)
    second = min(100_000_00, other_owed)
    rest = 300_000_00 - 5_000_00 - first_owed - second
    assert (booked.paid, booked.costs, booked.surplus) == (Money(first_owed + second), Money(5_000_00), Money(rest))
    assert loan(SYSTEM, loan_id).state == LoanState.CLOSED
    assert claim_today(other) == other_owed - second
    view = enforcement(RISK, sale)
    assert [(s.rank, s.paid.minor) for s in view.shares] == [(1, first_owed), (2, second)]
    assert (view.state, view.confirmed_by_name) == (EnforcementState.DISTRIBUTED, FINANCE.name)
    found = asset(RISK, thing)
    assert found.line.state == AssetState.GONE
    assert {p.state for p in found.pledges} == {PledgeState.ENFORCED}
    assert control_total("bank.operating") == bank + 300_000_00  # the owner is not paid yet
    assert [(o.party_id, o.amount, o.purpose) for o in orders_about([sale])] == [(firm, Money(rest), "surplus")]
    world.bank.set_account(firm, is_empty=False)
    world.work()
    assert control_total("collateral.surplus_payable") == 0
    assert control_total("bank.operating") == bank + 300_000_00 - rest
    assert check_books() == []
    assert security_faults() == []
    world.close()
    assert check_books() == []


def test_too_little_goes_to_the_first_rank_and_a_claim_written_off_is_recovered() -> None:
    world, _, loan_id, other, thing = late_and_pledged()
    book_change(world.call(), loan_id=loan_id, asked=ChangeAsked(kind="write_off", reason="bankrupt"))
    owed = claim_today(loan_id)
    assert owed > 120_000_00
    sale = sold(world, thing, 60_000_00)
    confirm_proceeds(world.call(RISK), enforcement_id=sale)
    assert claim_today(loan_id) == owed - 55_000_00
    assert loan_events(SYSTEM, loan_id)[0].kind == "recovery"
    assert [s.paid.minor for s in enforcement(RISK, sale).shares] == [55_000_00, 0]
    assert loan(SYSTEM, other).state == LoanState.ACTIVE
    assert control_total("income.recovery") == 55_000_00
    assert check_books() == []


def test_the_owner_is_paid_again_after_the_bank_refused() -> None:
    world, firm, _, _, thing = late_and_pledged()
    sale = sold(world, thing, 300_000_00)
    with pytest.raises(Conflict):
        pay_surplus(world.call(FINANCE), enforcement_id=sale)
    world.bank.set_account(firm, is_closed=True)
    confirm_proceeds(world.call(FINANCE), enforcement_id=sale)
    world.work()
    (refused,) = orders_about([sale])
    assert refused.state == "refused"
    assert control_total("collateral.surplus_payable") == refused.amount.minor
    assert str(sale) in [c.subject for c in cases_page(SYSTEM, kind="failed_payment")]
    world.bank.set_account(firm, is_closed=False)
    pay_surplus(world.call(FINANCE), enforcement_id=sale)
    world.work()
    assert control_total("collateral.surplus_payable") == 0
    assert check_books() == []


def test_nothing_is_sold_too_early_or_by_one_person() -> None:
    world, firm, loan_id, _, thing = late_and_pledged(days=3)
    free = registered(world, machine(firm, "FREE-0001"))
    before = kept()
    for actor, thing_id, refusal in (
        (OPERATOR, thing, CannotEnforce),
        (OPERATOR, free, CannotEnforce),
        (MANAGER, thing, Forbidden),
        (OPERATOR, new_id(), NotFound),
    ):
        with pytest.raises(refusal):
            begin_enforcement(world.call(actor), asset_id=thing_id, reason="too early")
        assert kept() == before
    world.close_until(FIRST_DUE + timedelta(days=30))
    begun = begin_enforcement(world.call(OPERATOR), asset_id=thing, reason="late enough")
    with pytest.raises(CannotPledge):
        pledged(world, thing, world.borrowed(firm), 1_00, rank=3)
    today, sale = business_date(), begun.enforcement_id
    before = kept()
    with pytest.raises(PledgeNotOpen):
        confirm_proceeds(world.call(FINANCE), enforcement_id=sale)
    amounts = [(0, 0, today), (10, 11, today), (10, -1, today), (10, 1, today + timedelta(days=1))]
    for proceeds, costs, on in amounts:
        with pytest.raises(InvalidInput):
            propose_proceeds(
                world.call(OPERATOR), enforcement_id=sale, proceeds=Money(proceeds), costs=Money(costs), sold_on=on
            )
    with pytest.raises(InvalidInput):
        note_step(world.call(OPERATOR), enforcement_id=sale, kind="magic", on=today)
    assert kept() == before
    propose_proceeds(world.call(RISK), enforcement_id=sale, proceeds=Money(10_00), costs=Money(1_00), sold_on=today)
    before = kept()
    for actor, who in ((RISK, AnotherPerson), (OPERATOR, Forbidden)):
        with pytest.raises(who):
            confirm_proceeds(world.call(actor), enforcement_id=sale)
        assert kept() == before
    stop_enforcement(world.call(RISK), enforcement_id=sale)
    assert asset(RISK, thing).line.state == AssetState.HELD
    assert loan(SYSTEM, loan_id).state == LoanState.ACTIVE
