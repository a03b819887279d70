"""Five households stand for one another: they borrow, meet, save, and answer for the one who could not pay."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.farms.village import MANAGER, OPERATIONS, RISK, Village, customer
from tests.rooms.lending.lender import pass_days_to, proven, terms
from tests.rooms.lending.world import World

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.farm.groups import begin_meeting, days_late_in_group, require_group, settle_meeting, use_savings
from puhui.foundation.catalogue.facade import product_version
from puhui.foundation.ledger.facade import business_date, check_books, control_total
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.farms.facade import Brought, farm_faults, meeting, meetings_of, savings_of
from puhui.products.lending.facade import loan, open_loan

pytestmark = pytest.mark.django_db
BEGINS, FIRST_DUE = date(2026, 3, 10), date(2026, 4, 10)


def borrowed(world: World, borrower: UUID) -> UUID:
    """A group loan of 12,000 yuan over a year, paid out."""
    agreed = terms(principal_minor=12_000_00, n=12, disbursement_date=BEGINS)
    loan_id = open_loan(
        world.call(),
        borrower_id=borrower,
        product_code="group-loan",
        product_version=1,
        contract_id=new_id(),
        terms=agreed,
        with_mandate=False,
    )
    request_disbursement(world.call(), loan_id=loan_id)
    world.work()
    return loan_id


def refused(act: Callable[[], object]) -> str:
    before = footprint()
    with pytest.raises(Refusal) as found:
        act()
    assert footprint() == before
    return found.value.code


def go_to(world: World, day: date) -> None:
    pass_days_to(day)
    world.clock.instant = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


def test_five_households_stand_for_one_another() -> None:
    world = World(start=BEGINS)
    village, call = Village(world), world.call
    zhao, qian, sun, li, zhou = heads = [village.farmer() for _ in range(5)]
    product = product_version("group-loan", 2)

    # Two are too few; a husband and a wife are one household.
    small = village.group([village.farmer(), village.farmer()], name="两户")
    assert refused(lambda: begin_meeting(call(MANAGER), group_id=small, place="村委会")) == "group_size"
    assert refused(lambda: require_group(product, party_id=village.village_id)) == "invalid_input"
    group = village.group(heads)
    require_group(product, party_id=li)
    loans = {who: borrowed(world, who) for who in (zhao, qian, sun)}

    # The first meeting, on the day when the instalments are due: the sheet says what is due of each.
    go_to(world, FIRST_DUE)
    opened = begin_meeting(call(MANAGER), group_id=group, place="村委会")
    sheet = meeting(MANAGER, meeting_id=opened.meeting_id)
    due = {line.party_id: line.due.minor for line in sheet.lines}
    assert due == {zhao: 1_066_19, qian: 1_066_19, sun: 1_066_19, li: 0, zhou: 0}
    assert refused(lambda: begin_meeting(call(MANAGER), group_id=group, place="again")) == "meeting_not_open"

    def brought(**cash: int) -> tuple[Brought, ...]:
        names = {"zhao": zhao, "qian": qian, "sun": sun, "li": li, "zhou": zhou}
        return tuple(Brought(names[name], True, Money(minor)) for name, minor in cash.items())

    def settle(counted: int, *, actor: object = MANAGER, **cash: int) -> object:
        return settle_meeting(
            call(actor),  # type: ignore[arg-type]
            meeting_id=opened.meeting_id,
            brought=brought(**cash),
            counted=Money(counted),
        )

    rows: list[tuple[str, Callable[[], object]]] = [
        ("sheet_does_not_add_up", lambda: settle(1_000_00, zhao=999_99)),
        ("invalid_input", lambda: settle(-1, zhao=-1)),
        ("forbidden", lambda: settle(1_00, zhao=1_00, actor=RISK)),
        ("not_found", lambda: settle(1_00, zhao=1_00, actor=customer(village.farmer()))),
        ("forbidden", lambda: settle(1_00, zhao=1_00, actor=customer(zhao))),
    ]
    for code, act in rows[:3] + rows[4:]:
        assert refused(act) == code
    with pytest.raises(Refusal):
        rows[3][1]()

    # Zhao brings 200 yuan more than is due, Qian to the fen, Sun stays away; the two without a loan save.
    settle(1_266_19 + 1_066_19 + 30_00 + 20_00, zhao=1_266_19, qian=1_066_19, li=30_00, zhou=20_00)
    lines = {line.party_id: line for line in meeting(customer(zhou), meeting_id=opened.meeting_id).lines}
    assert (lines[zhao].to_loan.minor, lines[zhao].to_savings.minor) == (1_212_89, 53_30)  # saved: 5 % of what is due
    assert (lines[qian].to_loan.minor, lines[qian].to_savings.minor) == (1_066_19, 0)
    assert [lines[who].is_present for who in heads] == [True, True, False, True, True]
    assert savings_of(group) == Money(103_30)
    assert control_total("group.savings", currency="CNY") == 103_30
    assert loan(SYSTEM, loans[zhao]).outstanding.principal == 12_000_00 - (1_212_89 - 120_00)
    assert refused(lambda: settle(0)) == "meeting_not_open"

    # Sun is late, so nobody in the group gets new money; the savings answer as far as they go.
    go_to(world, date(2026, 4, 13))
    assert days_late_in_group(li, on=business_date()) == 3
    assert refused(lambda: require_group(product, party_id=li)) == "group_in_arrears"
    assert refused(lambda: use_savings(call(MANAGER), loan_id=loans[sun])) == "forbidden"
    assert refused(lambda: use_savings(call(OPERATIONS), loan_id=loans[qian])) == "invalid_input"
    owed = loan(SYSTEM, loans[sun]).outstanding.total
    used = use_savings(call(OPERATIONS), loan_id=loans[sun])
    assert used.amount == Money(103_30)
    assert savings_of(group) == Money(0)
    assert loan(SYSTEM, loans[sun]).outstanding.total == owed - 103_30
    assert refused(lambda: use_savings(call(OPERATIONS), loan_id=loans[sun])) == "savings_too_low"

    # At the next meeting Sun brings all of it, and the group may borrow again.
    second = begin_meeting(call(MANAGER), group_id=group, place="赵家院坝")
    behind = {line.party_id: line.due.minor for line in meeting(MANAGER, meeting_id=second.meeting_id).lines}[sun]
    cash = (Brought(sun, True, Money(behind)),)
    settle_meeting(call(OPERATIONS), meeting_id=second.meeting_id, brought=cash, counted=Money(behind))
    require_group(product, party_id=li)
    assert [m.n for m in meetings_of(customer(sun), group_id=group)] == [2, 1]
    assert proven()
    assert check_books(controls={"farms": farm_faults}) == []
