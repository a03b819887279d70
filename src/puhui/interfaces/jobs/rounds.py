"""Rounds of work: deliver what is due, book what is answered, help with a close or a lab run that was asked for."""

from dataclasses import dataclass

from django.conf import settings
from django_tasks_db.management.commands.db_worker import Worker

from puhui.flows.policy_lab.do_run import do_waiting_run
from puhui.flows.run_end_of_day.facade import help_close
from puhui.interfaces.jobs.collect_payment_answers import collect_payment_answers
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import new_id

ROUNDS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    delivered: int
    answers: int
    closed: int = 0
    tried: int = 0

    @property
    def was_idle(self) -> bool:
        """True when there was nothing to do."""
        return not (self.delivered or self.answers or self.closed or self.tried)


def run_round(ports: Ports, *, with_tasks: bool = True) -> Round:
    """Delivers what is due, collects what is answered, helps to close the day, runs what the database queues."""
    delivered = deliver_outbox(ports, now=ports.clock.now())
    answers = collect_payment_answers(ports, now=ports.clock.now())
    closed = help_close(Call(SYSTEM, "worker", ports.clock.now(), channel="job"))
    tried = do_waiting_run(Call(SYSTEM, "worker", ports.clock.now(), channel="job"), clock=ports.clock)
    if with_tasks and not settings.PUHUI_QUEUE_WORKER:
        _run_queued_tasks()
    return Round(delivered, answers, int(closed is not None), int(tried is not None))


def run_until_idle(ports: Ports, *, with_tasks: bool = True) -> Round:
    """Rounds until nothing is due any more: for `--once`, for tests and simulations."""
    delivered = answers = closed = 0
    for _ in range(ROUNDS_AT_ONCE):
        done = run_round(ports, with_tasks=with_tasks)
        delivered, answers, closed = delivered + done.delivered, answers + done.answers, closed + done.closed
        if done.was_idle:
            break
    return Round(delivered, answers, closed)


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
