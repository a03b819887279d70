"""The figures of a day, computed from real loans and applications through the day close."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.lending.lender import START
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door, staff, stopped_invoices

from puhui.conduct.indicators.facade import daily_figures
from puhui.conduct.indicators.models import DailyFigure
from puhui.flows.originate_loan.ask_for_person import ask_for_person
from puhui.flows.originate_loan.confirm_review import confirm_review
from puhui.flows.originate_loan.propose_review import propose_review
from puhui.flows.record_indicators import record_indicators
from puhui.foundation.casework.facade import cases_page
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import loan, portfolio_totals
from puhui.products.origination.facade import outcomes_on

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_book_in_figures() -> None:
    world = World()
    payer, _ = world.firm()
    sleeper, _ = world.firm()
    paid, late = world.borrowed(payer), world.borrowed(sleeper)
    world.bank.set_account(sleeper, is_empty=True)
    due_on = loan(SYSTEM, late).instalments[0].due_date
    world.close_until(due_on + timedelta(days=32))
    days = {d.on: d.values for d in daily_figures(SYSTEM, until=due_on + timedelta(days=31), days=400)}

    assert set(days) == {START + timedelta(days=n) for n in range((due_on - START).days + 32)}
    first = loan(SYSTEM, late).instalments[0]
    assert days[START]["loans_active"] == 2
    assert days[START]["principal_minor"] == 240_000_00
    assert days[START]["overdue_minor"] == 0
    # What fell due and was not paid is late at the end of its day.
    assert days[due_on - timedelta(days=1)]["loans_overdue"] == 0
    assert days[due_on]["loans_overdue"] == 1
    assert days[due_on]["overdue_minor"] == first.total
    # More than thirty days late at the end of a day: the whole principal is at risk.
    assert days[due_on + timedelta(days=29)]["par30_minor"] == 0
    principal = loan(SYSTEM, late).line.principal_outstanding.minor
    assert days[due_on + timedelta(days=30)]["par30_minor"] == principal
    assert principal == 120_000_00
    graded = days[due_on + timedelta(days=31)]
    assert (graded["npl_minor"], graded["npl_ratio_bps"]) == (0, 0)
    assert "coverage_ratio_bps" not in graded
    assert graded["provision_ratio_bps"] == round(graded["allowance_minor"] * 10_000 / graded["principal_minor"])
    assert loan(SYSTEM, paid).days_past_due == 0


def test_applications_in_figures() -> None:
    approved = firm_at_the_door().applied()
    declined = firm_at_the_door(invoices=stopped_invoices()).applied()
    firm_at_the_door().apply()
    assert (approved.outcome, declined.outcome) == ("approve", "decline")
    record_indicators(Call(SYSTEM, "day", AT), on=TODAY)
    (day,) = daily_figures(SYSTEM, until=TODAY)
    shown = {name: day.values[f"applications_{name}"] for name in ("submitted", "approved", "referred", "declined")}
    assert shown == {"submitted": 2, "approved": 1, "referred": 0, "declined": 1}


def test_a_review_of_the_same_day_is_one_submission() -> None:
    door = firm_at_the_door(invoices=stopped_invoices())
    asked = door.applied()
    ask_for_person(door.call(), application_id=asked.application_id, reason="we moved and trade again")
    assert outcomes_on(SYSTEM, on=TODAY).referred == 1
    (case,) = cases_page(SYSTEM, kind="review")
    proposer, confirmer = staff(Role.RISK_OFFICER), staff(Role.RISK_OFFICER)
    propose_review(Call(proposer, "p", AT), case_id=case.id, outcome="decline", reason="the books do not hold together")
    confirm_review(Call(confirmer, "c", AT), case_id=case.id, agree=True, note="agreed")
    counts = outcomes_on(SYSTEM, on=TODAY)
    assert (counts.submitted, counts.referred, counts.declined) == (1, 0, 1)


def test_twice_is_once_and_bounded() -> None:
    record_indicators(Call(SYSTEM, "a", AT), on=TODAY)
    before = list(DailyFigure.objects.order_by("name").values_list("name", "value"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert record_indicators(Call(SYSTEM, "b", AT), on=TODAY) == 0
    assert len(queries) <= 12
    assert list(DailyFigure.objects.order_by("name").values_list("name", "value")) == before
    assert len(before) == 11  # without loans there are no ratios


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.AUDITOR, Role.RISK_OFFICER])
def test_who_may_not_changes_nothing(role: Role) -> None:
    with pytest.raises(Forbidden):
        record_indicators(Call(Actor(new_id(), frozenset({role})), "k", AT), on=TODAY)
    assert not DailyFigure.objects.exists()


def test_a_customer_may_not_read_the_book() -> None:
    customer = Actor(new_id(), frozenset({Role.CUSTOMER}))
    for ask in (portfolio_totals, outcomes_on):
        with pytest.raises(Forbidden):
            ask(customer, on=date(2026, 1, 1))
