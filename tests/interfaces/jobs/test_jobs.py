"""The worker: deliveries that fail come again, answers are booked once, whatever the worker dies of."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from tests.rooms.lending.lender import START, proven, signed_loan
from tests.rooms.lending.world import World

from puhui.adapters.messaging.models import DeliveredMessage
from puhui.adapters.payments.embedded import BankHabits
from puhui.adapters.payments.models import BankOrder
from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.receive_repayment import repay_loan
from puhui.foundation.evidence.facade import KeyReused, emit
from puhui.foundation.evidence.models import OutboxEvent
from puhui.foundation.payments.facade import OrderState, orders_page
from puhui.interfaces.jobs.collect_payment_answers import collect_payment_answers
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.jobs.readiness import all_parts, readiness
from puhui.interfaces.jobs.rounds import run_round
from puhui.interfaces.jobs.tasks import close_business_day
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.ports import PaymentAnswer, PaymentOrder
from puhui.products.lending.facade import loan, loan_events

pytestmark = pytest.mark.django_db


@dataclass
class DeadBank:
    """A bank whose line is down."""

    calls: int = 0

    def send(self, order: PaymentOrder) -> None:
        self.calls += 1
        raise ConnectionError("the line is down")

    def collect_answers(self, *, now: object, most: int) -> list[PaymentAnswer]:
        return []

    def acknowledge(self, order_ids: object) -> None:
        raise AssertionError("nothing was answered")


def test_what_cannot_be_delivered_is_tried_again_later() -> None:
    world = World()
    firm, _ = world.firm()
    dead = DeadBank()
    request_disbursement(world.call(), loan_id=signed_loan(firm))
    ports = replace(world.ports, payments=dead)
    now = world.clock.now()
    deliver_outbox(ports, now=now)
    assert OutboxEvent.objects.get(topic="payment.requested").last_error.startswith("ConnectionError")
    deliver_outbox(ports, now=now + timedelta(seconds=1))
    assert dead.calls == 1
    deliver_outbox(world.ports, now=now + timedelta(seconds=3))
    assert OutboxEvent.objects.get(topic="payment.requested").delivered_at is not None
    assert BankOrder.objects.count() == 1
    assert orders_page(SYSTEM)[0].state == OrderState.SENT


def test_an_event_that_nobody_listens_to_is_done() -> None:
    world = World()
    with transaction.atomic():
        emit("somebody.else", {}, at=world.clock.now())
    assert deliver_outbox(world.ports, now=world.clock.now()) == 1
    assert deliver_outbox(world.ports, now=world.clock.now() + timedelta(hours=1)) == 0


def test_a_worker_that_dies_after_delivering_delivers_again_without_harm() -> None:
    world = World(habits=BankHabits(delay=timedelta(0), twice_per_mille=1000))
    firm, _ = world.firm()
    loan_id = world.borrowed(firm)
    OutboxEvent.objects.update(delivered_at=None, due_at=world.clock.now())
    messages = DeliveredMessage.objects.count()
    world.work()
    assert DeliveredMessage.objects.count() == messages
    assert [event.kind for event in loan_events(SYSTEM, loan_id)] == ["disbursed"]
    assert proven()


def test_one_answer_that_cannot_be_booked_stops_nobody_else() -> None:
    world = World()
    firm, _ = world.firm()
    loan_ids = [signed_loan(firm), signed_loan(firm)]
    for loan_id in loan_ids:
        request_disbursement(world.call(), loan_id=loan_id)
    deliver_outbox(world.ports, now=world.clock.now())
    stranger = PaymentOrder(new_id(), "pay_out", Money(1), firm, "disbursement", START)
    world.bank.send(stranger)
    assert collect_payment_answers(world.ports, now=world.clock.now()) == 2
    assert [loan(SYSTEM, loan_id).state for loan_id in loan_ids] == ["active", "active"]
    assert collect_payment_answers(world.ports, now=world.clock.now()) == 0
    assert proven()


@pytest.mark.django_db(transaction=True)  # the queue's worker renews its connection
def test_a_round_runs_what_is_queued() -> None:
    world = World()
    queued = close_business_day.enqueue(START.isoformat())
    run_round(world.ports)
    queued.refresh()
    assert queued.return_value == (START + timedelta(days=1)).isoformat()


def test_readiness_names_its_parts() -> None:
    assert readiness()["ready"] is False
    assert readiness()["parts"]["business_date"] == "none is open"
    World()
    assert readiness() == {"ready": True, "parts": {"database": "ok", "migrations": "ok", "business_date": "ok"}}
    assert [part.name for part in all_parts() if not part.ok] == []


class TestKeys:
    """A repayment asked for twice under one key is one repayment."""

    def asked(self, world: World, loan_id: UUID, key: str, minor: int) -> object:
        return repay_loan(Call(SYSTEM, key, world.clock.now()), loan_id=loan_id, amount=Money(minor))

    def test_the_same_request_under_one_key_collects_once(self) -> None:
        world = World()
        firm, _ = world.firm()
        loan_id = world.borrowed(firm)
        first = self.asked(world, loan_id, "k", 500_00)
        assert self.asked(world, loan_id, "k", 500_00) == first
        world.work()
        assert self.asked(world, loan_id, "k", 500_00) == first
        world.work()
        assert [event.amount for event in loan_events(SYSTEM, loan_id) if event.kind == "payment"] == [Money(500_00)]

    def test_the_same_key_for_another_amount_is_refused(self) -> None:
        world = World()
        firm, _ = world.firm()
        loan_id = world.borrowed(firm)
        self.asked(world, loan_id, "k", 500_00)
        with pytest.raises(KeyReused):
            self.asked(world, loan_id, "k", 500_01)
        assert len(orders_page(SYSTEM)) == 2
