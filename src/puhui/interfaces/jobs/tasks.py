"""Tasks of the `django.tasks` queue: an engine only wakes workers, what is to be done stands in our own tables."""

from datetime import date

from django_tasks import task

from puhui.flows.run_end_of_day.facade import close_day
from puhui.interfaces.jobs.rounds import run_round
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call


@task()
def close_business_day(day: str) -> str:
    """Closes one business day, or helps whoever is closing it; gives the day that is open then."""
    call = Call(SYSTEM, f"task/close/{day}", current_ports().clock.now(), channel="job")
    return close_day(call, on=date.fromisoformat(day)).opened.isoformat()


@task()
def work_round() -> None:
    """One round of the worker: what is due is delivered, answers are booked, a close that was asked for is helped."""
    run_round(current_ports(), with_tasks=False)
