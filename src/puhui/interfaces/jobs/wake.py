"""Wakes workers for a close that was asked for; asleep, they find it by themselves in their next round."""

from datetime import date

from puhui.interfaces.jobs.tasks import close_business_day


def wake_closers(day: date, *, closers: int) -> None:
    """Queues so many helpers; each takes what the others have not taken."""
    for _ in range(closers):
        close_business_day.enqueue(day.isoformat())
