"""After a missed payment, as a banker would tell it: one is helped and recovers, one is written off and still pays."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.rooms.collections.late import COLLECTOR, FINANCE, MANAGER, RISK, clock_at
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World

from puhui.adapters.messaging.embedded import demo_outbox
from puhui.flows.change_loan.accept_change import request_change_code
from puhui.flows.change_loan.confirm_change import confirm_change
from puhui.flows.change_loan.preview import show_change
from puhui.flows.change_loan.propose_change import propose_change
from puhui.flows.collections.contact import record_contact
from puhui.flows.collections.hardship import accept_plan, ask_for_help, offer_plan, plan_options
from puhui.flows.collections.promise import promise_payment
from puhui.flows.collections.write_off import approve_write_off, propose_write_off, written_off
from puhui.foundation.ledger.facade import balance, business_date
from puhui.foundation.notices.facade import notices_of
from puhui.kernel.actors import SYSTEM, Actor
from puhui.kernel.money import Money
from puhui.products.collections.facade import (
    ContactRefused,
    HelpState,
    PromiseState,
    WriteOffState,
    contacts_of,
    file_of_loan,
    help_request,
    promises_of,
    worklist,
)
from puhui.products.lending.facade import ChangeAsked, loan, loan_change, loan_events

pytestmark = pytest.mark.django_db
FIRST_DUE = date(2026, 2, 7)


def told(actor: Actor) -> list[str]:
    return [notice.kind for notice in reversed(notices_of(actor, most=200))]


def signed(world: World, customer: Actor, help_id: UUID) -> None:
    """The borrower reads the plan, asks for the code, and signs."""
    change_id = help_request(customer, help_id=help_id).change_id
    assert change_id is not None
    request_change_code(world.call(customer), change_id=change_id)
    world.work()
    message = next(m for m in demo_outbox(most=20) if m.kind == "code_accept_change")
    code = re.search(r"(?<!\d)\d{6}(?!\d)", message.body)
    assert code
    change = loan_change(customer, change_id)
    shown = show_change(customer, loan_id=change.loan_id, asked=change.asked)
    accept_plan(world.call(customer), help_id=help_id, code=code.group(), after_n=shown.preview.after_n)


def test_reminded_called_promised_helped_and_well_again() -> None:
    world = World()
    firm, customer = world.firm()
    loan_id = world.borrowed(firm, unit="week")
    world.bank.set_account(firm, is_empty=True)

    # The week before, a friendly word; the day after, another one. Nobody calls yet.
    world.close_until(FIRST_DUE + timedelta(days=1))
    assert [kind for kind in told(customer) if "failed" not in kind][-2:] == ["payment_due", "payment_overdue"]
    assert worklist(COLLECTOR) == []

    # On the fourth day it is a case. Somebody calls, twice in vain, and then speaks with the owner.
    world.close_until(FIRST_DUE + timedelta(days=4))
    [file] = worklist(COLLECTOR)
    assert (file.loan_id, file.stage) == (loan_id, "call")
    clock_at(world, "09:30")
    record_contact(world.call(COLLECTOR), loan_id=loan_id, channel="voice", outcome="no_answer")
    clock_at(world, "15:00")
    record_contact(world.call(COLLECTOR), loan_id=loan_id, channel="voice", outcome="reached", note="pays on Friday")
    due_on = business_date() + timedelta(days=2)
    promise_payment(world.call(COLLECTOR), loan_id=loan_id, amount=Money(10_000_00), due_on=due_on)

    # Until Friday is over nobody may call, and the reminder of the seventh day stands on the pages only.
    with pytest.raises(ContactRefused):
        record_contact(world.call(COLLECTOR), loan_id=loan_id, channel="voice", outcome="reached")
    world.close_until(due_on + timedelta(days=2))
    [promise] = promises_of(customer, loan_id=loan_id)
    assert promise.state == PromiseState.BROKEN
    assert "promise_missed" in told(customer)
    assert contacts_of(SYSTEM, party_id=firm)[0].channel == "in_app"
    file = worklist(COLLECTOR)[0]
    assert file.broken_promises == 1

    # The owner says that it cannot be done, without any paper; the engine finds a plan; three people agree to it.
    asked = ask_for_help(world.call(customer), loan_id=loan_id, reason="customer_late", can_pay=Money(7_000_00))
    option = plan_options(RISK, asked=help_request(SYSTEM, help_id=asked.help_id))[0]
    assert option.fits
    plan = next(
        o
        for o in plan_options(RISK, asked=help_request(SYSTEM, help_id=asked.help_id))
        if o.name == "re_amortise" and o.asked.n == 12
    )
    offer_plan(world.call(MANAGER), help_id=asked.help_id, plan=plan.asked, reason="the school pays in spring")
    change_id = help_request(SYSTEM, help_id=asked.help_id).change_id
    assert change_id is not None
    confirm_change(world.call(RISK), change_id=change_id)
    signed(world, customer, asked.help_id)
    agreed = help_request(customer, help_id=asked.help_id)
    assert agreed.state == HelpState.AGREED
    assert agreed.observed_until is not None
    assert loan(customer, loan_id).days_past_due == 0

    # The file closes by itself; the account fills; the instalments are smaller, and come in.
    world.bank.set_account(firm)
    world.close()
    cured = file_of_loan(SYSTEM, loan_id=loan_id)
    assert cured is not None
    assert (cured.is_open, cured.outcome) == (False, "cured")
    world.close_until(business_date() + timedelta(days=15))
    assert loan(customer, loan_id).days_past_due == 0
    assert [e.kind for e in loan_events(customer, loan_id)].count("payment") >= 2
    assert proven()


def test_written_off_by_three_people_and_paid_back_in_part() -> None:
    world = World()
    firm, _ = world.firm()
    loan_id = world.borrowed(firm, unit="week")
    world.bank.set_account(firm, is_empty=True)
    world.close_until(FIRST_DUE + timedelta(days=6))
    owed = loan(SYSTEM, loan_id).outstanding
    made = propose_write_off(
        world.call(COLLECTOR), loan_id=loan_id, reason="bankrupt", evidence="court of the district, order 12 of 2026"
    )
    approve_write_off(world.call(RISK), write_off_id=made.write_off_id, note="seen the order")
    done = approve_write_off(world.call(FINANCE), write_off_id=made.write_off_id)
    assert done.state == WriteOffState.BOOKED

    # Nothing is owed in the books, the claim lives on, the file of collections is closed.
    assert loan(SYSTEM, loan_id).outstanding.total == 0
    assert balance("loan.principal").minor == 0
    assert worklist(COLLECTOR) == []
    assert loan_events(SYSTEM, loan_id)[0].kind == "write_off"
    [line] = written_off(FINANCE)
    assert (line.line.amount.minor, line.recovered.minor) == (owed.total, 0)
    assert proven()

    # Months later the liquidator pays a share: it meets the claim.
    world.close_until(business_date() + timedelta(days=3))
    came = propose_change(
        world.call(FINANCE),
        loan_id=loan_id,
        asked=ChangeAsked(kind="recovery", amount=Money(9_000_00)),
        reason="share from the liquidator",
    )
    assert came.event_id is not None
    assert [row.recovered.minor for row in written_off(FINANCE)] == [9_000_00]
    assert proven()
