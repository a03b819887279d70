"""The day close and late loans: files open, move on and close; promises are judged; reminders keep the rules."""

from datetime import date, timedelta

import pytest
from tests.rooms.collections.late import COLLECTOR, clock_at, kept, late_world, pays
from tests.rooms.lending.world import World

from puhui.adapters.messaging.embedded import demo_outbox
from puhui.flows.collections.promise import promise_payment
from puhui.flows.run_end_of_day.facade import close_day, day_close_steps, send_reminders
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.notices.models import Notice
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Forbidden, NotFound
from puhui.kernel.money import Money
from puhui.products.collections.facade import (
    BadPromise,
    NothingLate,
    PromiseOpen,
    PromiseState,
    choose_contacts,
    contacts_of,
    file_of_loan,
    hold_contacts,
    holds_of,
    promises_of,
    stage_figures,
    worklist,
)
from puhui.products.lending.facade import loan

pytestmark = pytest.mark.django_db
DUE = date(2026, 2, 7)


def test_a_file_opens_moves_on_and_closes(db: None) -> None:
    world, _, _, loan_id = late_world(until=DUE + timedelta(days=3), n=2)
    assert file_of_loan(SYSTEM, loan_id=loan_id) is None
    world.close()
    opened = file_of_loan(SYSTEM, loan_id=loan_id)
    assert opened is not None
    assert (opened.stage, opened.days_past_due, opened.is_open) == ("call", 4, True)
    assert opened.priority == opened.late.minor * 10 // 100
    [case] = cases_page(COLLECTOR, kind="collection")
    assert (case.id, case.subject, case.due_on) == (opened.case_id, str(loan_id), business_date() + timedelta(days=2))
    world.close_until(DUE + timedelta(days=31))
    moved = worklist(COLLECTOR, stage="visit")[0]
    assert (moved.case_id, moved.stage, moved.stage_since_on) == (opened.case_id, "visit", business_date())
    assert moved.late.minor == loan(SYSTEM, loan_id).line.overdue.minor
    [figures] = stage_figures(COLLECTOR, on=business_date() + timedelta(days=30))
    assert (figures.stage, figures.files, figures.late_minor, figures.behind) == ("visit", 1, moved.late.minor, 1)
    pays(world, loan_id, loan(SYSTEM, loan_id).overdue.total)
    world.close()
    closed = file_of_loan(SYSTEM, loan_id=loan_id)
    assert closed is not None
    assert (closed.is_open, closed.outcome, closed.closed_on) == (False, "cured", business_date())
    assert [c.state for c in cases_page(COLLECTOR, kind="collection")] == ["closed"]
    assert worklist(COLLECTOR) == []


def test_a_day_without_a_change_writes_nothing_for_late_loans(db: None) -> None:
    world, *_ = late_world(until=DUE + timedelta(days=5))
    world.close()
    counts = [s.items for s in day_close_steps(SYSTEM) if s.step == "follow_late" and s.status == "done"]
    assert counts == [0]


@pytest.mark.parametrize(
    ("paid", "state"), [(5000_00, PromiseState.KEPT), (1000_00, PromiseState.PARTLY), (0, PromiseState.BROKEN)]
)
def test_promises_are_judged_by_what_was_paid(db: None, paid: int, state: PromiseState) -> None:
    world, firm, customer, loan_id = late_world(until=DUE + timedelta(days=5))
    world.clock.instant += timedelta(hours=1)
    due_on = business_date() + timedelta(days=2)
    promise_payment(world.call(customer), loan_id=loan_id, amount=Money(5000_00), due_on=due_on)
    assert [h.kind for h in holds_of(SYSTEM, party_id=firm)] == ["promise"]
    before = file_of_loan(SYSTEM, loan_id=loan_id)
    assert before is not None
    assert before.next_action_on == due_on + timedelta(days=1)
    if paid:
        world.clock.instant += timedelta(hours=1)
        pays(world, loan_id, paid)
    world.close_until(due_on + timedelta(days=1))
    assert [p.state for p in promises_of(SYSTEM, loan_id=loan_id)] == [PromiseState.OPEN]
    world.close()
    [judged] = promises_of(customer, loan_id=loan_id)
    assert (judged.state, judged.judged_on) == (state, due_on + timedelta(days=1))
    assert holds_of(SYSTEM, party_id=firm) == []
    file = file_of_loan(SYSTEM, loan_id=loan_id)
    assert file is not None
    assert file.broken_promises == (state != PromiseState.KEPT)
    told = [n.kind for n in notices_of(customer)]
    assert told.count("promise_missed") == (state != PromiseState.KEPT)


def test_promises_that_are_refused_change_nothing(db: None) -> None:
    world, firm, customer, loan_id = late_world(until=DUE + timedelta(days=5))
    _, stranger = world.firm()
    on_time = world.borrowed(firm, unit="month", disbursement_date=business_date())
    soon = business_date() + timedelta(days=2)
    promise_payment(world.call(customer), loan_id=loan_id, amount=Money(5000_00), due_on=soon)
    before = kept()
    rows = [
        (PromiseOpen, customer, loan_id, 5000_00, soon),
        (NotFound, stranger, loan_id, 5000_00, soon),
        (Forbidden, SYSTEM, loan_id, 5000_00, soon),
        (NothingLate, customer, on_time, 5000_00, soon),
    ]
    for refusal, actor, asked, minor, due_on in rows:
        with pytest.raises(refusal):
            promise_payment(world.call(actor), loan_id=asked, amount=Money(minor), due_on=due_on)
        assert kept() == before


def test_a_promise_too_far_away(db: None) -> None:
    world, _, customer, loan_id = late_world(until=DUE + timedelta(days=2))
    with pytest.raises(BadPromise):
        promise_payment(world.call(customer), loan_id=loan_id, amount=Money(5000_00), due_on=date(2026, 12, 1))


def reminders_sent(phone_kind: str = "payment_overdue") -> int:
    return sum(message.kind == phone_kind for message in demo_outbox(most=200))


def test_reminders_at_night_wait_for_the_morning(db: None) -> None:
    world, firm, customer, _ = late_world(until=DUE)
    clock_at(world, "23:30")
    close_day(world.call())
    world.work()
    [notice] = Notice.objects.filter(kind="payment_overdue")
    assert notice.send_not_before is not None
    assert "payment_overdue" in [n.kind for n in notices_of(customer)]
    assert reminders_sent() == 0
    clock_at(world, "07:59", days=1)
    deliver_outbox(world.ports, now=world.clock.now())
    assert reminders_sent() == 0
    clock_at(world, "08:00")
    deliver_outbox(world.ports, now=world.clock.now())
    assert reminders_sent() == 1
    [attempt] = [c for c in contacts_of(SYSTEM, party_id=firm) if c.is_automatic]
    assert (attempt.channel, attempt.outcome, attempt.at) == ("sms", "sent", world.clock.now())


@pytest.mark.parametrize("why", ["turned off", "complaint", "promise"])
def test_reminders_that_may_not_disturb_stand_on_the_pages_only(db: None, why: str) -> None:
    world, firm, customer, loan_id = late_world(until=DUE + timedelta(days=5))
    if why == "turned off":
        choose_contacts(world.call(customer), party_id=firm, channels_off=["sms"])
    elif why == "complaint":
        hold_contacts(world.call(customer), party_id=firm, kind="complaint", reason="the amount is wrong")
    else:
        due_on = business_date() + timedelta(days=20)
        promise_payment(world.call(customer), loan_id=loan_id, amount=Money(5000_00), due_on=due_on)
    sent = reminders_sent()
    world.close_until(DUE + timedelta(days=8))
    assert reminders_sent() == sent
    assert [n.kind for n in notices_of(customer)].count("payment_overdue") == 2
    assert contacts_of(SYSTEM, party_id=firm)[0].channel == "in_app"


def test_only_the_system_sends_reminders(db: None) -> None:
    world = World()
    with pytest.raises(Forbidden):
        send_reminders(world.call(COLLECTOR), kind="payment_due", dues=[])
