"""`puhui worker`: delivers what the outbox holds, collects the bank's answers, runs queued tasks."""

import click

from puhui.interfaces.command_line.printing import print_json
from puhui.interfaces.jobs.rounds import run_until_idle
from puhui.interfaces.jobs.worker import run_worker
from puhui.interfaces.ports import current_ports


@click.command(help="Delivers what the outbox holds, collects the bank's answers, and runs what is queued.")
@click.option("--once", is_flag=True, help="Works until nothing is left to do, then ends.")
@click.option("--interval", type=click.FloatRange(0.05, 3600), default=1.0, show_default=True, help="Seconds of rest.")
@click.option(
    "--concurrency", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes, with PUHUI_BROKER_URL."
)
@click.option("--parent", type=click.IntRange(1), help="The process that started it: ends when that one ends.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with --once.")
def command(*, once: bool, interval: float, concurrency: int, parent: int | None, as_json: bool) -> None:
    """Works, once or until it is told to stop."""
    if not once:
        run_worker(current_ports(), interval=interval, parent=parent or 0, concurrency=concurrency)
        return
    done = run_until_idle(current_ports())
    if as_json:
        print_json({"delivered": done.delivered, "answers": done.answers, "closed": done.closed})
    else:
        click.echo(f"{done.delivered:,} events delivered, {done.answers:,} answers of the bank booked.")
