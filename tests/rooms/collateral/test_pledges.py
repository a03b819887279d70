"""Pledges by rank, releases with four eyes, and the watch: what does not hold is refused and changes nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.rooms.collateral.secured import (
    FINANCE,
    MANAGER,
    OPERATOR,
    RISK,
    SECOND_RISK,
    kept,
    machine,
    pledged,
    plot,
    registered,
    valued,
)
from tests.rooms.lending.lender import pay
from tests.rooms.lending.world import World

from puhui.flows.secure_loan.pledge import confirm_release, pledge_asset, release_pledge
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import business_date, check_books
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    AnotherPerson,
    CannotPledge,
    CoverTooLow,
    PledgeBeyondValue,
    PledgeNotOpen,
    PledgeState,
    RankTaken,
    ReleaseState,
    RightEnds,
    asset,
    cover_of,
    episodes,
    perfect_pledge,
    pledges_of,
    registry_records,
    releases,
    value_asset,
)
from puhui.products.lending.facade import loan
from puhui.risk.provisioning.facade import allowance_differences, last_provided, provisions

pytestmark = pytest.mark.django_db


def secured(world: World, *, worth: int = 400_000_00) -> tuple:  # type: ignore[type-arg]
    firm, _ = world.firm()
    loan_id = world.borrowed(firm)
    return firm, loan_id, registered(world, machine(firm), worth_minor=worth)


def test_two_loans_share_a_thing_and_nothing_is_counted_twice() -> None:
    """A machine of 400,000 counts for 200,000: the first loan takes 150,000, the second what is left."""
    world = World()
    firm, first, thing = secured(world)
    second = world.borrowed(firm)
    pledged(world, thing, first, 150_000_00)
    before = cover_of([first], on=business_date())[first]
    junior = pledged(world, thing, second, 120_000_00, rank=2, is_beyond_value=True)
    covers = cover_of([first, second], on=business_date())
    assert covers[first] == before
    assert (covers[first].things_minor, covers[second].things_minor) == (150_000_00, 50_000_00)
    found = asset(MANAGER, thing)
    assert (found.line.lendable, found.line.free) == (Money(200_000_00), Money(0))
    assert [(p.rank, p.given.minor, p.is_beyond_value) for p in found.pledges] == [
        (1, 150_000_00, False),
        (2, 50_000_00, True),
    ]
    assert pledges_of(RISK, second)[0].id == junior
    assert cover_of([new_id()], on=business_date()).popitem()[1].things_minor == 0


def test_a_pledge_counts_when_it_is_perfected() -> None:
    world = World()
    _, loan_id, thing = secured(world)
    made = pledge_asset(world.call(MANAGER), asset_id=thing, loan_id=loan_id, secured=Money(150_000_00))
    cover = cover_of([loan_id], on=business_date())[loan_id]
    assert (cover.things_minor, cover.unperfected_minor) == (0, 150_000_00)
    before, today = kept(), business_date()
    for refusal, actor, on, number in (
        (Forbidden, MANAGER, today, "ZD-1"),
        (InvalidInput, OPERATOR, today + timedelta(days=1), "ZD-1"),
        (InvalidInput, OPERATOR, today, ""),
    ):
        with pytest.raises(refusal):
            perfect_pledge(world.call(actor), pledge_id=made.pledge_id, registration=number, on=on)
        assert kept() == before
    perfect_pledge(world.call(OPERATOR), pledge_id=made.pledge_id, registration="ZD-1", on=today)
    with pytest.raises(PledgeNotOpen):
        perfect_pledge(world.call(OPERATOR), pledge_id=made.pledge_id, registration="ZD-1", on=today)
    assert cover_of([loan_id], on=today)[loan_id].things_minor == 150_000_00


def test_refused_pledges_change_nothing() -> None:
    world = World()
    firm, loan_id, thing = secured(world)
    other, _ = world.firm()
    others = world.borrowed(other)
    pledged(world, thing, loan_id, 150_000_00)
    short = registered(world, plot(firm, date(2026, 12, 31)), worth_minor=100_000_00)
    dollars = registered(world, machine(firm, "USD-0001", currency="USD"), worth_minor=None)
    before = kept()
    rows = [
        (RankTaken, MANAGER, thing, others, Money(10_000_00), {}),
        (RankTaken, MANAGER, thing, others, Money(10_000_00), {"rank": 1}),
        (RankTaken, MANAGER, thing, others, Money(10_000_00), {"rank": 3}),
        (PledgeBeyondValue, MANAGER, thing, others, Money(50_000_01), {"rank": 2}),
        (RightEnds, MANAGER, short, loan_id, Money(10_00), {}),  # before the last due date, 31 January 2027
        (CannotPledge, MANAGER, thing, loan_id, Money(10_000_00), {"rank": 2}),
        (CannotPledge, MANAGER, dollars, loan_id, Money(10_000_00), {}),
        (InvalidInput, MANAGER, thing, others, Money(0), {"rank": 2}),
        (NotFound, MANAGER, new_id(), others, Money(1), {}),
        (NotFound, MANAGER, thing, new_id(), Money(1), {"rank": 2}),
        (Forbidden, FINANCE, thing, others, Money(1), {"rank": 2}),
    ]
    for refusal, actor, asset_id, debt, amount, how in rows:
        with pytest.raises(refusal) as refused:
            pledge_asset(world.call(actor), asset_id=asset_id, loan_id=debt, secured=amount, **how)
        assert refused.value.message.zh
        assert kept() == before


def test_a_release_needs_enough_left_or_a_second_person() -> None:
    """The loan owes 120,000: of the pledge of 200,000 it may go down to 120,000, and no further without a word."""
    world = World()
    _, loan_id, thing = secured(world)
    pledge_id = pledged(world, thing, loan_id, 200_000_00)
    owed = loan(SYSTEM, loan_id).outstanding.total
    part = release_pledge(world.call(OPERATOR), pledge_id=pledge_id, keeps=Money(owed), reason="part of it repaid")
    assert part.state == ReleaseState.DONE
    assert asset(MANAGER, thing).line.free == Money(200_000_00 - owed)
    before = kept()
    for keeps in (Money(owed - 1), None):
        with pytest.raises(CoverTooLow) as refused:
            release_pledge(world.call(OPERATOR), pledge_id=pledge_id, keeps=keeps, reason="wants to sell it")
        assert "¥120,000.00" in refused.value.message.zh
    for bad in (Money(owed), Money(-1), Money(1, "USD")):
        with pytest.raises(InvalidInput):
            release_pledge(world.call(OPERATOR), pledge_id=pledge_id, keeps=bad, reason="no release at all")
    with pytest.raises(Forbidden):
        release_pledge(world.call(MANAGER), pledge_id=pledge_id, reason="wants to sell it")
    assert kept() == before
    asked = release_pledge(world.call(RISK), pledge_id=pledge_id, reason="wants to sell it", is_exception=True)
    assert asked.state == ReleaseState.PROPOSED
    assert cover_of([loan_id], on=business_date())[loan_id].things_minor == owed
    assert [c.subject for c in cases_page(SYSTEM, kind="collateral")] == [str(asked.release_id)]
    before = kept()
    for refusal, actor in ((AnotherPerson, RISK), (Forbidden, OPERATOR)):
        with pytest.raises(refusal):
            confirm_release(world.call(actor), release_id=asked.release_id, agree=True)
        assert kept() == before
    with pytest.raises(PledgeNotOpen):
        release_pledge(world.call(OPERATOR), pledge_id=pledge_id, keeps=Money(1), reason="once more", is_exception=True)
    done = confirm_release(world.call(SECOND_RISK), release_id=asked.release_id, agree=True)
    assert done.state == ReleaseState.DONE
    assert cover_of([loan_id], on=business_date())[loan_id].things_minor == 0
    assert releases(RISK)[0].decided_by_name == "Sun"
    with pytest.raises(PledgeNotOpen):
        confirm_release(world.call(SECOND_RISK), release_id=asked.release_id, agree=False)


def test_one_thing_takes_the_place_of_another() -> None:
    world = World()
    firm, loan_id, thing = secured(world)
    old = pledged(world, thing, loan_id, 150_000_00)
    better = registered(world, machine(firm, "NEW-0001"))
    new = pledge_asset(world.call(MANAGER), asset_id=better, loan_id=loan_id, secured=Money(150_000_00)).pledge_id
    before = kept()
    for place in (new, old, new_id()):
        with pytest.raises(CannotPledge):
            release_pledge(world.call(OPERATOR), pledge_id=old, replaced_by=place, reason="substituted")
        assert kept() == before
    perfect_pledge(world.call(OPERATOR), pledge_id=new, registration="ZD-2", on=business_date())
    release_pledge(world.call(OPERATOR), pledge_id=old, replaced_by=new, reason="substituted")
    states = {p.id: p.state for p in pledges_of(RISK, loan_id)}
    assert states == {old: PledgeState.RELEASED, new: PledgeState.PERFECTED}
    assert pledged(world, thing, world.borrowed(firm), 10_000_00, rank=2)  # the old thing is free for another loan


def test_the_watch_tells_once_an_episode_and_is_quiet_when_it_is_well() -> None:
    world = World()
    _, loan_id, thing = secured(world, worth=240_000_00)
    pledged(world, thing, loan_id, 120_000_00)
    closed = world.close()
    assert closed is not None
    assert [(e.kind, e.level) for e in episodes(RISK)] == [("ratio", "warn")]  # 120,000 over 120,000 is 100 percent
    assert [c.subject for c in cases_page(SYSTEM, kind="collateral")] == [str(loan_id)]
    world.close()
    assert len(cases_page(SYSTEM, kind="collateral")) == 1
    value_asset(world.call(RISK), asset_id=thing, valuation=valued(200_000_00))
    world.close()
    assert [(e.level, e.ratio_bps) for e in episodes(RISK)] == [("act", 12_000)]
    value_asset(world.call(RISK), asset_id=thing, valuation=valued(400_000_00))
    world.close()
    assert [e.level for e in episodes(RISK)] == ["warn"]  # only 120,000 are secured, whatever it is worth
    pay(loan_id, 30_000_00, effect="lower_instalment")
    world.close()
    assert episodes(RISK) == []
    assert [c.state for c in cases_page(SYSTEM, kind="collateral", state="closed")] == ["closed"]
    assert check_books() == []


def test_a_value_that_runs_out_and_a_pledge_of_a_repaid_loan_are_told() -> None:
    world = World()
    _, loan_id, thing = secured(world)
    value_asset(world.call(RISK), asset_id=thing, valuation=valued(400_000_00, days=20))
    pledge_id = pledged(world, thing, loan_id, 200_000_00)
    world.close()
    assert [(e.kind, e.subject_id) for e in episodes(RISK)] == [("value", thing)]
    quote = loan(SYSTEM, loan_id).outstanding.total
    pay(loan_id, quote, pays_off=True)
    world.close()
    assert {e.kind for e in episodes(RISK)} == {"value", "repaid"}
    assert release_pledge(world.call(OPERATOR), pledge_id=pledge_id, reason="repaid").state == ReleaseState.DONE
    world.close()
    assert episodes(RISK) == []


def test_export_for_the_registry() -> None:
    world = World()
    firm, loan_id, thing = secured(world)
    pledged(world, thing, loan_id, 150_000_00)
    flat = registered(
        world, machine(firm, kind="real_estate", identifiers=(("real_estate_unit", "370102" + "A1" * 11),))
    )
    pledged(world, flat, loan_id, 10_000_00)
    (record,) = registry_records(OPERATOR)  # real estate is registered elsewhere
    assert (record.registration_type, record.secured_amount, record.rank) == ("movable_mortgage", "150000.00", 1)
    assert (record.identifiers, record.filing_reference) == ("serial_number HX-2026-0001", "ZD-2026-000123")
    assert (record.term_months, record.expires_on) == (13, date(2027, 2, 28))
    with pytest.raises(Forbidden):
        next(registry_records(MANAGER))


def test_less_is_expected_to_be_lost_of_what_things_cover() -> None:
    """Two equal loans, one half covered: of the half, thirty percent of the loss is still expected."""
    world = World()
    firm, loan_id, thing = secured(world)
    other = world.borrowed(firm)
    world.close()
    [before] = provisions(SYSTEM, on=last_provided(SYSTEM))  # type: ignore[arg-type]
    pledged(world, thing, loan_id, 60_000_00)
    pledged(world, thing, other, 140_000_00, rank=2)
    world.close()
    [after] = provisions(SYSTEM, on=last_provided(SYSTEM))  # type: ignore[arg-type]
    owed = after.exposure_minor
    covered = 60_000_00 + loan(SYSTEM, other).outstanding.total
    share = Decimal(owed - covered) + covered * Decimal("0.3")
    factor = Decimal(before.expected_loss_minor) / before.exposure_minor
    assert abs(after.expected_loss_minor - factor * share) <= 2
    assert after.statutory_minor == before.statutory_minor  # by class alone
    assert allowance_differences() == []
    assert check_books() == []
