"""Made-up farm households: one with plots and a season's money, three who stand for one another, a cooperative."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.farm.groups import begin_meeting, settle_meeting
from puhui.flows.farm.household_signs import request_household_code, sign_beside
from puhui.flows.farm.register_farmer import register_farmer
from puhui.flows.farm.seasons import draw_part
from puhui.flows.secure_loan.before_payout import before_payout
from puhui.flows.secure_loan.covers import keep_cover
from puhui.flows.simulation.lines.borrower import (
    Borrower,
    Life,
    accept,
    apply,
    borrow,
    firm_comes,
    person_comes,
    sign,
    signed_in,
    some_firm,
    some_person,
    submit,
    yuan,
)
from puhui.flows.simulation.world import World
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    GroupKind,
    NewRelation,
    confirm_relation,
    household_of,
    make_group,
    record_relation,
)
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.collateral.facade import NewCertificate
from puhui.products.farms.facade import (
    Brought,
    NewBacker,
    NewEntry,
    NewPlot,
    OutOfSeason,
    add_plot,
    agree_backer,
    meeting,
    propose_backer,
    state_fact,
    tranches_of,
)
from puhui.products.lending.facade import loan, running_loans_of

FARMER: Final = "19800000011"
WIFE: Final = "19800000012"
GROUP: Final = ("19800000021", "19800000022", "19800000023")
COOPERATIVE: Final = "19900009803"
ORCHARDIST: Final = "19800000013"
COVER: Final = "fruit_trees"  # as the products of orchards name it
COUNTY, VILLAGES = "510727", ("示例石桥村", "示例柳林村", "示例南山村")
BORN = date(1964, 1, 1), date(1990, 1, 1)
SEASONS: Final = (  # the first whose season can be asked for on the day
    ("seasonal-crop", "winter_wheat"),
    ("orchard-season", "citrus"),
    ("seasonal-crop", "rice"),
    ("seasonal-crop", "maize"),
)


def household_farms(world: World) -> Life:
    """He applies with his plots, she signs beside him, and the part of the season that is open is paid."""
    village_id = _village(world, n=0)
    farmer = _farmer(world, FARMER, village_id=village_id, turn=0)
    wife = person_comes(world, WIFE, some_person(world, turn=1, born_after=BORN[0], born_before=BORN[1]))
    _belongs(world, wife, kind="household_member", group_id=_home(farmer), standing="adult")
    _on_village_list(world, [farmer], village_id=village_id)
    found = _seasonal(farmer)
    if found is None:
        return
    application_id, crop = found
    for name, mu in (("东坡", "8.00"), ("水库边", "6.50")):
        add_plot(farmer.call(), plot=NewPlot(party_id=farmer.party_id, name=name, area_mu=Decimal(mu), crop=crop))
    if not submit(farmer, application_id):
        world.count("line ended: season")
        return
    contract_id = accept(farmer, application_id)
    request_household_code(wife.call(), contract_id=contract_id)
    sign_beside(wife.call(), contract_id=contract_id, code=wife.code())
    loan_id = sign(farmer, contract_id).loan_id
    assert loan_id is not None  # a season is a loan, no limit
    world.count("line: seasonal loans")
    if before_payout(farmer.actor, loan_id).cover is not None:
        insure_trees(world, loan_id=loan_id)
        request_disbursement(world.call(world.staff["operations"]), loan_id=loan_id)
    for _ in range(60):
        yield 1
        try:
            draw_part(farmer.call(), tranche_id=tranches_of(loan_id)[0].id)
        except OutOfSeason:
            continue
        world.count("line: parts of a season drawn")
        return


def orchard_is_insured(world: World) -> Life:
    """Trees are planted on borrowed money: signed, and paid when the certificate of their cover is kept."""
    village_id = _village(world, n=2)
    farmer = _farmer(world, ORCHARDIST, village_id=village_id, turn=6)
    _on_village_list(world, [farmer], village_id=village_id)
    add_plot(
        farmer.call(), plot=NewPlot(party_id=farmer.party_id, name="南山坡", area_mu=Decimal("12.00"), crop="citrus")
    )
    asked = {"term_months": 60, "method": "equal_principal", "purpose": "citrus"}
    signed = borrow(farmer, product_code="orchard-planting", amount=yuan("20000.00"), **asked)
    if signed is None or signed.loan_id is None:
        return
    world.count("line: orchard loans that wait for cover")
    yield 3
    insure_trees(world, loan_id=signed.loan_id)
    world.count("line: certificates of cover kept")
    request_disbursement(world.call(world.staff["operations"]), loan_id=signed.loan_id)


def insure_trees(world: World, *, loan_id: UUID) -> None:
    """The farmer brings the certificate of an insurer; the manager keeps it with the loan, with its paper."""
    today, number = business_date(), f"GSX-{world.seed}-{loan_id.hex[-6:]}"
    asked = NewCertificate(
        cover=COVER,
        number=number,
        insurer="示例农业保险股份有限公司",
        insured=loan(SYSTEM, loan_id).line.principal,
        valid_from=today,
        valid_until=today + timedelta(days=364),
    )
    paper = f"果树保险凭证（示例） {number}".encode()
    keep_cover(world.call(world.staff["manager"]), loan_id=loan_id, asked=asked, name="凭证.txt", content=paper)


def households_stand_together(world: World) -> Life:
    """Three households of a village are a group; two of them borrow, and pay in cash at the group's meeting."""
    village_id = _village(world, n=1)
    members = [_farmer(world, phone, village_id=village_id, turn=2 + n) for n, phone in enumerate(GROUP)]
    _on_village_list(world, members, village_id=village_id)
    manager = world.staff["manager"]
    group_id = make_group(
        world.call(manager), kind=GroupKind.JOINT_LIABILITY_GROUP, code=f"JLG-{world.seed}", name="示例联保一组"
    )
    for member in members:
        _belongs(world, member, kind="group_member", group_id=group_id, standing="member")
    for member in members[:2]:
        asked = {"term_months": 12, "method": "equal_instalment", "purpose": "inputs"}
        borrow(member, product_code="group-loan", amount=yuan("12000.00"), **asked)
    world.count("line: joint-liability groups")
    for _ in range(32):
        yield 1
        if _is_due(members):
            _meet(world, group_id)
            return


def _meet(world: World, group_id: UUID) -> None:
    """Everybody is there and brings what is due of them; the cash is counted."""
    manager = world.staff["manager"]
    opened = begin_meeting(world.call(manager), group_id=group_id, place="村委会（示例）")
    lines = meeting(manager, meeting_id=opened.meeting_id).lines
    brought = tuple(Brought(line.party_id, True, line.due) for line in lines)
    counted = Money(sum(line.due.minor for line in lines))
    settle_meeting(world.call(manager), meeting_id=opened.meeting_id, brought=brought, counted=counted)
    world.count("line: meetings held")


def cooperative_borrows(world: World) -> Life:
    """A cooperative buys seed for its members; nobody has rated it, so two colleagues review what it asks for."""
    firm = some_firm(world, turn=2, region=COUNTY)
    came = firm_comes(world, COOPERATIVE, firm)
    make_group(
        world.call(world.staff["manager"]),
        kind=GroupKind.COOPERATIVE,
        code=f"COOP-{world.seed}",
        name="示例果蔬专业合作社",
        region=COUNTY,
        organisation_id=came.party_id,
    )
    _tells_farm(came, income=600_000)
    asked = {"term_months": 6, "method": "interest_only", "purpose": "inputs"}
    if borrow(came, product_code="cooperative-loan", amount=yuan("50000.00"), **asked) is not None:
        world.count("line: cooperative loans")
    yield 1


def _village(world: World, *, n: int) -> UUID:
    return make_group(
        world.call(world.staff["manager"]),
        kind=GroupKind.VILLAGE,
        code=f"{COUNTY}99920{n}",
        name=VILLAGES[n],
        region=COUNTY,
    )


def _farmer(world: World, phone: str, *, village_id: UUID, turn: int) -> Borrower:
    """The head of a household who told what they earn and for how long they have farmed."""
    who = some_person(world, turn=turn, born_after=BORN[0], born_before=BORN[1])
    came = signed_in(world, phone)
    register_farmer(came.call(), name=who.name, resident_id=who.resident_id, village_id=village_id)
    _tells_farm(came, income=68_000)
    came.consents("personal_assessment")
    return came


def _tells_farm(came: Borrower, *, income: int) -> None:
    for name, value in (("household_income", income), ("years_farming", 15)):
        state_fact(came.call(), party_id=came.party_id, name=name, value=Decimal(value))


def _home(farmer: Borrower) -> UUID:
    home = household_of(farmer.party_id)
    assert home is not None  # registering a farmer made one
    return home


def _belongs(world: World, member: Borrower, *, kind: str, group_id: UUID, standing: str) -> None:
    """Recorded by staff, agreed to by the member."""
    told = NewRelation(
        kind=kind,
        subject_id=member.party_id,
        group_id=group_id,
        standing=standing,
        since_on=business_date(),
        evidence="户口簿（示例）",
    )
    moved = record_relation(world.call(world.staff["manager"]), relation=told)
    confirm_relation(member.call(), relation_id=moved.relation_id)


def _on_village_list(world: World, heads: list[Borrower], *, village_id: UUID) -> None:
    """A list of the village: entered by one, agreed to by two others."""
    entries = tuple(NewEntry(party_id=one.party_id, rating="A", limit=yuan("40000.00")) for one in heads)
    asked = NewBacker(
        kind="village",
        group_id=village_id,
        limit=yuan("200000.00"),
        most_each=yuan("40000.00"),
        valid_until=business_date() + timedelta(days=365),
        minutes="示例村民委员会纪要",
    )
    made = propose_backer(world.call(world.staff["manager"]), backer=asked, entries=entries).backer_id
    for name in ("risk", "operations"):
        agree_backer(world.call(world.staff[name]), backer_id=made)


def _seasonal(farmer: Borrower) -> tuple[UUID, str] | None:
    """A draft for the first crop whose season is near; None in the weeks between all of them."""
    for product_code, crop in SEASONS:
        asked = {"amount": yuan("9000.00"), "term_months": 12, "method": "credit_line", "purpose": crop}
        try:
            return apply(farmer, product_code=product_code, **asked), crop
        except Refusal as refusal:
            farmer.world.count(f"refused: {refusal.code}")
    return None


def _is_due(members: list[Borrower]) -> bool:
    """Whether an instalment of the group falls due today."""
    running = [one.loan_id for one in running_loans_of([member.party_id for member in members])]
    return any(one.due_date == business_date() for loan_id in running for one in loan(SYSTEM, loan_id).instalments)
