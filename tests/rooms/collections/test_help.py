"""`I cannot pay`: asked without shame, answered with a computed plan, accepted with a code, watched; refusals."""

import re
from datetime import date, timedelta

import pytest
from tests.rooms.collections.late import COLLECTOR, MANAGER, RISK, kept, late_world
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World

from puhui.adapters.messaging.embedded import demo_outbox
from puhui.flows.change_loan.accept_change import request_change_code
from puhui.flows.change_loan.confirm_change import confirm_change, reject_change
from puhui.flows.change_loan.preview import show_change
from puhui.flows.collections.hardship import (
    accept_plan,
    ask_for_help,
    decline_help,
    offer_plan,
    plan_options,
    refuse_plan,
    withdraw_help,
)
from puhui.foundation.access.facade import CodeWrong
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import notices_of
from puhui.kernel.actors import SYSTEM, Actor
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collections.facade import (
    HelpNotOpen,
    HelpState,
    HelpWaits,
    help_request,
    help_requests,
    holds_of,
)
from puhui.products.lending.facade import loan, loan_change, loan_events

pytestmark = pytest.mark.django_db
LATE_ON = date(2026, 2, 10)


def code_for_change() -> str:
    message = next(m for m in demo_outbox(most=20) if m.kind == "code_accept_change")
    found = re.search(r"(?<!\d)\d{6}(?!\d)", message.body)
    assert found
    return found.group()


@pytest.fixture
def asked(db: None) -> tuple[World, Actor, object]:
    world, _, customer, loan_id = late_world(until=LATE_ON)
    moved = ask_for_help(
        world.call(customer),
        loan_id=loan_id,
        reason="customer_late",
        can_pay=Money(12_000_00),
        better_on=date(2026, 4, 1),
        words="the school pays in April",
    )
    return world, customer, moved


def test_a_plan_from_the_question_to_the_books(asked: tuple[World, Actor, object]) -> None:
    world, customer, moved = asked
    request = help_request(customer, help_id=moved.help_id)
    assert [h.kind for h in holds_of(SYSTEM, party_id=request.party_id)] == ["hardship"]
    [case] = cases_page(COLLECTOR, kind="hardship")
    assert case.reason == "customer_late; can pay ¥12,000.00; better from 2026-04-01; the school pays in April"
    assert case.due_on == LATE_ON + timedelta(days=5)
    options = plan_options(RISK, asked=request)
    names = {option.name for option in options}
    assert {"extension", "re_amortise"} <= names
    assert options[0].fits
    chosen = next(option for option in options if option.name == "re_amortise" and option.asked.n == 12)
    offer_plan(world.call(MANAGER), help_id=moved.help_id, plan=chosen.asked, reason="sales come back in April")
    offered = help_request(customer, help_id=moved.help_id)
    assert offered.state == HelpState.OFFERED
    assert offered.change_id is not None
    confirm_change(world.call(RISK), change_id=offered.change_id)
    request_change_code(world.call(customer), change_id=offered.change_id)
    world.work()
    change = loan_change(customer, offered.change_id)
    shown = show_change(customer, loan_id=moved.loan_id, asked=change.asked)
    with pytest.raises(CodeWrong):
        accept_plan(world.call(customer), help_id=moved.help_id, code="000000", after_n=shown.preview.after_n)
    done = accept_plan(
        world.call(customer), help_id=moved.help_id, code=code_for_change(), after_n=shown.preview.after_n
    )
    assert done.state == HelpState.AGREED
    agreed = help_request(customer, help_id=moved.help_id)
    assert (agreed.observed_until, agreed.ended_on) == (date(2026, 8, 10), LATE_ON)
    assert holds_of(SYSTEM, party_id=request.party_id) == []
    assert loan(customer, moved.loan_id).days_past_due == 0
    assert loan_events(customer, moved.loan_id)[0].kind == "re_amortise"
    assert [c.outcome for c in cases_page(COLLECTOR, kind="hardship")] == ["plan_agreed"]
    assert proven()


@pytest.mark.parametrize("who", ["second person", "borrower"])
def test_a_plan_that_somebody_does_not_want_leads_back_to_staff(asked: tuple[World, Actor, object], who: str) -> None:
    world, customer, moved = asked
    option = next(o for o in plan_options(RISK, asked=help_request(SYSTEM, help_id=moved.help_id)))
    offer_plan(world.call(MANAGER), help_id=moved.help_id, plan=option.asked, reason="it fits")
    change_id = help_request(SYSTEM, help_id=moved.help_id).change_id
    assert change_id is not None
    if who == "second person":
        reject_change(world.call(RISK), change_id=change_id)
        world.close()
    else:
        confirm_change(world.call(RISK), change_id=change_id)
        refuse_plan(world.call(customer), help_id=moved.help_id)
    back = help_request(SYSTEM, help_id=moved.help_id)
    assert (back.state, back.change_id) == (HelpState.ASKED, None)
    assert [c.state for c in cases_page(COLLECTOR, kind="hardship")] == ["open"]


def test_declined_with_reasons_and_withdrawn(asked: tuple[World, Actor, object]) -> None:
    world, customer, moved = asked
    decline_help(world.call(COLLECTOR), help_id=moved.help_id, words="the loan ends next week")
    assert "help_declined" in [n.kind for n in notices_of(customer)]
    assert holds_of(SYSTEM, party_id=help_request(SYSTEM, help_id=moved.help_id).party_id) == []
    again = ask_for_help(world.call(customer), loan_id=moved.loan_id, reason="illness")
    withdraw_help(world.call(customer), help_id=again.help_id)
    assert [r.state for r in help_requests(customer, loan_id=moved.loan_id)] == ["withdrawn", "declined"]


def test_refused_and_nothing_changed(asked: tuple[World, Actor, object]) -> None:
    world, customer, moved = asked
    _, stranger = world.firm()
    plan = plan_options(RISK, asked=help_request(SYSTEM, help_id=moved.help_id))[0].asked
    before = kept()
    rows = [
        (HelpWaits, lambda: ask_for_help(world.call(customer), loan_id=moved.loan_id, reason="illness")),
        (NotFound, lambda: ask_for_help(world.call(stranger), loan_id=moved.loan_id, reason="illness")),
        (InvalidInput, lambda: ask_for_help(world.call(customer), loan_id=moved.loan_id, reason="laziness")),
        (InvalidInput, lambda: ask_for_help(
            world.call(customer), loan_id=moved.loan_id, reason="illness", better_on=business_date())),
        (InvalidInput, lambda: ask_for_help(
            world.call(customer), loan_id=moved.loan_id, reason="illness", can_pay=Money(-1))),
        (NotFound, lambda: withdraw_help(world.call(stranger), help_id=moved.help_id)),
        (Forbidden, lambda: withdraw_help(world.call(COLLECTOR), help_id=moved.help_id)),
        (NotFound, lambda: decline_help(world.call(COLLECTOR), help_id=new_id(), words="no such request")),
        (InvalidInput, lambda: decline_help(world.call(COLLECTOR), help_id=moved.help_id, words="no")),
        (Forbidden, lambda: decline_help(world.call(customer), help_id=moved.help_id, words="I decline myself")),
        (Forbidden, lambda: offer_plan(world.call(customer), help_id=moved.help_id, plan=plan, reason="please")),
        (NotFound, lambda: help_request(stranger, help_id=moved.help_id)),
    ]  # fmt: skip
    for refusal, act in rows:
        with pytest.raises(refusal):
            act()
        assert kept() == before
    withdraw_help(world.call(customer), help_id=moved.help_id)
    with pytest.raises(HelpNotOpen):
        offer_plan(world.call(MANAGER), help_id=moved.help_id, plan=plan, reason="too late")
