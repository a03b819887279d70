"""Celery behind the `django.tasks` API: RabbitMQ or Redis carries names of tasks, never the work itself.

What is to be done stands in our own tables (docs/decisions/0006): a message that is lost between the database and the
broker costs a while, not work, because each worker's own beat looks at the tables as well.
"""

import logging
from datetime import UTC, datetime
from socket import gethostname
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from celery import Celery
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from kombu.exceptions import OperationalError

P = ParamSpec("P")
T = TypeVar("T")
ALLOWED: Final = "puhui.interfaces.jobs."
RUN: Final = "puhui.run_task"
log = logging.getLogger("puhui.jobs")


def make_app() -> Celery:
    """The Celery application of this installation; what a killed worker had in hand is given out again."""
    environment = settings.PUHUI_ENVIRONMENT
    is_redis = urlsplit(environment.broker_url).scheme.startswith("redis")
    app = Celery("puhui", broker=environment.broker_url, set_as_current=False)
    app.conf.update(
        task_default_queue=environment.queue,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=5,
        broker_transport_options={"visibility_timeout": 3600} if is_redis else {},
        task_publish_retry_policy={"max_retries": 2, "interval_start": 0.1, "interval_max": 0.5},
    )
    app.task(name=RUN)(run_task)
    return app


def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Runs one of our own tasks by its dotted path; nothing else can be named from outside."""
    if not path.startswith(ALLOWED):
        raise ValueError(f"{path!r} is not a task of puhui")
    task: Task[Any, Any] = import_string(path)
    task.func(*args, **kwargs)


def run_worker(*, rounds: str, interval: float, concurrency: int) -> None:
    """Serves the queue until SIGTERM; each `interval` seconds it also runs a round, the task named `rounds`.

    Every worker has a beat of its own, so that none is special: what two of them do at once is claimed in the tables.
    """
    app = make_app()
    app.conf.beat_schedule = {
        "round": {"task": RUN, "schedule": interval, "args": [rounds, [], {}], "options": {"expires": interval * 3}}
    }
    app.conf.beat_max_loop_interval = max(interval, 0.2)
    app.set_current()
    worker = app.Worker(
        hostname=f"puhui-{uuid4().hex[:12]}@{gethostname()}",  # two workers of one machine are two nodes
        beat=True,
        scheduler="celery.beat:Scheduler",
        concurrency=concurrency,
        pool="prefork",
        loglevel="WARNING",
        quiet=True,
    )
    worker.start()


class CeleryBackend(BaseTaskBackend):
    """Sends a task to the broker once the running transaction is committed."""

    supports_defer = False

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.app = make_app()

    def enqueue(self, task: Task[P, T], args: P.args, kwargs: P.kwargs) -> TaskResult[T]:  # type: ignore[valid-type]  # its API
        """Queues the task. A broker that is away is no failure of the caller: the tables still hold the work."""
        self.validate_task(task)
        message = [task.module_path, list(args), dict(kwargs)]
        transaction.on_commit(lambda: self._send(message))
        return TaskResult(
            task=task,
            id=uuid4().hex,
            status=TaskResultStatus.READY,
            enqueued_at=datetime.now(UTC),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def _send(self, message: list[Any]) -> None:
        try:
            self.app.send_task(RUN, args=message)
        except OperationalError as problem:
            log.warning("the broker does not answer (%s): workers find the work in the tables", problem)
