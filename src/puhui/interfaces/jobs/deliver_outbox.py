"""Delivers what transactions asked for: orders to the bank, messages to people, reminders to be written."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from puhui.conduct.partners.facade import TOPIC as PARTNER_TOPIC
from puhui.conduct.partners.facade import note_delivery, signed_message
from puhui.flows.after_close import TOPIC as AFTER_CLOSE_TOPIC
from puhui.flows.after_close import do_job
from puhui.flows.ask_sources import STALE_TOPIC
from puhui.flows.collections.relief import TOPIC as RELIEF_TOPIC
from puhui.flows.collections.relief import work_on_relief
from puhui.flows.dashboards.facade import TOPIC as REPORT_TOPIC
from puhui.flows.dashboards.facade import message_of_report
from puhui.flows.measure_facts import refresh_facts
from puhui.flows.reprice_loans import REPRICED_TOPIC, tell_repriced
from puhui.flows.run_end_of_day.facade import REMIND_TOPIC, send_reminders
from puhui.flows.watch_decisions import TOPIC as WATCH_TOPIC
from puhui.flows.watch_decisions import watch_decisions
from puhui.foundation.evidence.facade import (
    OutboxWork,
    postpone_outbox_work,
    settle_outbox_work,
    take_outbox_work,
)
from puhui.foundation.notices.facade import TOPIC as NOTICE_TOPIC
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.payments.facade import TOPIC as PAYMENT_TOPIC
from puhui.foundation.payments.facade import note_sent, orders_for_bank
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ports import NotTaken
from puhui.products.collections.facade import ReliefState, relief
from puhui.risk.decisioning.facade import DECIDED_TOPIC, score_shadows
from puhui.risk.facts.facade import is_stale

log = logging.getLogger("puhui.jobs")
Deliver = Callable[[Ports, OutboxWork, datetime], None]


def deliver_outbox(ports: Ports, *, now: datetime, most: int = 200) -> int:
    """Delivers events that are due, at most so many; gives how many it took.

    Every receiver takes the same thing twice without harm, so an event that was delivered and not yet marked is
    delivered again. One that fails is tried again later; an event that nobody listens to is done.
    """
    taken = take_outbox_work(now=now, most=most)
    delivered = [work.id for work in taken if _deliver(ports, work, now)]
    settle_outbox_work(delivered, at=now)
    return len(taken)


def _deliver(ports: Ports, work: OutboxWork, now: datetime) -> bool:
    deliver = RECEIVERS.get(work.topic)
    if deliver is None:
        return True
    try:
        deliver(ports, work, now)
    except Exception as error:
        log.warning("event %s (%s) was not delivered: %s", work.id, work.topic, type(error).__name__)
        postpone_outbox_work(work, error=f"{type(error).__name__}: {error}", at=now)
        return False
    return True


def _send_orders(ports: Ports, work: OutboxWork, now: datetime) -> None:
    del now
    ids = [UUID(order_id) for order_id in work.payload["order_ids"]]
    for order in orders_for_bank(ids):
        ports.payments.send(order)
    note_sent(ids)


def _send_message(ports: Ports, work: OutboxWork, now: datetime) -> None:
    ports.messaging.send(message_for_delivery(UUID(work.payload["notice_id"])), at=now)


def _tell_report(ports: Ports, work: OutboxWork, now: datetime) -> None:
    ports.messaging.send(message_of_report(UUID(work.payload["report_id"])), at=now)


def _send_reminders(ports: Ports, work: OutboxWork, now: datetime) -> None:
    del ports
    call = Call(SYSTEM, f"outbox/{work.id}", now, channel="job")
    send_reminders(call, kind=work.payload["kind"], dues=work.payload["dues"])


def _work_on_relief(ports: Ports, work: OutboxWork, now: datetime) -> None:
    del ports
    relief_id = UUID(work.payload["relief_id"])
    state = relief(SYSTEM, relief_id=relief_id).state
    if state in (ReliefState.APPLYING, ReliefState.UNDOING):
        work_on_relief(Call(SYSTEM, f"outbox/{work.id}", now, channel="job"), relief_id=relief_id, state=state)


def _tell_repriced(ports: Ports, work: OutboxWork, now: datetime) -> None:
    del ports
    tell_repriced(Call(SYSTEM, f"outbox/{work.id}", now, channel="job"), loans=work.payload["loans"])


def _score_shadows(ports: Ports, work: OutboxWork, now: datetime) -> None:
    del ports
    call = Call(SYSTEM, f"outbox/{work.id}", now, channel="job")
    score_shadows(call, decision_ids=[UUID(work.payload["decision_id"])])


def _watch(ports: Ports, work: OutboxWork, now: datetime) -> None:
    del ports
    watch_decisions(Call(SYSTEM, f"outbox/{work.id}", now, channel="job"), on=date.fromisoformat(work.payload["day"]))


def _after_close(ports: Ports, work: OutboxWork, now: datetime) -> None:
    del ports
    call = Call(SYSTEM, f"outbox/{work.id}", now, channel="job")
    do_job(call, name=work.payload["job"], day=date.fromisoformat(work.payload["day"]))


def _refresh_facts(ports: Ports, work: OutboxWork, now: datetime) -> None:
    """Measures anew, unless a decision has measured them since."""
    del ports
    party_id = UUID(work.payload["party_id"])
    if is_stale(party_id):
        refresh_facts(Call(SYSTEM, f"outbox/{work.id}", now, channel="job"), party_id=party_id)


def _tell_program(ports: Ports, work: OutboxWork, now: datetime) -> None:
    """One try; the outbox tries again, later each time, until the room says that it was tried often enough."""
    message_id = UUID(work.payload["message_id"])
    told = signed_message(message_id, at=now)
    if told is None:
        return
    try:
        code = ports.callbacks.post(told.address, body=told.body, headers=told.headers)
    except NotTaken as problem:
        again = note_delivery(message_id, at=now, answer_code=problem.answer_code, error=str(problem))
        if again:
            raise
        return
    note_delivery(message_id, at=now, answer_code=code)


RECEIVERS: Final[Mapping[str, Deliver]] = {
    PAYMENT_TOPIC: _send_orders,
    NOTICE_TOPIC: _send_message,
    REPORT_TOPIC: _tell_report,
    REMIND_TOPIC: _send_reminders,
    REPRICED_TOPIC: _tell_repriced,
    RELIEF_TOPIC: _work_on_relief,
    DECIDED_TOPIC: _score_shadows,
    WATCH_TOPIC: _watch,
    STALE_TOPIC: _refresh_facts,
    AFTER_CLOSE_TOPIC: _after_close,
    PARTNER_TOPIC: _tell_program,
}
