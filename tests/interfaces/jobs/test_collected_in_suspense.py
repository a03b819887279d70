"""Money that the bank has collected is in the books and acknowledged, also when the loan cannot take it."""

from datetime import timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner
from tests.rooms.lending.lender import OPERATIONS, START, proven
from tests.rooms.lending.world import World

from puhui.adapters.payments.embedded import BankHabits
from puhui.flows.book_collected import book_again
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.reconcile_statements.report import suspense_differences
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import advance_business_date, balance, business_date
from puhui.foundation.payments.facade import OrderState, Purpose, open_amounts, order, suspended_orders
from puhui.interfaces.command_line.bank import command
from puhui.interfaces.jobs.collect_payment_answers import collect_payment_answers
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.money import Money
from puhui.products.lending.facade import ChangeAsked, book_change, loan, loan_events, pay_off_quote

pytestmark = pytest.mark.django_db
LATE = BankHabits(delay=timedelta(hours=20), twice_per_mille=1000)
MORE = Money(10_000_00)


def unbookable(world: World) -> tuple[UUID, UUID, UUID]:
    """A pay-off that the bank answers late: meanwhile more was paid out on the loan, which a loan that is over refuses.

    Gives the loan, the order, and the event of the further payout. Another loan was repaid by the same answers.
    """
    firm, customer = world.firm()
    loan_id, other = world.borrowed(firm), world.borrowed(firm)
    object.__setattr__(world.bank, "habits", LATE)
    asked = repay_loan(world.call(customer), loan_id=loan_id, pay_off=True)
    repay_loan(world.call(customer), loan_id=other, amount=Money(5_00))
    deliver_outbox(world.ports, now=world.clock.now())
    advance(world)
    lent = book_change(world.call(), loan_id=loan_id, asked=ChangeAsked(kind="disbursement", amount=MORE))
    assert collect_payment_answers(world.ports, now=world.clock.now()) == 2
    assert [event.kind for event in loan_events(SYSTEM, other)] == ["payment", "disbursed"]
    return loan_id, asked.order_id, lent.event_id


def advance(world: World) -> None:
    advance_business_date(world.call(), from_date=START)
    world.clock.instant += timedelta(days=1)


def all_proven() -> bool:
    return proven() and suspense_differences() == []


def test_a_collection_that_the_loan_refuses_stands_in_suspense_with_a_case() -> None:
    world = World()
    loan_id, order_id, _ = unbookable(world)
    collected = order(SYSTEM, order_id)
    assert collected.state == OrderState.SETTLED
    assert [one.id for one in suspended_orders()] == [order_id]
    assert balance("suspense.received") == collected.amount
    assert loan(SYSTEM, loan_id).state == "active"
    [case] = cases_page(OPERATIONS, kind="failed_payment")
    assert case.subject == str(loan_id)
    for said in (str(order_id), str(loan_id), collected.amount.written, "pay-off"):
        assert said in case.reason
    assert all_proven()


def test_the_same_answer_again_changes_nothing_and_it_is_not_asked_for_again() -> None:
    world = World()
    loan_id, order_id, _ = unbookable(world)
    amount = order(SYSTEM, order_id).amount
    world.clock.instant += timedelta(days=1)
    assert collect_payment_answers(world.ports, now=world.clock.now()) == 2  # the bank says it all once more
    world.clock.instant += timedelta(days=1)
    assert collect_payment_answers(world.ports, now=world.clock.now()) == 0
    assert balance("suspense.received") == amount
    assert len(cases_page(OPERATIONS, kind="failed_payment")) == 1
    assert open_amounts(Purpose.REPAYMENT, subject_ids=[loan_id]) == {loan_id: amount.minor}
    assert all_proven()


def test_once_the_loan_allows_it_the_money_counts_from_its_day() -> None:
    world = World()
    loan_id, order_id, lent = unbookable(world)
    with pytest.raises(InvalidInput):
        book_again(world.call(OPERATIONS), order_id=order_id)
    assert [one.id for one in suspended_orders()] == [order_id]
    book_change(world.call(), loan_id=loan_id, asked=ChangeAsked(kind="reversal", of=lent))
    book_again(world.call(OPERATIONS), order_id=order_id)
    assert loan(SYSTEM, loan_id).state == "closed"
    assert (suspended_orders(), balance("suspense.received").minor) == ([], 0)
    with pytest.raises(NotFound):
        book_again(world.call(OPERATIONS), order_id=order_id)
    assert all_proven()


def test_or_it_counts_from_today_by_the_command() -> None:
    world = World()
    loan_id, order_id, _ = unbookable(world)
    owed, amount = pay_off_quote(SYSTEM, loan_id).to_pay, order(SYSTEM, order_id).amount
    _, customer = world.firm()
    with pytest.raises(Forbidden):
        book_again(world.call(customer), order_id=order_id)
    refused = CliRunner().invoke(command, ["book-again", str(order_id)])
    assert (refused.exit_code != 0, balance("suspense.received")) == (True, amount)
    done = CliRunner().invoke(command, ["book-again", str(order_id), "--from-today", "--json"])
    assert done.exit_code == 0, done.output
    assert loan_events(SYSTEM, loan_id)[0].on == business_date()
    assert pay_off_quote(SYSTEM, loan_id).to_pay == owed - amount
    assert balance("suspense.received").minor == 0
    assert all_proven()
