"""Changing the day of payment on the pages: chosen, checked, changed, taken back; what is refused loses nothing."""

from uuid import UUID

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import other_day, with_loan
from tests.interfaces.customer_web.late import with_late_loan
from tests.interfaces.workbench.institution import footprint

from puhui.flows.simulation.population import MadeUpFirm
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import loan

pytestmark = pytest.mark.django_db


def test_chosen_checked_changed_and_taken_back(world: World, firms: list[MadeUpFirm]) -> None:
    owner = with_loan(world, firms[0], phone="13600136000")
    page = owner.path
    loan_id, day = UUID(page.split("/")[2]), other_day(owner, page)
    before = [line.due_date for line in loan(SYSTEM, loan_id).instalments]
    owner.open(owner.link("payment-day")).send("day", day=day)
    assert "Payments that move" in owner.words()
    assert "What this change costs nothing" in owner.words()
    assert before[1].isoformat() in owner.words()
    assert [line.due_date for line in loan(SYSTEM, loan_id).instalments] == before
    owner.send("after_n", button="sure")
    assert owner.path == page
    assert "Due days moved" in owner.words()
    after = [line.due_date for line in loan(SYSTEM, loan_id).instalments]
    assert {one.day for one in after[1:]} == {int(day)}
    owner.open(page + "payment-day/")
    assert "can be changed again from" in owner.words()
    owner.send("/undo/")
    assert [line.due_date for line in loan(SYSTEM, loan_id).instalments] == before
    assert owner.path == page


def test_no_day_and_a_day_that_is_not_offered(world: World, firms: list[MadeUpFirm]) -> None:
    owner = with_loan(world, firms[0], phone="13600136000")
    path = owner.path + "payment-day/"
    nothing = footprint()
    for typed, says in (("", "Choose a day of the month."), ("31", "Choose one of the days of the list.")):
        owner.open(path).send("day", day=typed)
        assert owner.status == 422
        assert owner.wrong() == [says]
        assert 'href="#id_day"' in owner.page
    owner.open(path).send("day", day=other_day(owner, path), sure="yes")  # past the page that shows what changes
    assert owner.status == 409
    assert footprint() == nothing


def test_who_is_late_is_told_what_to_do_instead(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, _, loan_id = with_late_loan(world, firms[0], phone="13600136000", unit="day")
    visitor.open(f"/loans/{loan_id}/payment-day/")
    assert 'name="day"' not in visitor.page
