"""The book and what it brought, by branch and officer: parts come to the whole, and nobody sees past their reach."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.workbench.institution import Institution, a_day_later
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.conduct.indicators.facade import NO_ONE
from puhui.conduct.indicators.models import ManagedDay
from puhui.conduct.reports.facade import reports_of
from puhui.flows.after_close import after_close_on, do_job
from puhui.flows.count_managed import Key, Tally, count_managed, share_out, tallied
from puhui.flows.dashboards.facade import (
    Board,
    ExportAsked,
    Link,
    Sheet,
    board,
    branches_in_reach,
    listing,
    make_reports,
    open_report,
    openable,
    subscribe,
)
from puhui.flows.keep_branch import open_branch
from puhui.foundation.access.facade import assign_branch
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import assign_manager
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.errors import Forbidden, InvalidInput
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import BorrowerCell
from puhui.products.lending.models import PortfolioDay
from puhui.risk.provisioning.facade import Grade, ProvisionLine, provisions

FROM = {"from": TODAY.isoformat()}


def call(institution: Institution, who: str) -> Call:
    return Call(institution.actor(who), str(new_id()), institution.world.clock.now())


@pytest.fixture
def branch(institution: Institution) -> UUID:
    """A branch with one relationship manager, who looks after the borrower; the book was counted after a close."""
    made = open_branch(
        call(institution, "administrator"), code="XIHU", name_zh="西湖支行", name_en="Xihu", region_code="330106"
    )
    manager = institution.staff["relationship_manager"]
    assign_branch(call(institution, "administrator"), user_id=manager, branch_id=made)
    assign_manager(
        call(institution, "operations"),
        party_id=institution.borrower,
        to_login="relationship-manager",
        reason="lives nearby",
    )
    a_day_later(institution.world)
    count_managed(institution.world.call(), on=business_date() - timedelta(days=1))
    return made


def made(actor: Actor, key: str, **params: str) -> Board:
    return board(actor, key, params)


def sheet_of(shown: Board, key: str) -> Sheet:
    return next(one for one in shown.sheets if one.key == key)


def closer(sheet: Sheet, name: str) -> Link:
    """Where the row of this name leads."""
    row = next(n for n, row in enumerate(sheet.rows) if getattr(row[0], "en", row[0]) == name)
    link = sheet.links[row][0]
    assert link is not None
    return link


@pytest.mark.django_db
def test_the_count_comes_to_the_picture_of_the_close(institution: Institution, branch: UUID) -> None:
    day = business_date() - timedelta(days=1)
    counted, pictured = ManagedDay.objects.filter(business_date=day), PortfolioDay.objects.filter(business_date=day)
    assert sum(row.principal_minor for row in counted) == sum(row.principal_minor for row in pictured) > 0
    assert sum(row.loans for row in counted) == sum(row.loans for row in pictured)
    lines = provisions(SYSTEM, on=day)
    assert sum(row.expected_loss_minor for row in counted) == sum(line.expected_loss_minor for line in lines) > 0
    assert sum(row.statutory_minor for row in counted) == sum(line.statutory_minor for line in lines)
    assert {row.branch_id for row in counted} == {branch}


@pytest.mark.django_db
def test_counting_again_changes_nothing(institution: Institution, branch: UUID) -> None:
    day, before = business_date() - timedelta(days=1), list(ManagedDay.objects.order_by("id").values())
    assert do_job(institution.world.call(), name="managers", day=day) == 0
    assert list(ManagedDay.objects.order_by("id").values()) == before
    assert "managers" in after_close_on(day).due(day)
    assert do_job(institution.world.call(), name="managers", day=day - timedelta(days=5)) == 0


@pytest.mark.django_db
def test_from_the_branch_to_the_officer_to_the_loans(institution: Institution, branch: UUID) -> None:
    auditor = institution.actor("auditor")
    whole = made(auditor, "portfolio")
    branches = sheet_of(whole, "branches")
    assert branches.total[1:3] == sheet_of(whole, "classes").total[1:3]
    link = closer(branches, "Xihu")
    assert (link.to, link.params["branch"]) == ("board:portfolio", str(branch))
    of_branch = board(auditor, "portfolio", link.params)
    assert of_branch.narrowed is not None
    assert of_branch.narrowed.en == "Xihu"
    officers = sheet_of(of_branch, "officers")
    assert officers.total[1:3] == sheet_of(of_branch, "classes").total[1:3]
    of_officer = board(auditor, "portfolio", closer(officers, "relationship_manager (test)").params)
    assert {one.key for one in of_officer.sheets} >= {"classes", "bands", "products", "month_ends"}
    for shown in (of_branch, of_officer):
        for sheet in shown.sheets:
            for row, links in zip(sheet.rows, sheet.links, strict=bool(sheet.links)):
                for value, link_of in zip(row, links, strict=True):
                    if link_of is not None and link_of.to == "loans":
                        assert listing(auditor, "loans", link_of.params).count == value, sheet.key
    elsewhere = made(auditor, "portfolio", branch=str(new_id()))
    assert sheet_of(elsewhere, "classes").total[1:3] == (0, 0)


@pytest.mark.django_db
def test_vintages_and_lists_follow_the_officer(institution: Institution, branch: UUID) -> None:
    auditor, manager = institution.actor("auditor"), str(institution.staff["relationship_manager"])
    [row] = sheet_of(made(auditor, "portfolio", officer=manager), "vintages").rows
    assert row[1] == 1
    assert listing(auditor, "loans", {"officer": manager}).count == 1
    assert listing(auditor, "loans", {"officer": manager, "branch": "none"}).count == 0
    assert listing(auditor, "loans", {"officer": "none"}).count == 0
    assert listing(auditor, "loans", {"branch": "none"}).count == 0
    with pytest.raises(InvalidInput):
        listing(auditor, "loans", {"officer": "none", "branch": str(branch)})


@pytest.mark.django_db
def test_what_a_branch_brought_comes_to_the_interest_of_the_books(institution: Institution, branch: UUID) -> None:
    whole = made(institution.actor("auditor"), "profit", **FROM)
    branches, margin = sheet_of(whole, "branches"), sheet_of(whole, "margin")
    assert branches.total[1] == margin.total[1] != 0
    mine = next(row for row in branches.rows if getattr(row[0], "en", "") == "Xihu")
    assert mine[1] > 0  # type: ignore[operator]
    of_branch = board(institution.actor("auditor"), "profit", closer(branches, "Xihu").params)
    assert [one.key for one in of_branch.sheets] == ["officers", "products"]
    assert {one.total[1] for one in of_branch.sheets} == {mine[1]}
    assert {one.total[4] for one in of_branch.sheets} == {mine[4]}


@pytest.mark.django_db
def test_nobody_sees_past_their_branch(institution: Institution, branch: UUID) -> None:
    manager, other = institution.actor("relationship_manager"), str(new_id())
    assert [code for code, _ in branches_in_reach(manager)] == [str(branch)]
    assert sheet_of(made(manager, "portfolio"), "branches").rows
    for params in ({"branch": other}, {"branch": "none"}, {"officer": other}, {"officer": "none"}):
        for read in (lambda p: board(manager, "portfolio", p), lambda p: listing(manager, "loans", p)):
            with pytest.raises(Forbidden):
                read(params)
    assign_branch(call(institution, "administrator"), user_id=manager.id, branch_id=None)
    assert branches_in_reach(manager) == []
    with pytest.raises(Forbidden):
        board(manager, "portfolio", {"branch": str(branch)})
    own = made(manager, "portfolio")  # without a branch: what they look after themselves
    assert [row[0].en for row in sheet_of(own, "officers").rows] == ["relationship_manager (test)"]  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["portfolio", "profit"])
def test_looking_closer_takes_a_known_number_of_queries(institution: Institution, branch: UUID, key: str) -> None:
    auditor, manager = institution.actor("auditor"), str(institution.staff["relationship_manager"])
    for params in ({"branch": str(branch)}, {"officer": manager}):
        with CaptureQueriesContext(connection) as asked:
            board(auditor, key, params)
        assert len(asked) <= 16, [query["sql"][:90] for query in asked]


@pytest.mark.django_db
def test_the_page_leads_on_and_the_table_leaves_the_house(institution: Institution, branch: UUID) -> None:
    client = institution.client("auditor")
    shown = client.get("/workbench/dashboards/portfolio/").content.decode()
    assert f"branch={branch}" in shown
    assert "A loan counts for whoever looks after its borrower" in shown
    page = client.get(f"/workbench/dashboards/profit/?branch={branch}").content.decode()
    assert "Xihu" in page
    form = {"key": str(new_id()), "what": "board:portfolio", "sheet": "officers", "query": f"branch={branch}"}
    for kind, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        made_file = client.post("/workbench/export/", {**form, "key": str(new_id()), "form": kind})
        assert made_file.content.startswith(start), kind
    assert (
        institution.client("relationship_manager")
        .get(f"/workbench/dashboards/portfolio/?branch={new_id()}")
        .status_code
        == 403
    )


@pytest.mark.django_db
def test_a_report_of_a_branch_stays_with_its_branch(institution: Institution, branch: UUID) -> None:
    manager, day = institution.actor("relationship_manager"), business_date() - timedelta(days=1)
    asked = ExportAsked(
        what="board:portfolio", sheet="officers", params={"branch": str(branch)}, form="csv", language="en"
    )
    subscribe(call(institution, "relationship_manager"), asked=asked, every="day")
    assert make_reports(institution.world.call(), day=day) == 1
    [made_one] = reports_of(manager)
    assert openable(manager, [made_one]) == {made_one.id}
    assert open_report(call(institution, "relationship_manager"), report_id=made_one.id).rows == 1
    other = open_branch(
        call(institution, "administrator"), code="BINJ", name_zh="滨江支行", name_en="Binjiang", region_code="330108"
    )
    assign_branch(call(institution, "administrator"), user_id=manager.id, branch_id=other)
    assert openable(manager, [made_one]) == frozenset()
    with pytest.raises(Forbidden):
        open_report(call(institution, "relationship_manager"), report_id=made_one.id)
    assert make_reports(institution.world.call(), day=day + timedelta(days=1)) == 1
    assert {one.refused for one in reports_of(manager)} == {"", "forbidden"}
    assert institution.client("relationship_manager").get("/workbench/reports/").status_code == 200


ids = st.sampled_from([UUID(int=n) for n in range(1, 6)])
cells = st.builds(
    BorrowerCell,
    borrower_id=ids,
    product_code=st.sampled_from(["a", "b"]),
    currency=st.just("CNY"),
    grade=st.integers(1, 5),
    stage=st.integers(1, 3),
    days_band=st.sampled_from([0, 1, 31]),
    loans=st.integers(1, 9),
    principal_minor=st.integers(1, 10**9),
    earned_minor=st.integers(0, 10**6),
)


@given(told=st.lists(cells, min_size=1), managers=st.dictionaries(ids, ids), branches=st.dictionaries(ids, ids))
def test_sharing_out_loses_no_cent(
    told: list[BorrowerCell], managers: dict[UUID, UUID], branches: dict[UUID, UUID]
) -> None:
    found = tallied(told, managers=managers, branches=branches)
    assert sum(one.principal_minor for one in found.values()) == sum(one.principal_minor for one in told)
    assert sum(one.earned_minor for one in found.values()) == sum(one.earned_minor for one in told)
    assert all(key.branch_id == branches.get(key.manager_id, NO_ONE) for key in found)
    kinds = sorted({(one.product_code, one.grade, one.stage) for one in told})
    lines = [
        ProvisionLine(
            product_code=product,
            currency="CNY",
            grade=Grade(grade),
            stage=stage,
            loans=1,
            principal_minor=1,
            exposure_minor=1,
            statutory_minor=101 * n,
            expected_loss_minor=997 * n,
        )
        for n, (product, grade, stage) in enumerate(kinds, start=1)
    ]
    share_out(found, lines)
    assert sum(one.statutory_minor for one in found.values()) == sum(line.statutory_minor for line in lines)
    assert sum(one.expected_loss_minor for one in found.values()) == sum(line.expected_loss_minor for line in lines)


def test_a_cell_that_nobody_owes_in_takes_nothing() -> None:
    found = {Key(NO_ONE, NO_ONE, "a", "CNY", 1, 1, 0): Tally(loans=1)}
    line = ProvisionLine(
        product_code="a", currency="CNY", grade=Grade(1), stage=1, loans=1, principal_minor=0, exposure_minor=5,
        statutory_minor=5, expected_loss_minor=5,
    )  # fmt: skip
    share_out(found, [line])
    assert found[next(iter(found))].expected_loss_minor == 0
