"""`puhui serve`: the pages and the API in one command, with gunicorn inside."""

import atexit
import gc
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it ships no types

from puhui.kernel.turns import TURNS

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_PUHUI = (sys.executable, "-m", "puhui.interfaces.command_line.main")


@click.command(help="Serves the pages and the API until it is stopped.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads of each process.")
@click.option("--demo", is_flag=True, help="Also runs one `puhui worker`, which ends with the server.")
def command(*, host: str, port: int, workers: int, threads: int, demo: bool) -> None:
    """Runs until SIGTERM or Ctrl+C."""
    compress_static_files()
    if demo:
        _start_worker()
    click.echo(f"puhui serves on http://{host}:{port} (Ctrl+C stops it)")
    Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 120,
            "graceful_timeout": 20,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "proc_name": "puhui",
            "worker_tmp_dir": _memory_folder(),
        }
    ).run()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with its settings given by us, and no command line of its own."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hands our settings over."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """The application, in each process for itself, with every page's code read before the first request.

        Requests of a process take turns at it: several would hold each other up (`kernel/turns.py` says why).
        What is read by then stays as long as the process: the garbage collector need not walk over it again and again,
        which held up one request in some hundred by a tenth of a second and more.
        """
        application = get_wsgi_application()
        _ = get_resolver().url_patterns
        gc.collect()
        gc.freeze()

        def in_turn(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            with TURNS.taken():
                return application(environ, start_response)

        return in_turn


def compress_static_files() -> None:
    """Styles and scripts go out compressed, a quarter of their size: seconds of a first visit on a slow line.

    They are collected when one is another than at the last start; all of them, for a file may be older than its copy.
    """
    seal, stands = Path(settings.STATIC_ROOT) / "collected.sha256", _state_of_static_files()
    if not seal.exists() or seal.read_text() != stands:
        call_command("collectstatic", clear=True, interactive=False, verbosity=0)
        seal.write_text(stands)
    settings.WHITENOISE_USE_FINDERS = False


def _state_of_static_files() -> str:
    """A hash of the name, size and time of every file that would be collected."""
    told = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            seen = Path(storage.path(name)).stat()
            told.update(f"{name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return told.hexdigest()


def _start_worker() -> None:
    """One worker as a child; it watches its parent, so that it ends even when the server is killed."""
    owner = os.getpid()
    child = subprocess.Popen([*_PUHUI, "worker", "--parent", str(owner), "--interval", "0.5"])  # noqa: S603 - our own

    def end() -> None:
        if os.getpid() == owner and child.poll() is None:
            child.terminate()

    atexit.register(end)


def _memory_folder() -> str | None:
    """Where gunicorn keeps its heartbeat: memory rather than a disk that may stall."""
    return "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - not a temporary file of ours
