"""Dashboards: every figure leads to a list that adds up to it, in few queries, and what is asked wrongly is refused."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.interfaces.workbench.institution import Institution, a_day_later
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.flows.count_reach import count_reach
from puhui.flows.dashboards.facade import BEHIND, BOARDS, LISTS, Board, Link, Sheet, Value, board, listing
from puhui.flows.receive_repayment import repay_loan
from puhui.foundation.access.facade import may_enter
from puhui.foundation.ledger.facade import business_date, trial_balance
from puhui.foundation.party.models import Party
from puhui.kernel.actors import STAFF_ROLES, Role
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collections.models import Promise
from puhui.risk.provisioning.models import MonthEndBand, RollCount

pytestmark = pytest.mark.django_db
MOST_QUERIES = {"origination": 9, "approvals": 10, "portfolio": 16, "collecting": 9, "profit": 18, "inclusion": 12}
BORROWERS = ("Borrowers", "First-time", "Rural")


def made(institution: Institution, key: str, **params: str) -> Board:
    return board(institution.actor("auditor"), key, params)


def cells(shown: Board) -> Iterator[tuple[Sheet, str, str, Value, Link]]:
    """Every figure with a list: its sheet, the unit and the name of its column, the value, the link."""
    for sheet in shown.sheets:
        for row, links in zip(sheet.rows, sheet.links, strict=bool(sheet.links)):
            for column, value, link in zip(sheet.columns, row, links, strict=True):
                if link is not None and not link.to.startswith("board:"):
                    yield sheet, column.unit, column.name.en, value, link


@pytest.fixture
def busy(institution: Institution) -> Institution:
    """Late loans, promises that were kept and broken, a month that ended."""
    world = institution.world
    a_day_later(world)
    _promised(institution, "kept", 3)
    _promised(institution, "broken", 2)
    _rolled(institution)
    Party.objects.filter(id=institution.borrower).update(region="330106")  # Xihu in Hangzhou
    Party.objects.filter(id=institution.referred.firm_id).update(region="330100")
    count_reach(world.call(), on=business_date() - timedelta(days=1))
    return institution


def _promised(institution: Institution, state: str, n: int) -> None:
    day = business_date() - timedelta(days=1)
    Promise.objects.bulk_create(
        Promise(
            id=new_id(),
            bucket=1,
            loan_id=new_id(),
            party_id=institution.borrower,
            currency="CNY",
            amount_minor=100_00 * (k + 1),
            due_on=day,
            made_on=day,
            made_at=institution.world.clock.now(),
            made_by=institution.staff["relationship_manager"],
            made_by_name="relationship manager",
            by_customer=False,
            state=state,
        )
        for k in range(n)
    )


def _rolled(institution: Institution) -> None:
    """A month end as the day close keeps it: three loans were late, of which one was cured."""
    before, month = (business_date().replace(day=1) - timedelta(days=1)).replace(day=1), business_date().replace(day=1)
    late = {"month": before, "product_code": "working-capital", "state": 1, "principal_minor": 500_00}
    MonthEndBand.objects.bulk_create(MonthEndBand(id=new_id(), loan_id=new_id(), **late) for _ in range(3))
    moves = {"month": month, "product_code": "working-capital", "from_state": 1, "principal_minor": 500_00}
    RollCount.objects.create(id=new_id(), to_state=0, loans=1, **moves)
    RollCount.objects.create(id=new_id(), to_state=2, loans=2, **moves)


@pytest.mark.parametrize("key", BOARDS)
def test_every_figure_leads_to_a_list_that_adds_up_to_it(busy: Institution, key: str) -> None:
    actor, seen = busy.actor("auditor"), 0
    asked = [{"by": by} for by in BOARDS[key].by] or [{}]
    if "region" in BOARDS[key].filters:
        asked += [{"by": "region", "region": "330000"}, {"by": "region", "region": "330100"}]
    for params in asked:
        for sheet, unit, name, value, link in cells(made(busy, key, **params)):
            found = listing(actor, link.to, link.params, most=200)
            told = found.people if name in BORROWERS else found.count if unit == "count" else found.amount_minor
            assert told == value, (params, sheet.key, name, link)
            if found.count is not None:
                assert len(found.sheet.rows) == min(found.count, 200), (params, sheet.key, name)
            seen += 1
    assert seen > 0
    assert any(value for _, _, _, value, _ in cells(made(busy, key)))


def test_parts_of_a_funnel_come_to_the_whole(busy: Institution) -> None:
    for by in ("product", "region", "officer", "month"):
        steps, parts = made(busy, "origination", by=by).sheets
        assert parts.total[1:] == tuple(row[1] for row in steps.rows), by
        assert [row[1] for row in steps.rows] == sorted((row[1] for row in steps.rows), reverse=True)


def test_a_filter_narrows_the_funnel(busy: Institution) -> None:
    whole = made(busy, "origination").sheets[0].rows[0][1]
    assert whole == 2
    assert made(busy, "origination", product="nothing-else").sheets[0].rows[0][1] == 0
    assert made(busy, "origination", officer="none").sheets[0].rows[0][1] == 2
    assert made(busy, "origination", officer=str(new_id())).sheets[0].rows[0][1] == 0


def test_a_period_goes_before_the_days_that_stand_beside_it(busy: Institution) -> None:
    asked = made(busy, "origination", period="7d", **{"from": "2026-01-01", "to": "2026-01-31"}).asked
    assert (asked.until, (asked.until - asked.since).days) == (business_date(), 6)


def test_income_on_the_dashboard_is_that_of_the_books(busy: Institution) -> None:
    sheet = made(busy, "profit", **{"from": TODAY.isoformat()}).sheets[0]
    books = {line.code: line.credit_minor for line in trial_balance(busy.actor("auditor")).lines}
    assert books["income.interest"] > 0
    assert sheet.total[1] == books["income.interest"] + books.get("income.penalty", 0)


def test_a_payment_after_the_close_moves_the_list_and_not_the_picture(busy: Institution) -> None:
    before = made(busy, "portfolio")
    repay_loan(busy.world.call(), loan_id=busy.loan_id, amount=Money(10_000_00), effect="shorten_term")
    busy.world.work()
    assert made(busy, "portfolio").sheets == before.sheets
    principal = [value for _, unit, _, value, _ in cells(before) if unit == "count"]
    assert sum(value for value in principal if isinstance(value, int)) > 0
    left = listing(busy.actor("auditor"), "loans", {"grade": "1"}).amount_minor
    assert left is not None
    assert left < 120_000_00


@pytest.mark.parametrize("key", BOARDS)
def test_a_dashboard_takes_a_known_number_of_queries(busy: Institution, key: str) -> None:
    made(busy, key)
    with CaptureQueriesContext(connection) as asked:
        made(busy, key)
    assert len(asked) <= MOST_QUERIES[key], [query["sql"][:90] for query in asked]


@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("origination", {"from": "2026-13-01"}),
        ("origination", {"from": "2024-01-01", "to": "2026-01-01"}),
        ("origination", {"from": "2026-02-01", "to": "2026-01-01"}),
        ("origination", {"period": "decade"}),
        ("origination", {"by": "colour"}),
        ("origination", {"officer": "somebody"}),
        ("origination", {"region": "Atlantis"}),
        ("origination", {"product": "'; drop"}),
    ],
)
def test_a_dashboard_refuses_what_it_cannot_read(institution: Institution, key: str, params: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        board(institution.actor("auditor"), key, params)
    assert refused.value.code in ("invalid_input", "region_unknown")


@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("applications", {"step": "dreamt"}),
        ("applications", {"outcome": "perhaps"}),
        ("applications", {"reason": '"}'}),
        ("applications", {"after": "x"}),
        ("loans", {"grade": "9"}),
        ("loans", {"band": "17"}),
        ("loans", {"below": "17"}),
        ("promises", {"state": "dreamt"}),
        ("late", {"month": "2026-01-01", "band": "0"}),
        ("late", {}),
        ("entries", {"booked": "luck"}),
        ("entries", {"after": "-1"}),
    ],
)
def test_a_list_refuses_what_it_cannot_read(institution: Institution, key: str, params: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        listing(institution.actor("auditor"), key, params)


def test_no_figure_leads_to_a_list_that_its_reader_may_not_open(busy: Institution) -> None:
    """The administrator reads inclusion, and no list of loans."""
    led: dict[Role, set[str]] = {}
    for role in STAFF_ROLES:
        actor = busy.actor(role.value)
        open_ = [key for key, kind in BOARDS.items() if may_enter(actor.roles, kind.room)]
        led[role] = {link.to for key in open_ for *_, link in cells(board(actor, key, {}))}
        assert all(may_enter(actor.roles, LISTS[to].room) for to in led[role]), role
    assert led[Role.ADMINISTRATOR] == set()
    assert led[Role.AUDITOR] == {"applications", "loans", "promises", "late", "entries"}


def test_who_may_not_open_a_room_opens_no_dashboard_of_it(institution: Institution) -> None:
    administrator = institution.actor("administrator")
    assert Role.ADMINISTRATOR in administrator.roles
    for key in ("origination", "approvals", "portfolio", "collecting", "profit"):
        with pytest.raises(Forbidden):
            board(administrator, key, {})
    for key in BEHIND:
        with pytest.raises(Forbidden):
            listing(administrator, key, {})
