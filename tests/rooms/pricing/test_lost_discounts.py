"""Discounts that hang on something: lost with notice from a new period on, never above the cap, and back again."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pydantic import ValidationError
from tests.interfaces.api.conftest import token
from tests.rooms.bank.maker import Line, generic_csv
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door

from puhui.flows.bring_bank_statement import bring_bank_statement
from puhui.flows.keep_prices import discounts_of, look_at_prices
from puhui.flows.measure_facts import facts_known, facts_known_each
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.access.facade import user_by_id
from puhui.foundation.consent.facade import give_consent
from puhui.foundation.notices.facade import notices_of
from puhui.kernel.actors import SYSTEM, Role
from puhui.products.lending.facade import ChangeAsked, book_change, loan, loan_events
from puhui.products.lending.models import LoanEvent, LoanPrice
from puhui.products.origination.facade import offer
from puhui.risk.pricing.policy_files import Condition, Kept, Part

pytestmark = pytest.mark.django_db


def brings(door: Door, *, until: date, balance_minor: int) -> None:
    """The firm's statement of the half year before a day, the same balance at the end of each month."""
    first = until.replace(day=1) - timedelta(days=170)
    lines = [Line(minor=balance_minor, on=first), *(Line(minor=1, on=until - timedelta(days=n)) for n in (60, 30, 2))]
    content = generic_csv(lines, opening=0)
    account = str(balance_minor)  # another account takes the place of the one before
    bring_bank_statement(door.call(), firm_id=door.firm_id, content=content, form="generic", account=account)


def borrowed(world: World) -> tuple[Door, UUID]:
    """A firm that showed its account and signed at the price that this makes."""
    door = firm_at_the_door()
    give_consent(door.call(), party_id=door.firm_id, purpose="firm_records", scope=("bank_statements",))
    brings(door, until=TODAY, balance_minor=50_000_00)
    contract_id = door.accept(door.applied().offer_ids[0])
    request_signing_code(door.call(), contract_id=contract_id)
    loan_id = sign_contract(door.call(), contract_id=contract_id, code=door.last_code()).loan_id
    assert loan_id is not None
    world.work()
    return door, loan_id


def close_until(world: World, door: Door, day: date) -> None:
    world.close_until(day)
    door.at = world.clock.now()


def told(door: Door) -> list[str]:
    return [one.kind for one in notices_of(door.actor, most=50) if one.kind.startswith("price_")]


def test_a_discount_is_lost_with_notice_and_comes_back() -> None:
    world = World(start=TODAY)
    door, loan_id = borrowed(world)
    agreed = Decimal(loan(SYSTEM, loan_id).annual_rate_pct)
    close_until(world, door, date(2026, 12, 1))
    assert told(door) == []  # the first look found that all holds
    assert LoanPrice.objects.get(loan_id=loan_id).looked_on == date(2026, 12, 1)

    close_until(world, door, date(2026, 12, 20))
    brings(door, until=date(2026, 12, 20), balance_minor=1_000_00)
    close_until(world, door, date(2027, 1, 1))
    assert told(door) == ["price_discount_lost"]
    shown = discounts_of(door.actor, loan_id)
    assert shown is not None
    assert (shown.applies_on, [one.is_lost for one in shown.discounts]) == (date(2027, 1, 23), [True])
    assert Decimal(loan(SYSTEM, loan_id).annual_rate_pct) == agreed  # not before the new period
    close_until(world, door, date(2027, 1, 24))
    assert Decimal(loan(SYSTEM, loan_id).annual_rate_pct) == agreed + Decimal("0.2") == shown.most_pct
    [event] = [one for one in loan_events(SYSTEM, loan_id) if one.kind == "rate_change"]
    assert event.on == date(2027, 1, 23)

    brings(door, until=date(2027, 1, 24), balance_minor=80_000_00)
    close_until(world, door, date(2027, 2, 24))
    assert told(door) == ["price_discount_back", "price_discount_lost"]
    assert Decimal(loan(SYSTEM, loan_id).annual_rate_pct) == agreed
    assert proven()


def test_a_loss_that_was_undone_stays_granted_until_its_condition_has_held_again() -> None:
    world = World(start=TODAY)
    door, loan_id = borrowed(world)
    agreed = Decimal(loan(SYSTEM, loan_id).annual_rate_pct)

    def rate() -> Decimal:
        return Decimal(loan(SYSTEM, loan_id).annual_rate_pct)

    def is_lost() -> list[bool]:
        shown = discounts_of(door.actor, loan_id)
        assert shown is not None
        return [one.is_lost for one in shown.discounts]

    brings(door, until=TODAY, balance_minor=1_000_00)
    assert look_at_prices(world.call(), on=TODAY) == 1
    close_until(world, door, TODAY + timedelta(days=60))
    assert rate() == agreed + Decimal("0.2")
    [event] = [one for one in loan_events(SYSTEM, loan_id) if one.kind == "rate_change"]
    book_change(world.call(), loan_id=loan_id, asked=ChangeAsked(kind="reversal", of=event.id))
    assert (rate(), is_lost()) == (agreed, [False])  # at once, not at the next look
    before = told(door)
    brings(door, until=TODAY + timedelta(days=59), balance_minor=1_000_01)  # still too little
    for days in (61, 62):
        assert look_at_prices(world.call(), on=TODAY + timedelta(days=days)) == 0
    close_until(world, door, TODAY + timedelta(days=130))
    assert (rate(), is_lost(), told(door)) == (agreed, [False], before)
    brings(door, until=TODAY + timedelta(days=129), balance_minor=80_000_00)
    assert look_at_prices(world.call(), on=TODAY + timedelta(days=131)) == 0
    brings(door, until=TODAY + timedelta(days=129), balance_minor=1_000_02)
    assert look_at_prices(world.call(), on=TODAY + timedelta(days=132)) == 1  # it held, and is lost anew
    assert is_lost() == [True]
    assert told(door) == ["price_discount_lost", *before]
    assert proven()


def test_a_look_takes_no_more_statements_for_more_loans() -> None:
    """Records and guarantees of a batch are read once, and no loan is replayed when nothing changed."""
    world = World(start=TODAY)
    door, first = borrowed(world)
    row = LoanPrice.objects.get(loan_id=first)

    def statements(on: date) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert look_at_prices(world.call(), on=on) == 0
        return len(asked)

    alone = statements(TODAY)
    for _ in range(3):
        other = world.borrowed(door.firm_id)
        world.work()
        LoanPrice.objects.create(loan_id=other, bucket=row.bucket, terms=row.terms)
    assert statements(TODAY + timedelta(days=1)) == alone  # however many loans, nothing changed


def test_a_look_at_many_borrowers_asks_no_more_than_at_one() -> None:
    """Facts that were measured of each borrower, with each one's own consent, are read for all of a batch at once."""
    world = World(start=TODAY)
    door, first = borrowed(world)
    row = LoanPrice.objects.get(loan_id=first)

    def looked(on: date) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            changed = look_at_prices(world.call(), on=on)
        return len(asked), changed

    alone, _ = looked(TODAY)
    world.made = 400  # numbers that nobody at the door has
    others = [world.firm()[0] for _ in range(4)]
    for firm_id in others:
        LoanPrice.objects.create(loan_id=world.borrowed(firm_id), bucket=row.bucket, terms=row.terms)
    world.work()
    assert facts_known_each([door.firm_id, *others], at=world.call().at) == {
        one: facts_known(one, at=world.call().at) for one in (door.firm_id, *others)
    }
    at_once, changed = looked(TODAY + timedelta(days=1))
    assert changed == len(others)  # nobody else showed an account: theirs is lost; the one that did keeps it
    assert LoanPrice.objects.get(loan_id=first).lost == []
    again, changed = looked(TODAY + timedelta(days=2))
    assert (again, changed) == (alone, 0)
    assert at_once > alone  # what changed is written and told, loan by loan


def test_what_is_back_before_the_day_changes_no_rate_and_twice_is_once() -> None:
    world = World(start=TODAY)
    door, loan_id = borrowed(world)
    agreed = loan(SYSTEM, loan_id).annual_rate_pct
    brings(door, until=TODAY, balance_minor=1_000_00)
    assert look_at_prices(world.call(), on=TODAY) == 1
    assert look_at_prices(world.call(), on=TODAY) == 0  # the same day again
    brings(door, until=TODAY, balance_minor=70_000_00)
    assert look_at_prices(world.call(), on=TODAY + timedelta(days=1)) == 1
    close_until(world, door, TODAY + timedelta(days=70))
    assert loan(SYSTEM, loan_id).annual_rate_pct == agreed
    assert not LoanEvent.objects.filter(loan_id=loan_id, kind="rate_change").exists()


def test_a_lost_discount_stops_at_the_cap_of_the_contract() -> None:
    world = World(start=TODAY)
    door, loan_id = borrowed(world)
    row = LoanPrice.objects.get(loan_id=loan_id)
    agreed = Decimal(loan(SYSTEM, loan_id).annual_rate_pct)
    row.terms["bounds"]["cap"] = str(agreed + Decimal("0.05"))
    row.save(update_fields=["terms"])
    brings(door, until=TODAY, balance_minor=1_000_00)
    look_at_prices(world.call(), on=TODAY)
    close_until(world, door, TODAY + timedelta(days=40))
    assert Decimal(loan(SYSTEM, loan_id).annual_rate_pct) == agreed + Decimal("0.05")


def test_the_sheet_says_what_can_be_lost_and_names_the_lpr() -> None:
    World(start=TODAY)
    door = firm_at_the_door()
    give_consent(door.call(), party_id=door.firm_id, purpose="firm_records", scope=("bank_statements",))
    brings(door, until=TODAY, balance_minor=50_000_00)
    price = offer(door.actor, door.applied().offer_ids[0]).sheet["price"]
    [part] = price["parts"]
    assert (part["code"], part["can_be_lost"]) == ("account_shown", True)
    made_of = price["base"]["made_of"]
    assert "LPR 1Y" in made_of[0]["name"]["en"]
    assert sum(Decimal(one["points"]) for one in made_of) == Decimal(price["base"]["rate_pct"])
    assert Decimal(price["keeping"]["most_pct"]) == Decimal(price["rate_pct"]) + Decimal("0.2")
    assert price["keeping"]["most_pct"] in price["keeping"]["text"]["zh"]


def test_a_guaranteed_loan_costs_less_and_the_part_is_named() -> None:
    World(start=TODAY)
    door = firm_at_the_door()
    plain = offer(door.actor, door.applied().offer_ids[0])
    other = firm_at_the_door()
    found = offer(other.actor, other.applied(product_code="guaranteed-working-capital").offer_ids[0])
    [part] = found.sheet["price"]["parts"]
    assert (part["code"], part["points"], part["can_be_lost"]) == ("public_guarantee", "-0.6", True)
    assert found.annual_rate_pct == plain.annual_rate_pct - Decimal("0.6")


def test_page_and_api_tell_what_is_lost(client: Client) -> None:
    world = World(start=TODAY)
    door, loan_id = borrowed(world)
    brings(door, until=TODAY, balance_minor=1_000_00)
    look_at_prices(world.call(), on=TODAY)
    told = token("risk", Role.RISK_OFFICER).get(f"/loans/{loan_id}").json()["price"]
    assert [(one["code"], one["is_lost"]) for one in told["discounts"]] == [("account_shown", True)]
    assert told["applies_on"] == "2026-12-23"
    client.force_login(user_by_id(door.actor.id))
    text = client.get(f"/loans/{loan_id}/").content.decode()
    assert "结算账户往来" in text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"points": Decimal("0.1")}, "goes with a discount"),
        ({"lost_when": None}, "lost_when says it"),
    ],
)
def test_a_part_that_can_be_lost_is_a_discount_and_says_how(changes: dict[str, Any], why: str) -> None:
    when = (Condition(fact="customer_months", at_least=Decimal(1)),)
    words = {"en": "x", "zh": "x"}
    given: dict[str, Any] = {
        "code": "some_part", "name": words, "text": words, "lost_when": words, "points": Decimal("-0.1"),
        "when": when, "kept": Kept(when=when, if_unknown="kept"),
    }  # fmt: skip
    Part(**given)
    with pytest.raises(ValidationError, match=why):
        Part(**{**given, **changes})
