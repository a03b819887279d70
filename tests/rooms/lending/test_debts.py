"""What a group of related parties owes the lender together, and the facts that a decision is given of it."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.lending.lender import START, open_lender, pay, running_loan, signed_loan
from tests.rooms.party.made_up import call_by, credit_code, phone, resident_id

from puhui.flows.originate_loan.facts_of_book import facts_of_book
from puhui.foundation.party.facade import add_role, end_role, group_of, register_organisation, register_person
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import Debts, debts_of
from puhui.products.lending.rules.debts import monthly_due_minor, months_left

pytestmark = pytest.mark.django_db


def person(n: int) -> UUID:
    return register_person(call_by(), phone=phone(n), name="王小明", resident_id=resident_id(n))


def firm(n: int, *people: UUID, role: str = "owner") -> UUID:
    firm_id = register_organisation(call_by(), name=f"第{n}家小店", uscc=credit_code(n), region="北京")
    for who in people:
        add_role(call_by(), person_id=who, organisation_id=firm_id, role=role)
    return firm_id


def test_a_group_is_the_people_behind_a_firm_and_all_their_firms() -> None:
    husband, wife, stranger = person(1), person(2), person(3)
    shop, farm, other = firm(1, husband, wife), firm(2, wife), firm(3, stranger)
    assert group_of(shop) == {shop, farm, husband, wife}
    assert group_of(farm) == {farm, shop, wife}
    assert group_of(husband) == {husband, shop}
    assert group_of(other) == {other, stranger}
    end_role(call_by(), person_id=wife, organisation_id=farm, role="owner")
    assert group_of(shop) == {shop, husband, wife}


def test_debts_of_a_group_hold_running_loans_and_those_about_to_be_paid_out() -> None:
    open_lender()
    owner = person(1)
    shop, farm, other = firm(1, owner), firm(2, owner), firm(3, person(2))
    running = running_loan(shop)
    signed_loan(farm, principal_minor=60_000_00, n=6)
    running_loan(other)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        debts = debts_of({shop, farm, owner}, on=START)
    assert len(asked) == 2
    assert debts == Debts(2, 180_000_00, 10_000_00 + 1_200_00 + 10_000_00 + 600_00)
    assert debts_of({new_id()}, on=START) == Debts(0, 0, 0)
    pay(running, 20_000_00)
    assert debts_of({shop}, on=START).exposure_minor < 120_000_00
    facts = facts_of_book(farm, on=START)
    assert facts["borrower.exposure_minor"] == 60_000_00
    assert facts["group.exposure_minor"] == debts_of({shop, farm}, on=START).exposure_minor
    assert facts["group.members"] == 3


def test_months_left_and_what_falls_due_by_hand() -> None:
    assert months_left(None, on=START) == months_left(START, on=START) == 1
    assert months_left(START + timedelta(days=1), on=START) == 1
    assert months_left(START + timedelta(days=365), on=START) == 12
    assert months_left(START + timedelta(days=32), on=START) == 2
    assert monthly_due_minor(120_000_00, annual_rate_pct=Decimal(12), months=12) == 11_200_00
