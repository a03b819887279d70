"""Collects what banks answered and books it; only then tells the bank that we have it."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from puhui.flows.handle_payment_answer import answers_key, handle_payment_answers
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ports import PaymentAnswer

log = logging.getLogger("puhui.jobs")
BOOKED_TOGETHER = 100


def collect_payment_answers(ports: Ports, *, now: datetime, most: int = 500) -> int:
    """Books answers, a hundred in a transaction; gives how many were booked or known.

    An answer that comes again (because we died before telling the bank) is known and changes nothing.
    """
    answers = list(ports.payments.collect_answers(now=now, most=most))
    booked: list[UUID] = []
    for start in range(0, len(answers), BOOKED_TOGETHER):
        booked += _book(answers[start : start + BOOKED_TOGETHER], now)
    ports.payments.acknowledge(booked)
    return len(booked)


def _book(answers: Sequence[PaymentAnswer], now: datetime) -> list[UUID]:
    """All at once; when one of them cannot be booked, one by one, so that it stops nobody else."""
    try:
        handle_payment_answers(Call(SYSTEM, answers_key(answers), now, channel="job"), answers=answers)
    except Refusal as refusal:
        if len(answers) > 1:
            return [order_id for answer in answers for order_id in _book([answer], now)]
        log.error("the answer to order %s cannot be booked: %s", answers[0].order_id, refusal.code)
        return []
    return [answer.order_id for answer in answers]
