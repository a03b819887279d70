"""What a person protects themselves by: kept from borrowing, a limit of their own, days to think again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.collections.late import kept
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, staff
from tests.rooms.origination.person_at_the_door import REQUEST, person_at_the_door, verify_income

from puhui.conduct.protection.facade import ExclusionInvalid, OwnLimitPassed, SelfExcluded, protections_of
from puhui.conduct.protection.rules import Limit, limit_on, starts_on
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.protect_person.before_lending import reading_seconds
from puhui.flows.protect_person.give_back import NoCoolingOff, give_back_loan
from puhui.flows.protect_person.wishes import exclude_self, set_own_limit
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import offers_of

YUAN = 100


def applied(door: Door, amount: str = "8000.00") -> object:
    made = start_application(door.call(), firm_id=door.firm_id, **{**REQUEST, "amount": Money.parse(amount)})
    return submit_application(door.call(), application_id=made.application_id)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (lambda d: exclude_self(d.call(), months=3), SelfExcluded),
        (lambda d: set_own_limit(d.call(), limit=Money.parse("7999.99")), OwnLimitPassed),
        (lambda d: set_own_limit(d.call(), limit=Money(0)), OwnLimitPassed),
    ],
)
def test_whoever_does_not_want_it_is_not_lent_to(wish: Callable[[Door], object], refusal: type[Refusal]) -> None:
    door = person_at_the_door()
    made = start_application(door.call(), firm_id=door.firm_id, **REQUEST)
    wish(door)
    before = kept()
    with pytest.raises(refusal):
        submit_application(door.call(), application_id=made.application_id)
    assert kept() == before


@pytest.mark.django_db
def test_a_wish_between_the_offer_and_the_signature_still_counts() -> None:
    World(start=TODAY)
    door = person_at_the_door()
    decided = applied(door)
    contract_id = door.accept(decided.offer_ids[0])  # type: ignore[attr-defined]
    request_signing_code(door.call(), contract_id=contract_id)
    exclude_self(door.call(), months=1)
    before = kept()
    with pytest.raises(SelfExcluded):
        sign_contract(door.call(), contract_id=contract_id, code=door.last_code())
    assert kept() == before


@pytest.mark.django_db
def test_an_exclusion_is_only_made_longer_and_ends_by_itself() -> None:
    door = person_at_the_door()
    assert exclude_self(door.call(), months=6).until == date(2027, 5, 23)
    for months in (1, 3, 5, 0, -6):
        before = kept()
        with pytest.raises(ExclusionInvalid):
            exclude_self(door.call(), months=months)
        assert kept() == before
    assert exclude_self(door.call(), months=12).until == date(2027, 11, 23)
    shown = protections_of(door.actor, party_id=door.firm_id, on=date(2027, 11, 23))
    assert shown.excluded_until == date(2027, 11, 23)
    assert protections_of(door.actor, party_id=door.firm_id, on=date(2027, 11, 24)).excluded_until is None


@pytest.mark.django_db
def test_a_higher_limit_waits_and_only_the_person_wishes_it() -> None:
    door, other = person_at_the_door(), person_at_the_door()
    assert set_own_limit(door.call(), limit=Money.parse("10000.00")).holds_from == TODAY
    assert set_own_limit(door.call(), limit=Money.parse("20000.00")).holds_from == TODAY + timedelta(days=7)
    shown = protections_of(door.actor, party_id=door.firm_id, on=TODAY)
    assert (shown.own_limit, shown.limit_to_come) == (Money.parse("10000.00"), Money.parse("20000.00"))
    for act, refusal in (
        (lambda: set_own_limit(Call(staff(Role.RELATIONSHIP_MANAGER), "k1", door.at), limit=Money(1)), Forbidden),
        (lambda: exclude_self(Call(SYSTEM, "k2", door.at), months=1), Forbidden),
        (lambda: set_own_limit(door.call(), limit=Money(-1)), InvalidInput),
        (lambda: set_own_limit(door.call(), limit=Money(1, "USD")), InvalidInput),
        (lambda: protections_of(other.actor, party_id=door.firm_id, on=TODAY), NotFound),
    ):
        before = kept()
        with pytest.raises(refusal):
            act()
        assert kept() == before


@pytest.mark.django_db
def test_the_old_are_not_hurried() -> None:
    assert reading_seconds(person_at_the_door(born="19480307").firm_id, on=TODAY) == 15
    assert reading_seconds(person_at_the_door(born="19900307").firm_id, on=TODAY) == 5


@pytest.mark.django_db
def test_given_back_within_the_days_costs_the_interest_of_the_days_and_nothing_else() -> None:
    world = World(start=TODAY)
    door = person_at_the_door()
    door.at = world.clock.now()
    verify_income(door)
    loan_ids = []
    for _ in range(2):
        decided = applied(door)
        contract_id = door.accept(offers_of(door.actor, decided.application_id)[0].id)  # type: ignore[attr-defined]
        request_signing_code(door.call(), contract_id=contract_id)
        loan_ids.append(sign_contract(door.call(), contract_id=contract_id, code=door.last_code()).loan_id)
        world.clock.instant = door.at + timedelta(minutes=1)
        world.work()
    world.close_until(TODAY + timedelta(days=7))
    door.at = world.clock.now()
    asked = give_back_loan(door.call(), loan_id=loan_ids[0])
    rate = loan(SYSTEM, loan_ids[0]).terms.annual_rate_pct
    assert Money.parse("8000.00") < asked.amount < Money.parse("8000.00") + Money(int(rate * 8000 * 7 / 360) + 1)
    world.work()
    assert loan(SYSTEM, loan_ids[0]).state == LoanState.CLOSED
    world.close_until(TODAY + timedelta(days=8))
    door.at = world.clock.now()
    with pytest.raises(NoCoolingOff):
        give_back_loan(door.call(), loan_id=loan_ids[1])
    assert proven()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 30)), max_size=8), st.integers(0, 60))
def test_law_the_limit_never_rises_sooner_than_the_days_of_thinking(wishes: list[tuple[int, int]], later: int) -> None:
    first = date(2026, 1, 1)
    made: list[Limit] = []
    day = first
    for yuan, wait in wishes:
        day += timedelta(days=wait)
        now = limit_on(made, on=day)
        made.append(Limit(yuan, starts_on(yuan, now_minor=now.amount_minor if now else None, on=day, wait_days=7)))
        after = limit_on(made, on=day)
        assert after is not None
        assert after.amount_minor <= (now.amount_minor if now else yuan)
    lowest = [one.amount_minor for one in made if one.holds_from > day - timedelta(days=7)]
    found = limit_on(made, on=day + timedelta(days=min(later, 6)))
    assert found is None or not lowest or found.amount_minor >= min(one.amount_minor for one in made)
