"""Orders are asked for once, and decided by the first answer."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from puhui.adapters.payments.embedded import BankHabits, EmbeddedBank
from puhui.foundation.evidence.models import OutboxEvent
from puhui.foundation.payments.facade import (
    AnswerWithoutOrder,
    BadPayment,
    OrderReused,
    OrderState,
    Purpose,
    failed_orders_page,
    note_missed,
    note_sent,
    open_amounts,
    order,
    orders_for_bank,
    record_answer,
    request_payment,
    unanswered_orders,
)
from puhui.foundation.payments.models import PaymentOrder, ReceivedAnswer
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.ports import MovedClock, PaymentAnswer

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
LOAN, PARTY = new_id(), new_id()
pytestmark = pytest.mark.django_db


def call(key: str = "k") -> Call:
    return Call(SYSTEM, key, AT)


def ask(order_id: UUID | None = None, minor: int = 100_00) -> UUID:
    return request_payment(
        call(),
        direction="collect",
        amount=Money(minor),
        party_id=PARTY,
        purpose=Purpose.REPAYMENT,
        subject_id=LOAN,
        requested_on=DAY,
        order_id=order_id,
    )


def answer(order_id: UUID, outcome: str = "settled", reason: str = "") -> PaymentAnswer:
    return PaymentAnswer(order_id, "refused" if outcome == "refused" else "settled", reason, AT, "B1")


def rows() -> tuple[int, int, int]:
    return PaymentOrder.objects.count(), ReceivedAnswer.objects.count(), OutboxEvent.objects.count()


def test_an_order_is_asked_for_once() -> None:
    first = ask(order_id=(order_id := new_id()))
    assert ask(order_id=order_id) == first == order_id
    assert rows() == (1, 0, 1)
    assert OutboxEvent.objects.get().payload == {"order_ids": [str(order_id)]}
    assert open_amounts(Purpose.REPAYMENT, subject_ids=[LOAN]) == {LOAN: 100_00}
    assert [o.amount for o in orders_for_bank([order_id])] == [Money(100_00)]


def test_the_first_answer_decides_and_a_repeat_changes_nothing() -> None:
    order_id = ask()
    assert note_sent([order_id]) == 1
    first = record_answer(call(), answer=answer(order_id))
    assert (first.is_new, first.contradicts, first.order.state) == (True, False, OrderState.SETTLED)
    again = record_answer(call(), answer=answer(order_id, reason="said later"))
    assert (again.is_new, again.contradicts) == (False, False)
    assert rows()[1] == 1
    assert note_sent([order_id]) == 0
    assert orders_for_bank([order_id]) == []


def test_an_answer_at_odds_with_the_first_is_kept_and_told_apart() -> None:
    order_id = ask()
    record_answer(call(), answer=answer(order_id, "refused", "insufficient_funds"))
    second = record_answer(call(), answer=answer(order_id, "settled"))
    assert (second.is_new, second.contradicts, second.order.state) == (False, True, OrderState.REFUSED)
    assert rows()[1] == 2
    third = record_answer(call(), answer=answer(order_id, "settled"))
    assert (third.is_new, third.contradicts) == (False, False)
    assert [o.reason for o in failed_orders_page(SYSTEM)] == ["insufficient_funds"]


def test_an_order_without_an_answer_is_found_once() -> None:
    order_id = ask()
    late = DAY + timedelta(days=3)
    assert unanswered_orders(requested_before=DAY, most=10) == []
    assert [o.id for o in unanswered_orders(requested_before=late, most=10)] == [order_id]
    note_missed([order_id], on=late)
    assert unanswered_orders(requested_before=late, most=10) == []


REFUSED = [
    (BadPayment, lambda: ask(minor=0)),
    (BadPayment, lambda: ask(minor=-1)),
    (AnswerWithoutOrder, lambda: record_answer(call(), answer=answer(new_id()))),
    (NotFound, lambda: order(SYSTEM, new_id())),
    (Forbidden, lambda: failed_orders_page(Actor(new_id(), frozenset({Role.CUSTOMER})))),
]


@pytest.mark.parametrize(("refusal", "act"), REFUSED)
def test_refusals_change_nothing(refusal: type[Refusal], act) -> None:
    before = rows()
    with pytest.raises(refusal):
        act()
    assert rows() == before


def test_an_order_id_for_another_payment_is_refused() -> None:
    order_id = ask()
    with pytest.raises(OrderReused):
        ask(order_id=order_id, minor=100_01)
    assert rows() == (1, 0, 1)


@pytest.mark.parametrize(
    "statement", ["UPDATE payments_receivedanswer SET reason = 'x'", "DELETE FROM payments_receivedanswer"]
)
def test_an_answer_is_never_changed(statement: str) -> None:
    record_answer(call(), answer=answer(ask()))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert rows()[1] == 1


class TestEmbeddedBank:
    def send(self, bank: EmbeddedBank, count: int) -> list[UUID]:
        ids = [ask() for _ in range(count)]
        for for_bank in orders_for_bank(ids):
            bank.send(for_bank)
            bank.send(for_bank)
        return ids

    def test_it_answers_later_and_some_answers_come_twice(self) -> None:
        clock = MovedClock(AT)
        bank = EmbeddedBank(clock=clock, habits=BankHabits(delay=timedelta(minutes=1), twice_per_mille=500))
        ids = self.send(bank, 20)
        assert bank.collect_answers(now=AT, most=100) == []
        clock.instant = AT + timedelta(minutes=1)
        first = bank.collect_answers(now=clock.now(), most=100)
        assert {a.order_id for a in first} == set(ids)
        assert bank.collect_answers(now=clock.now(), most=100) == first
        bank.acknowledge(ids)
        clock.instant += timedelta(minutes=1)
        second = bank.collect_answers(now=clock.now(), most=100)
        assert 0 < len(second) < 20
        assert {(a.order_id, a.outcome) for a in second} <= {(a.order_id, a.outcome) for a in first}
        bank.acknowledge([a.order_id for a in second])
        clock.instant += timedelta(days=1)
        assert bank.collect_answers(now=clock.now(), most=100) == []

    def test_without_a_delay_it_comes_to_an_end_on_a_clock_that_stands(self) -> None:
        bank = EmbeddedBank(clock=MovedClock(AT), habits=BankHabits(delay=timedelta(0), twice_per_mille=1000))
        self.send(bank, 3)
        rounds = 0
        while answers := bank.collect_answers(now=AT, most=100):
            bank.acknowledge([a.order_id for a in answers])
            rounds += 1
        assert rounds == 2

    def test_empty_and_closed_accounts_and_bad_days(self) -> None:
        bank = EmbeddedBank(clock=MovedClock(AT), habits=BankHabits(delay=timedelta(0)))
        bank.set_account(PARTY, is_empty=True)
        self.send(bank, 1)
        assert [a.reason for a in bank.collect_answers(now=AT, most=9)] == ["insufficient_funds"]
        silent = EmbeddedBank(clock=MovedClock(AT), habits=BankHabits(never_per_mille=1000))
        self.send(silent, 1)
        failing = EmbeddedBank(clock=MovedClock(AT), habits=BankHabits(delay=timedelta(0), refused_per_mille=1000))
        bank.set_account(PARTY)
        ids = self.send(failing, 1)
        late = failing.collect_answers(now=AT + timedelta(days=9), most=9)
        assert [a.reason for a in late if a.order_id in ids] == ["bank_system_error"]
        assert len(late) == 2
