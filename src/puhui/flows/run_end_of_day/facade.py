"""What interfaces and jobs may call of the day close."""

from puhui.flows.run_end_of_day.close_day import DayClosed, Told, close_day, close_days, day_checksums, day_close_steps
from puhui.flows.run_end_of_day.remind import send_reminders
from puhui.flows.run_end_of_day.servicing import servicing_on
from puhui.flows.run_end_of_day.steps import REMIND_TOPIC

__all__ = [
    "REMIND_TOPIC",
    "DayClosed",
    "Told",
    "close_day",
    "close_days",
    "day_checksums",
    "day_close_steps",
    "send_reminders",
    "servicing_on",
]
