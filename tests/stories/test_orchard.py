"""An orchard from sowing to harvest: a household on record, rated by its village; a season paid in parts and repaid."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.farms.village import MANAGER, OPERATIONS, Village
from tests.rooms.lending.lender import pass_days_to, proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import Door
from tests.rooms.party.made_up import phone, resident_id

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.farm.household_signs import contracts_beside, request_household_code, sign_beside
from puhui.flows.farm.register_farmer import register_farmer
from puhui.flows.farm.seasons import draw_part
from puhui.flows.give_consent import give_consent
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.secure_loan.before_payout import before_payout
from puhui.flows.secure_loan.covers import keep_cover
from puhui.foundation.access.facade import VISITOR, CodeWrong, customer_user_for
from puhui.foundation.ledger.facade import business_date, check_books
from puhui.foundation.party.facade import (
    NewRelation,
    complete_person,
    confirm_relation,
    group_of,
    record_relation,
    register_person,
)
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.collateral.facade import NewCertificate
from puhui.products.farms.facade import (
    NewPlot,
    OutOfSeason,
    TrancheGone,
    add_plot,
    backer,
    farm_faults,
    state_fact,
    tranches_of,
)
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import offers_of

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 2, 5)
_people = count(3001)


def at_the_door(world: World, born: str) -> Door:
    """Somebody with a phone who signed in, and nothing more."""
    n = next(_people)
    person_id = register_person(Call(VISITOR, f"visit-{n}", world.clock.now()), phone=phone(n))
    actor = Actor(customer_user_for(person_id), frozenset({Role.CUSTOMER}), person_id, name=f"farmer {n}")
    door = Door(actor, person_id, phone(n), at=world.clock.now())
    door.resident_id = resident_id(n % 1000, born=born)  # type: ignore[attr-defined]
    return door


def go_to(world: World, day: date, *doors: Door) -> None:
    """Days pass without business; everybody's clock with them."""
    pass_days_to(day)
    world.clock.instant = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    for door in doors:
        door.at = world.clock.instant


def bank_works(world: World, door: Door) -> None:
    """What was asked of the bank happens, a moment after it was asked."""
    world.clock.instant = max(world.clock.instant, door.at)
    world.work()


def refused(act: object, *args: object, **named: object) -> str:
    """The code of a refusal that changed nothing."""
    before = footprint()
    with pytest.raises(Refusal) as found:
        act(*args, **named)  # type: ignore[operator]
    assert footprint() == before
    return found.value.code


def test_an_orchard_from_sowing_to_harvest() -> None:
    world = World(start=BEGINS)
    village = Village(world)
    zhao, lan, stranger = (at_the_door(world, born) for born in ("19790504", "19810911", "19900101"))

    # The household comes on record: he says who he is; she agrees to answer beside him; nobody else may.
    home = register_farmer(
        zhao.call(),
        name="赵大田",
        resident_id=zhao.resident_id,
        village_id=village.village_id,  # type: ignore[attr-defined]
    ).household_id
    wife = NewRelation(
        kind="household_member",
        subject_id=lan.firm_id,
        group_id=home,
        standing="adult",
        since_on=BEGINS,
        evidence="户口簿",
    )
    asked = record_relation(world.call(MANAGER), relation=wife)
    assert refused(confirm_relation, stranger.call(), relation_id=asked.relation_id) == "not_found"
    confirm_relation(lan.call(), relation_id=asked.relation_id)
    assert group_of(zhao.firm_id) == {zhao.firm_id, lan.firm_id}

    # What they farm, what they earn, and what the village says of them.
    for name, mu in (("东坡", "8.00"), ("水库边", "6.50")):
        add_plot(zhao.call(), plot=NewPlot(party_id=zhao.firm_id, name=name, area_mu=Decimal(mu), crop="citrus"))
    state_fact(zhao.call(), party_id=zhao.firm_id, name="household_income", value=Decimal(68000))
    state_fact(zhao.call(), party_id=zhao.firm_id, name="years_farming", value=Decimal(15))
    list_id = village.listed([zhao.firm_id], limit="60000.00", each="40000.00")
    give_consent(zhao.call(), party_id=zhao.firm_id, purpose="personal_assessment")

    # In February the season's money can be asked for; for another crop it is too late or too early.
    request = {"product_code": "orchard-season", "term_months": 12, "method": "credit_line"}
    assert refused(zhao.apply, **request, purpose="apple", amount=Money.parse("30000.00")) == "no_season"
    decided = zhao.applied(**request, purpose="citrus", amount=Money.parse("33000.00"))
    assert decided.outcome == "approve"
    offer = offers_of(zhao.actor, decided.application_id)[0]
    assert offer.amount == Money.parse("32600.00")  # nine tenths of 14.5 mu at 2,500 yuan, in steps of 100
    assert [line["due_date"] for line in offer.sheet["schedule"]] == ["2027-01-20"]
    contract_id = zhao.accept(offer.id)
    request_signing_code(zhao.call(), contract_id=contract_id)
    code = zhao.last_code()
    assert refused(sign_contract, zhao.call(), contract_id=contract_id, code=code) == "household_signature_missing"
    assert refused(request_household_code, stranger.call(), contract_id=contract_id) == "not_of_household"
    # She answers with all she owns, so she says first who she is; nobody signs whom nobody knows.
    for act in (request_household_code, lambda *a, **n: sign_beside(*a, code=code, **n)):
        assert refused(act, lan.call(), contract_id=contract_id) == "not_identified"
    complete_person(lan.call(), party_id=lan.firm_id, name="孙兰", resident_id=lan.resident_id)  # type: ignore[attr-defined]
    request_household_code(lan.call(), contract_id=contract_id)
    hers = lan.last_code()
    with pytest.raises(CodeWrong):
        sign_beside(lan.call(), contract_id=contract_id, code="x" + hers[1:])
    today = business_date()
    assert [one.id for one in contracts_beside(lan.actor, on=today)] == [contract_id]
    assert contracts_beside(zhao.actor, on=today) == []  # it is the borrower's own
    assert sign_beside(lan.call(), contract_id=contract_id, code=hers).missing == 0
    assert contracts_beside(lan.actor, on=today) == []
    loan_id = sign_contract(zhao.call(), contract_id=contract_id, code=code).loan_id

    # The money is there, and nothing of it is owed; the village's list carries it.
    assert loan(zhao.actor, loan_id).outstanding.principal == 0
    assert backer(SYSTEM, backer_id=list_id).used == Money.parse("32600.00")
    spring, fruit, picking = tranches_of(loan_id)
    assert [part.amount.minor for part in (spring, fruit, picking)] == [16_300_00, 9_780_00, 6_520_00]
    assert refused(draw_part, lan.call(), tranche_id=spring.id) == "not_found"  # she answers; the loan is his to draw
    # The trees must be insured first: the page says what lacks, and nothing is paid until a certificate is kept.
    needed = before_payout(zhao.actor, loan_id)
    assert needed.cover is not None
    assert (needed.cover.least, needed.cover.why.zh) == (Money.parse("26080.00"), "尚未登记")  # eighty percent
    assert refused(before_payout, stranger.actor, loan_id) == "not_found"
    assert refused(draw_part, zhao.call(), tranche_id=spring.id) == "cover_missing"
    assert refused(request_disbursement, world.call(OPERATIONS), loan_id=loan_id) == "cover_missing"
    trees = NewCertificate(
        cover="fruit_trees",
        number="GSX-2026-0007",
        insurer="示例农业保险",
        insured=Money.parse("26080.00"),
        valid_from=BEGINS,
        valid_until=date(2026, 9, 30),
    )
    assert refused(keep_cover, zhao.call(), loan_id=loan_id, asked=trees) == "forbidden"
    keep_cover(world.call(MANAGER), loan_id=loan_id, asked=trees, name="凭证.pdf", content=b"%PDF-1.7 made up")
    held = before_payout(zhao.actor, loan_id)
    assert ([one.number for one in held.certificates], held.is_waiting) == (["GSX-2026-0007"], False)
    request_disbursement(world.call(OPERATIONS), loan_id=loan_id)
    draw_part(zhao.call(), tranche_id=spring.id)
    with pytest.raises(TrancheGone):
        draw_part(zhao.call(), tranche_id=spring.id)
    with pytest.raises(OutOfSeason, match="1 June 2026 to 10 August 2026"):
        draw_part(zhao.call(), tranche_id=fruit.id)
    bank_works(world, zhao)
    assert loan(zhao.actor, loan_id).outstanding.principal == 16_300_00

    # Summer and autumn: each part in its time.
    go_to(world, date(2026, 6, 15), zhao, lan)
    draw_part(zhao.call(), tranche_id=fruit.id)
    bank_works(world, zhao)
    go_to(world, date(2026, 11, 1), zhao, lan)
    assert refused(draw_part, zhao.call(), tranche_id=picking.id) == "cover_missing"  # it ran out in September
    renewed = replace(trees, number="GSX-2026-0008", valid_from=date(2026, 10, 1), valid_until=date(2027, 9, 30))
    keep_cover(world.call(MANAGER), loan_id=loan_id, asked=renewed)
    draw_part(zhao.call(), tranche_id=picking.id)
    bank_works(world, zhao)
    assert loan(zhao.actor, loan_id).outstanding.principal == 32_600_00

    # The fruit is sold; on the day agreed the bank collects all of it, with interest by the day, and no more.
    go_to(world, date(2027, 1, 20), zhao, lan)
    shown = loan(zhao.actor, loan_id)
    rate = Decimal(shown.annual_rate_pct)
    days = ((16_300_00, BEGINS, date(2026, 6, 15)), (26_080_00, date(2026, 6, 15), date(2026, 11, 1)))
    spans = (*days, (32_600_00, date(2026, 11, 1), date(2027, 1, 20)))
    interest = sum(Decimal(minor) * (end - start).days for minor, start, end in spans) * rate / 100 / 365
    assert shown.due_now.interest == round(interest)
    for _ in range(3):
        world.close()
    assert loan(zhao.actor, loan_id).state == LoanState.CLOSED
    assert proven()
    assert check_books(controls={"farms": farm_faults}) == []

    # The line is free again for the next season, as soon as it is asked for.
    go_to(world, date(2027, 2, 10), zhao, lan)
    give_consent(zhao.call(), party_id=zhao.firm_id, purpose="personal_assessment")  # the first one ran out
    assert zhao.applied(**request, purpose="citrus", amount=Money.parse("20000.00")).outcome == "approve"
