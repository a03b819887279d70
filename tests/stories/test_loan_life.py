"""The life of a loan, as a banker would tell it: paid out, collected month by month, late, caught up, paid off."""

import os
from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.rooms.lending.lender import OPERATIONS, START, proven
from tests.rooms.lending.world import PROMPT, World

from puhui.adapters.payments.embedded import BankHabits
from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.handle_payment_answer import handle_payment_answer, record_answer_by_hand
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.retry_disbursement import retry_disbursement
from puhui.flows.run_end_of_day.facade import close_day, day_close_steps
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import BusinessDateMoved, balance, business_date
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.payments.facade import OrderState, orders_page
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.ports import PaymentAnswer
from puhui.products.lending.facade import (
    CannotDisburse,
    LoanState,
    TooMuchToRepay,
    loan,
    loan_events,
    loans_page,
    pay_off_quote,
)

pytestmark = pytest.mark.django_db
MONTHS, ENDS_ON = (12, date(2027, 1, 31)) if os.environ.get("PUHUI_TEST_THOROUGH") == "1" else (5, date(2026, 6, 30))


def kinds(actor: Actor) -> list[str]:
    return [notice.kind for notice in reversed(notices_of(actor, most=200))]


def test_paid_by_mandate_to_its_end() -> None:
    world = World(habits=BankHabits(delay=timedelta(0), twice_per_mille=400))
    firm, customer = world.firm()
    loan_id = world.borrowed(firm, n=MONTHS)
    schedule = loan(customer, loan_id).instalments
    world.close_until(ENDS_ON + timedelta(days=2))
    shown = loan(customer, loan_id)
    assert shown.state == LoanState.CLOSED
    assert shown.line.closed_on == ENDS_ON
    assert [i.paid for i in shown.instalments] == [i.total for i in schedule]
    assert [e.kind for e in loan_events(customer, loan_id)] == ["payment"] * MONTHS + ["disbursed"]
    assert balance("income.interest").minor == sum(i.interest for i in schedule)
    assert balance("income.penalty").minor == 0
    assert balance("loan.principal").minor == balance("loan.interest_receivable").minor == 0
    told = kinds(customer)
    assert told[0] == "loan_disbursed"
    assert told.count("payment_due") == MONTHS
    assert told.count("repayment_received") == MONTHS - 1
    assert told[-1] == "loan_closed"
    assert proven()


def test_late_caught_up_by_hand_and_paid_off_early() -> None:
    world = World()
    firm, customer = world.firm()
    loan_id = world.borrowed(firm)
    world.bank.set_account(firm, is_empty=True)
    world.close_until(date(2026, 3, 12))
    shown = loan(customer, loan_id)
    assert shown.days_past_due == 12
    assert shown.overdue.penalty > 0
    assert loans_page(SYSTEM, overdue_only=True).loans[0].days_past_due == 12
    failed = orders_page(SYSTEM, state=OrderState.REFUSED)
    assert [o.requested_on for o in reversed(failed)] == [
        date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 3), date(2026, 3, 7)
    ]  # fmt: skip
    assert kinds(customer).count("repayment_failed") == 4
    assert kinds(customer).count("payment_overdue") == 2
    world.bank.set_account(firm)
    repay_loan(world.call(customer), loan_id=loan_id, amount=Money(shown.overdue.total))
    assert len(loan(customer, loan_id).on_its_way) == 1
    world.work()
    assert loan(customer, loan_id).days_past_due == 0
    world.close_until(date(2026, 5, 20))
    quote = pay_off_quote(customer, loan_id)
    repay_loan(world.call(customer), loan_id=loan_id, pay_off=True)
    world.close()
    shown = loan(customer, loan_id)
    assert shown.state == LoanState.CLOSED
    assert shown.outstanding.total == 0
    paid_off = next(e for e in loan_events(customer, loan_id) if e.kind == "pay_off")
    assert (paid_off.on, paid_off.amount) == (date(2026, 5, 20), quote.to_pay)
    assert proven()


def test_a_payout_that_fails_comes_back_and_is_tried_again_by_operations() -> None:
    world = World()
    firm, customer = world.firm()
    world.bank.set_account(firm, is_closed=True)
    loan_id = world.borrowed(firm)
    assert loan(customer, loan_id).state == LoanState.AWAITING_DISBURSEMENT
    assert loan(customer, loan_id).outstanding.total == 0
    assert kinds(customer) == ["disbursement_failed"]
    [case] = cases_page(OPERATIONS, kind="failed_payment", state="open")
    assert case.subject == str(loan_id)
    assert proven()
    world.bank.set_account(firm)
    world.close()
    retry_disbursement(world.call(OPERATIONS), case_id=case.id)
    world.work()
    shown = loan(customer, loan_id)
    assert shown.state == LoanState.ACTIVE
    assert shown.line.disbursed_on == START + timedelta(days=1)
    assert [e.kind for e in loan_events(customer, loan_id)] == ["disbursed", "disbursement_refused"]
    assert proven()


def test_a_bank_that_never_answers_becomes_a_case_once_and_its_late_word_still_counts() -> None:
    world = World(habits=BankHabits(never_per_mille=1000))
    firm, customer = world.firm()
    loan_id = world.borrowed(firm)
    for _ in range(6):
        world.close()
    assert loan(customer, loan_id).state == LoanState.DISBURSING
    assert len(cases_page(OPERATIONS, kind="failed_payment", state="open")) == 1
    [order] = orders_page(SYSTEM)
    answer = PaymentAnswer(order.id, "settled", "", world.clock.now(), "LATE")
    handle_payment_answer(world.call(), answer=answer)
    assert loan(customer, loan_id).line.disbursed_on == START + timedelta(days=6)
    refused = PaymentAnswer(order.id, "refused", "changed our mind", world.clock.now(), "LATE")
    assert handle_payment_answer(world.call(), answer=refused).contradicting == 1
    assert handle_payment_answer(world.call(), answer=answer).new == 0
    assert loan(customer, loan_id).state == LoanState.ACTIVE
    assert proven()


def test_operations_write_down_what_the_bank_told_them() -> None:
    world = World(habits=BankHabits(never_per_mille=1000))
    firm, customer = world.firm()
    loan_id = world.borrowed(firm)
    [order] = orders_page(SYSTEM)
    with pytest.raises(Forbidden):
        record_answer_by_hand(world.call(customer), order_id=order.id, outcome="settled", reason="by phone")
    told = record_answer_by_hand(world.call(OPERATIONS), order_id=order.id, outcome="refused", reason="by phone")
    assert told.new == 1
    assert loan(customer, loan_id).state == LoanState.AWAITING_DISBURSEMENT
    assert proven()


def test_a_late_word_of_the_bank_makes_the_lateness_undone() -> None:
    world = World()
    firm, customer = world.firm()
    loan_id = world.borrowed(firm)
    world.close_until(date(2026, 2, 27))
    for _ in range(5):
        close_day(world.call())
    assert business_date() == date(2026, 3, 4)
    assert loan(customer, loan_id).days_past_due == 4
    world.work()
    assert loan(customer, loan_id).days_past_due == 0
    assert balance("income.penalty").minor == 0
    assert proven()


def test_the_close_is_done_once_and_tells_its_steps() -> None:
    world = World()
    firm, _ = world.firm()
    world.borrowed(firm)
    call = world.call(OPERATIONS)
    first = close_day(call)
    assert close_day(call) == first
    assert business_date() == START + timedelta(days=1)
    assert close_day(world.call(), on=START).opened == business_date()
    steps = day_close_steps(OPERATIONS)
    opened = {s.step: s.status for s in steps if s.business_date == business_date()}
    closed = {s.step: s.status for s in steps if s.business_date == START}
    assert opened == {
        "seal": "done",
        "subsidise": "done",
        "collect": "done",
        "collect_paper": "done",
        "check_payments": "pending",
        "reprice": "pending",
        "age": "pending",
        "accrue": "pending",
        "classify": "pending",
        "cross_default": "pending",
        "provision": "pending",
        "reserve": "pending",
        "earn_subsidies": "pending",
        "follow_late": "pending",
        "watch_cover": "pending",
        "earn_on_paper": "pending",
        "watch_trade": "pending",
        "watch_limits": "pending",
        "remind": "pending",
        "measure": "pending",
        "tie_out": "pending",
        "sign_off": "pending",
        "move_date": "pending",
    }
    names = (
        "reprice",
        "age",
        "accrue",
        "classify",
        "cross_default",
        "provision",
        "reserve",
        "earn_subsidies",
        "follow_late",
        "watch_cover",
        "earn_on_paper",
        "watch_trade",
        "watch_limits",
        "remind",
        "measure",
        "tie_out",
        "sign_off",
    )
    assert closed == dict.fromkeys(("check_payments", *names, "move_date"), "done")
    assert proven()


def repay(world: World, loan_id: UUID, actor: Actor = SYSTEM, **how: object) -> object:
    return repay_loan(world.call(actor), loan_id=loan_id, **how)


def answered_by_staff(world: World) -> object:
    answer = PaymentAnswer(new_id(), "settled", "", world.clock.now(), "")
    return handle_payment_answer(world.call(OPERATIONS), answer=answer)


REFUSED = [
    ("another customer's loan", NotFound, lambda w, loan, other: repay(w, loan, other, amount=Money(100))),
    ("more than what ends it", TooMuchToRepay, lambda w, loan, _: repay(w, loan, amount=Money(120_000_01))),
    ("nothing", InvalidInput, lambda w, loan, _: repay(w, loan, amount=Money(0))),
    ("less than nothing", InvalidInput, lambda w, loan, _: repay(w, loan, amount=Money(-1))),
    ("another currency", InvalidInput, lambda w, loan, _: repay(w, loan, amount=Money(100, "USD"))),
    ("neither amount nor pay-off", InvalidInput, lambda w, loan, _: repay(w, loan)),
    ("an unknown effect", InvalidInput, lambda w, loan, _: repay(w, loan, amount=Money(1), effect="x")),
    ("an unknown loan", NotFound, lambda w, *_: repay(w, new_id(), amount=Money(1))),
    ("a day to come", BusinessDateMoved, lambda w, *_: close_day(w.call(), on=START + timedelta(days=1))),
    ("a close by a customer", Forbidden, lambda w, _, other: close_day(w.call(other))),
    ("a payout of a running loan", CannotDisburse, lambda w, loan, _: request_disbursement(w.call(), loan_id=loan)),
    ("an answer by staff", Forbidden, lambda w, *_: answered_by_staff(w)),
]


@pytest.mark.parametrize(("what", "refusal", "act"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refusals_change_nothing(what: str, refusal: type[Refusal], act) -> None:
    world = World()
    firm, _ = world.firm()
    _, other = world.firm()
    loan_id = world.borrowed(firm)
    before = (loan(SYSTEM, loan_id), orders_page(SYSTEM), business_date())
    with pytest.raises(refusal):
        act(world, loan_id, other)
    assert (loan(SYSTEM, loan_id), orders_page(SYSTEM), business_date()) == before
    assert proven()


def test_a_customer_sees_only_their_own_loans() -> None:
    world = World(habits=PROMPT)
    firm, customer = world.firm()
    _, other = world.firm()
    loan_id = world.borrowed(firm)
    visitor = Actor(new_id(), frozenset({Role.CUSTOMER}))
    assert [line.id for line in loans_page(customer).loans] == [loan_id]
    for stranger in (other, visitor):
        assert loans_page(stranger).loans == ()
        for ask in (loan, loan_events, pay_off_quote):
            with pytest.raises(NotFound):
                ask(stranger, loan_id)
