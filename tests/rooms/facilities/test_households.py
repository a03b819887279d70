"""What a household owes together, and a limit that its adults hold together."""

from decimal import Decimal
from uuid import UUID

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.facilities.holders import granted
from tests.rooms.farms.village import Village
from tests.rooms.lending.lender import running_loan
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY
from tests.rooms.party.made_up import call_by, customer

from puhui.flows.draw_facility.holders import require_holder
from puhui.flows.exposures import exposures_of_groups
from puhui.flows.protect_person.before_lending import check_household
from puhui.foundation.catalogue.facade import BreaksRule, product
from puhui.foundation.party.facade import debtors_of_household, debtors_with, household_of
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.facilities.facade import facility
from puhui.products.farms.facade import add_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def village() -> Village:
    return Village(World(start=TODAY))


def couple(village: Village) -> tuple[UUID, UUID]:
    head = village.farmer(wife=True)
    home = household_of(head)
    assert home is not None
    [wife] = [one for one in debtors_of_household(home) if one != head]
    return head, wife


def test_a_household_owes_what_its_adults_owe_each_counted_once(village: Village) -> None:
    head, wife = couple(village)
    child, alone = village.person(), village.person()
    village.relate("household_member", child, group_id=household_of(head), standing="dependant")
    running_loan(head, principal_minor=60_000_00)
    running_loan(wife, principal_minor=40_000_00)
    running_loan(child, principal_minor=5_000_00)
    found = exposures_of_groups([head, wife, child, alone], on=TODAY)
    assert [found[who].household.owed_minor for who in (head, wife, child, alone)] == [
        100_000_00, 100_000_00, 5_000_00, 0,
    ]  # fmt: skip
    assert [found[who].adults for who in (head, wife, child, alone)] == [2, 2, 1, 1]
    assert set(debtors_with([head])[head]) == {head, wife}
    assert debtors_with([alone]) == {alone: (alone,)}


def test_the_law_s_most_for_one_household_counts_all_who_sign_together(village: Village) -> None:
    head, wife = couple(village)
    neighbour, _ = couple(village)
    lent = product("seasonal-crop", on=TODAY)
    running_loan(head, principal_minor=6_000_000_00)
    running_loan(wife, principal_minor=3_900_000_00)
    check_household(wife, product=lent, amount=Money.parse("100000.00"), on=TODAY)
    check_household(neighbour, product=lent, amount=Money.parse("100000.01"), on=TODAY)
    before = footprint()
    for who in (head, wife):
        with pytest.raises(BreaksRule, match="online_business_loan_most") as refused:
            check_household(who, product=lent, amount=Money.parse("100000.01"), on=TODAY)
        assert str(refused.value.detail["value"]) == "10000000.01"
    assert footprint() == before


def test_a_limit_of_a_household_is_drawn_by_the_adults_who_signed_for_it(village: Village) -> None:
    head, wife = couple(village)
    other, _ = couple(village)
    home = household_of(head)
    held = granted(holder_id=head, household_id=home, commitment_fee_pct=Decimal(0))
    shown = facility(SYSTEM, held)
    assert shown.household_id == home
    with pytest.raises(NotFound):  # an adult who has not signed may look, and not draw
        require_holder(customer(wife), facility(customer(wife), held), verb="draw on a limit")
    add_signature(call_by(customer(wife)), contract_id=shown.contract_id, sha256="0" * 64)
    for who in (head, wife):
        require_holder(customer(who), facility(customer(who), held), verb="draw on a limit")
    with pytest.raises(NotFound):
        facility(customer(other), held)
    with pytest.raises(NotFound):
        require_holder(customer(other), shown, verb="draw on a limit")
    own = granted(holder_id=head)  # of the head alone
    with pytest.raises(NotFound):
        facility(customer(wife), own)
