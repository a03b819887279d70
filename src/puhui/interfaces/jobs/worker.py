"""The worker: rounds of work until it is told to stop, in this process or under the engine that a broker needs."""

import logging
import os
import signal
import threading
import time
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils.module_loading import import_string

from puhui.interfaces.jobs.rounds import run_round
from puhui.interfaces.jobs.tasks import work_round
from puhui.interfaces.ports import Ports

log = logging.getLogger("puhui.jobs")


def run_worker(ports: Ports, *, interval: float, parent: int = 0, concurrency: int = 1) -> None:
    """Works until SIGTERM or SIGINT; the round that is running is finished first.

    With the id of the process that started it, it also ends when that process is gone, were it before it began. Where
    a broker is named, its engine wakes `concurrency` processes (PUHUI_BROKER_URL); else this process is the worker.
    """
    if settings.PUHUI_QUEUE_WORKER:
        _end_with(parent)
        serve = import_string(settings.PUHUI_QUEUE_WORKER)
        serve(rounds=work_round.module_path, interval=interval, concurrency=concurrency)
        return
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


def _end_with(parent: int) -> None:
    """Tells this process to stop when its parent is gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    if parent:
        threading.Thread(target=watch, daemon=True).start()
