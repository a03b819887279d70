"""Plots, statements and lists of a village: what is kept, what is refused, and that a refusal changes nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.farms.village import MANAGER, OPERATIONS, RISK, SECOND, Village, customer
from tests.rooms.lending.world import World

from puhui.flows.farm.facts_of_farm import facts_of_farm
from puhui.flows.farm.groups import require_group
from puhui.foundation.catalogue.facade import product
from puhui.foundation.ledger.facade import business_date, check_books
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.farms.facade import (
    BackerKind,
    BackerState,
    NewBacker,
    NewEntry,
    NewPlot,
    Origin,
    add_plot,
    agree_backer,
    area_worked,
    backer,
    end_backer,
    facts_stated,
    farm_faults,
    free_backer,
    give_up_plot,
    lines_of_household,
    plots_of,
    propose_backer,
    state_fact,
    use_backer,
    verify_plot,
)

pytestmark = pytest.mark.django_db
CODE = "5115231012010100017"


@pytest.fixture
def village() -> Village:
    return Village(World())


def plot(farmer: UUID, **more: Any) -> NewPlot:
    return NewPlot(**({"party_id": farmer, "name": "东坡地", "area_mu": Decimal("6.50"), "crop": "citrus"} | more))


def test_a_plot_is_worked_by_one_party_at_a_time(village: Village) -> None:
    zhao, qian = village.farmer(), village.farmer()
    mine = add_plot(village.world.call(customer(zhao)), plot=plot(zhao, code=CODE))
    add_plot(village.world.call(customer(zhao)), plot=plot(zhao, name="西坡地", area_mu=Decimal("2.25")))
    assert area_worked(zhao) == (Decimal("8.75"), 0)
    verify_plot(village.world.call(MANAGER), plot_id=mine, from_register=True)
    assert area_worked(zhao, crops=("citrus",)) == (Decimal("8.75"), Decimal("6.50"))
    assert [p.origin for p in plots_of(customer(zhao), party_id=zhao)] == [Origin.REGISTER, Origin.DECLARED]
    assert plots_of(customer(qian), party_id=zhao) == []
    give_up_plot(village.world.call(customer(zhao)), plot_id=mine)
    add_plot(village.world.call(customer(qian)), plot=plot(qian, code=CODE))


def test_a_right_that_ends_counts_only_until_then(village: Village) -> None:
    zhao = village.farmer()
    ends = business_date() + timedelta(days=100)
    add_plot(village.world.call(customer(zhao)), plot=plot(zhao, tenure="rented", right_until=ends))
    assert area_worked(zhao, until=ends)[0] == Decimal("6.50")
    assert area_worked(zhao, until=ends + timedelta(days=1))[0] == 0


def test_what_was_looked_at_counts_before_what_was_said(village: Village) -> None:
    zhao = village.farmer()
    call = village.world.call
    state_fact(call(customer(zhao)), party_id=zhao, name="household_income", value=Decimal(90000))
    state_fact(call(customer(zhao)), party_id=zhao, name="years_farming", value=Decimal(12))
    facts = facts_of_farm(zhao, crop="citrus", on=business_date())
    assert (facts["farm.income_stated_minor"], facts["farm.income_seen_minor"]) == (90_000_00, 0)
    assert (facts["farm.years"], facts["farm.village_rank"], facts["farm.group_late_days"]) == (12, None, None)
    state_fact(call(MANAGER), party_id=zhao, name="household_income", value=Decimal(60000), evidence="sales slips")
    state_fact(call(customer(zhao)), party_id=zhao, name="household_income", value=Decimal(200000))
    add_plot(call(customer(zhao)), plot=plot(zhao))
    facts = facts_of_farm(zhao, crop="citrus", on=business_date())
    assert (facts["farm.income_stated_minor"], facts["farm.income_seen_minor"]) == (0, 60_000_00)
    assert facts["farm.crop_cost_minor"] == 6 * 2500_00 + 1250_00
    assert [line.origin for line in facts_stated(customer(zhao), party_id=zhao)][:2] == [
        Origin.DECLARED,
        Origin.VERIFIED,
    ]


def test_a_list_is_agreed_to_by_two_and_its_ratings_become_facts(village: Village) -> None:
    zhao, qian = village.farmer(), village.farmer()
    first = village.listed([zhao])
    assert facts_of_farm(zhao, crop="rice", on=business_date())["farm.village_rank"] == 1
    second = village.listed([zhao, qian], rating="B")
    assert backer(SYSTEM, backer_id=first).state == BackerState.ENDED
    assert facts_of_farm(qian, crop="rice", on=business_date())["farm.village_rank"] == 2
    view = backer(MANAGER, backer_id=second)
    [(_, kind, free)] = lines_of_household(view.entries[0].household_id, on=business_date())
    assert (kind, free) == (BackerKind.VILLAGE, Money.parse("50000.00"))


def test_what_a_loan_took_is_free_again_when_it_is_over(village: Village) -> None:
    zhao, qian, sun = (village.farmer() for _ in range(3))
    made = village.listed([zhao, qian, sun], limit="120000.00", each="50000.00")
    loans = [new_id() for _ in range(4)]

    def take(who: UUID, loan_id: UUID, amount: str) -> UUID:
        return use_backer(
            village.world.call(), backer_id=made, party_id=who, loan_id=loan_id, amount=Money.parse(amount)
        )

    take(zhao, loans[0], "50000.00")
    assert take(zhao, loans[0], "50000.00")  # the same loan takes once
    take(qian, loans[1], "40000.00")
    for who, loan_id, amount, word in (
        (qian, loans[2], "10000.01", "your household"),
        (sun, loans[3], "30000.01", "the list"),
    ):
        before = footprint()
        with pytest.raises(Refusal, match=word) as refused:
            take(who, loan_id, amount)
        assert refused.value.code == "backer_full"
        assert footprint() == before
    take(sun, loans[3], "30000.00")
    assert backer(SYSTEM, backer_id=made).used == Money.parse("120000.00")
    assert free_backer(backer_id=made, ended_loans=[loans[0], loans[0], new_id()]) == 50_000_00
    take(qian, loans[2], "10000.00")
    assert farm_faults() == []
    assert check_books(controls={"farms": farm_faults}) == []


Act = Callable[[Village, UUID, UUID, UUID], object]


def listed(v: Village, *heads: UUID, actor: Actor = MANAGER, **more: Any) -> object:
    asked: dict[str, Any] = {
        "kind": "village",
        "group_id": v.village_id,
        "limit": Money.parse("1000.00"),
        "most_each": Money.parse("500.00"),
        "valid_until": business_date() + timedelta(days=30),
        "minutes": "minutes of the committee",
    } | {name: value for name, value in more.items() if name not in ("rating", "each")}
    entries = tuple(
        NewEntry(party_id=h, rating=more.get("rating", "A"), limit=more.get("each", Money.parse("500.00")))
        for h in heads
    )
    return propose_backer(v.world.call(actor), backer=NewBacker(**asked), entries=entries)


REFUSED: list[tuple[str, Act, str, int]] = [
    ("an expired right", lambda v, a, b, _: add_plot(
        v.world.call(customer(a)), plot=plot(a, tenure="rented", right_until=business_date())),
     "plot_right_ended", 422),
    ("another's plot number", lambda v, a, b, _: add_plot(v.world.call(customer(b)), plot=plot(b, code=CODE)),
     "plot_taken", 409),
    ("a plot for another", lambda v, a, b, _: add_plot(v.world.call(customer(b)), plot=plot(a)), "not_found", 404),
    ("rented without an end", lambda v, a, b, _: add_plot(v.world.call(customer(a)), plot=plot(a, tenure="rented")),
     "invalid_input", 422),
    ("no land", lambda v, a, b, _: add_plot(v.world.call(customer(a)), plot=plot(a, area_mu=Decimal(0))),
     "invalid_input", 422),
    ("not a number", lambda v, a, b, _: add_plot(v.world.call(customer(a)), plot=plot(a, area_mu=Decimal("NaN"))),
     "invalid_input", 422),
    ("an unknown crop", lambda v, a, b, _: add_plot(v.world.call(customer(a)), plot=plot(a, crop="gold")),
     "invalid_input", 422),
    ("a bad plot number", lambda v, a, b, _: add_plot(v.world.call(customer(a)), plot=plot(a, code="12")),
     "invalid_input", 422),
    ("plot of another", lambda v, a, b, p: give_up_plot(v.world.call(customer(b)), plot_id=p), "not_found", 404),
    ("verified by the farmer", lambda v, a, b, p: verify_plot(v.world.call(customer(a)), plot_id=p), "forbidden", 403),
    ("a fact of another", lambda v, a, b, _: state_fact(
        v.world.call(customer(b)), party_id=a, name="years_farming", value=Decimal(1)), "not_found", 404),
    ("a thousand years", lambda v, a, b, _: state_fact(
        v.world.call(customer(a)), party_id=a, name="years_farming", value=Decimal(1000)), "invalid_input", 422),
    ("staff without evidence", lambda v, a, b, _: state_fact(
        v.world.call(MANAGER), party_id=a, name="years_farming", value=Decimal(3)), "invalid_input", 422),
    ("an unknown fact", lambda v, a, b, _: state_fact(
        v.world.call(customer(a)), party_id=a, name="horoscope", value=Decimal(3)), "invalid_input", 422),
    ("a household twice", lambda v, a, b, _: listed(v, a, a), "invalid_input", 422),
    ("nobody", lambda v, a, b, _: listed(v), "invalid_input", 422),
    ("a line above the most", lambda v, a, b, _: listed(v, a, each=Money.parse("500.01")), "invalid_input", 422),
    ("an unknown rating", lambda v, a, b, _: listed(v, a, rating="AAA"), "invalid_input", 422),
    ("lines above the list", lambda v, a, b, _: listed(v, a, most_each=Money.parse("1000.01")), "invalid_input", 422),
    ("a list for ever", lambda v, a, b, _: listed(v, a, valid_until=date(2099, 1, 1)), "invalid_input", 422),
    ("a village as a cooperative", lambda v, a, b, _: listed(v, a, kind="cooperative"), "invalid_input", 422),
    ("entered by the customer", lambda v, a, b, _: listed(v, a, actor=customer(a)), "forbidden", 403),
]  # fmt: skip


@pytest.mark.parametrize(("act", "code", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_changed(village: Village, act: Act, code: str, status: int) -> None:
    zhao, qian = village.farmer(), village.farmer()
    mine = add_plot(village.world.call(customer(zhao)), plot=plot(zhao, code=CODE))
    before = footprint()
    with pytest.raises(Refusal) as refused:
        act(village, zhao, qian, mine)
    assert (refused.value.code, refused.value.http_status) == (code, status)
    assert footprint() == before


def test_nobody_agrees_twice_nor_to_what_they_entered(village: Village) -> None:
    zhao = village.farmer()
    both = Actor(new_id(), frozenset({Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER}), name="both")
    made = listed(village, zhao, actor=both).backer_id  # type: ignore[attr-defined]
    before = footprint()
    with pytest.raises(Refusal, match="Another colleague"):
        agree_backer(village.world.call(both), backer_id=made)
    assert footprint() == before
    assert agree_backer(village.world.call(RISK), backer_id=made).state == BackerState.AGREED
    with pytest.raises(Refusal, match="Another colleague"):
        agree_backer(village.world.call(RISK), backer_id=made)
    assert agree_backer(village.world.call(SECOND), backer_id=made).state == BackerState.IN_FORCE
    end_backer(village.world.call(RISK), backer_id=made)
    for actor in (RISK, OPERATIONS):
        with pytest.raises(Refusal):
            agree_backer(village.world.call(actor), backer_id=made)


def test_a_list_is_used_by_its_households_while_it_is_in_force(village: Village) -> None:
    zhao, qian, homeless = village.farmer(), village.farmer(), village.person()
    waiting = listed(village, zhao).backer_id  # type: ignore[attr-defined]
    made = village.listed([zhao])
    before = footprint()
    for backer_id, who, amount, code in (
        (made, qian, Money(1), "not_on_list"),
        (made, homeless, Money(1), "not_on_list"),
        (waiting, zhao, Money(1), "backer_not_open"),
        (made, zhao, Money(0), "invalid_input"),
        (made, zhao, Money(1, "USD"), "invalid_input"),
        (new_id(), zhao, Money(1), "not_found"),
    ):
        with pytest.raises(Refusal) as refused:
            use_backer(village.world.call(), backer_id=backer_id, party_id=who, loan_id=new_id(), amount=amount)
        assert refused.value.code == code
    with pytest.raises(Refusal, match="lives in a household"):
        listed(village, homeless)
    assert footprint() == before


def test_whether_members_of_a_group_answer_for_each_other_is_said_by_the_product_file(village: Village) -> None:
    alone = village.farmer()
    sold = product("group-loan", on=business_date())
    assert sold.group_liability
    renamed = sold.model_copy(update={"id": "neighbours-stand-together"})  # the name of a product decides nothing
    with pytest.raises(Refusal, match="joint-liability group"):
        require_group(renamed, party_id=alone)
    require_group(sold.model_copy(update={"group_liability": False}), party_id=alone)
