"""What a household may borrow holds when two of its adults sign: one after the other, and at the same moment."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from tests.interfaces.workbench.institution import footprint
from tests.rooms.farms.village import Village
from tests.rooms.lending.lender import call, terms
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import Door
from tests.rooms.origination.person_at_the_door import TODAY, person_at_the_door
from tests.stories.people.test_first_visit import at_once

from puhui.flows.originate_loan.answers import ContractSigned
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.catalogue.facade import product
from puhui.foundation.party.facade import make_group
from puhui.kernel.money import Money
from puhui.products.lending.facade import open_loan
from puhui.products.origination.facade import NoHeadroom

CODE, ASKED = "personal-instalment", Money.parse("8000.00")


def house_with_room_for_one() -> list[tuple[Door, UUID, str]]:
    """Two adults, each with a contract to sign and a code; a parent owes all that the household may but 8,000 yuan."""
    village = Village(World(start=TODAY))
    offered = product(CODE, on=TODAY)
    home = make_group(village.world.call(), kind="household", within_id=village.village_id)
    doors, parent = [person_at_the_door(), person_at_the_door()], village.person()
    for n, who in enumerate([doors[0].firm_id, doors[1].firm_id, parent]):
        village.relate("household_member", who, group_id=home, standing="adult" if n else "head")
    owed = terms(  # over so long that the instalments stand in nobody's way
        principal_minor=offered.highest.minor - ASKED.minor,
        n=360,
        annual_rate_pct=Decimal(1),
        disbursement_date=TODAY,
    )
    open_loan(
        call(),
        borrower_id=parent,
        product_code=CODE,
        product_version=offered.version,
        contract_id=village.village_id,
        terms=owed,
    )
    ready = []
    for door in doors:
        contract_id = door.accept(door.applied(product_code=CODE, purpose="household", amount=ASKED).offer_ids[0])
        request_signing_code(door.call(), contract_id=contract_id)
        ready.append((door, contract_id, door.last_code()))
    return ready


@pytest.mark.django_db
def test_the_second_signature_counts_what_the_first_has_bound() -> None:
    (he, his, code), (she, hers, other) = house_with_room_for_one()
    assert sign_contract(he.call(), contract_id=his, code=code).loan_id
    before = footprint()
    with pytest.raises(NoHeadroom):
        sign_contract(she.call(), contract_id=hers, code=other)
    assert footprint() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_of_two_adults_who_sign_at_once_one_is_bound() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two transactions at once need PostgreSQL: set PUHUI_DATABASE_URL=postgresql://...")
    signing = [(door.call(), contract_id, code) for door, contract_id, code in house_with_room_for_one()]
    results = at_once([lambda c=c, i=i, k=k: sign_contract(c, contract_id=i, code=k) for c, i, k in signing])
    assert sum(isinstance(result, ContractSigned) for result in results) == 1
    assert sum(isinstance(result, NoHeadroom) for result in results) == 1
