"""The worker: rounds of delivering, collecting and doing what is queued, until it is told to stop."""

import logging
import os
import signal
import threading
from dataclasses import dataclass
from types import FrameType

from django.db import DatabaseError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from puhui.interfaces.jobs.collect_payment_answers import collect_payment_answers
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.ports import Ports
from puhui.kernel.ids import new_id

ROUNDS_AT_ONCE = 1000
log = logging.getLogger("puhui.jobs")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    delivered: int
    answers: int

    @property
    def was_idle(self) -> bool:
        """True when there was nothing to do."""
        return not (self.delivered or self.answers)


def run_round(ports: Ports, *, with_tasks: bool = True) -> Round:
    """Delivers what is due, collects what is answered, runs what is queued."""
    delivered = deliver_outbox(ports, now=ports.clock.now())
    answers = collect_payment_answers(ports, now=ports.clock.now())
    if with_tasks:
        _run_queued_tasks()
    return Round(delivered, answers)


def run_until_idle(ports: Ports, *, with_tasks: bool = True) -> Round:
    """Rounds until nothing is due any more: for `--once`, for tests and simulations."""
    delivered = answers = 0
    for _ in range(ROUNDS_AT_ONCE):
        done = run_round(ports, with_tasks=with_tasks)
        delivered, answers = delivered + done.delivered, answers + done.answers
        if done.was_idle:
            break
    return Round(delivered, answers)


def run_worker(ports: Ports, *, interval: float, parent: int = 0) -> None:
    """Works until SIGTERM or SIGINT; the round that is running is finished first.

    With the id of the process that started it, it also ends when that process is gone, were it before it began.
    """
    stop = threading.Event()

    def stops(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stops)
    while not stop.is_set() and (not parent or os.getppid() == parent):
        close_old_connections()
        try:
            is_idle = run_round(ports).was_idle
        except DatabaseError as error:  # the database is away or was locked for too long: the next round tries again
            log.warning("a round of the worker failed: %s", error)
            is_idle = True
        if is_idle:
            stop.wait(interval)


def _run_queued_tasks() -> None:
    """Runs the tasks of the `django.tasks` database queue that are ready, and comes back when there are none."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=new_id().hex,
        excluded_queue_names=[],
    ).run()
