"""What interfaces and jobs may call of the day close."""

from puhui.flows.run_end_of_day.ask import CloseAsked, ask_close, close_or_ask, help_close, is_small_book
from puhui.flows.run_end_of_day.close_day import DayClosed, Told, close_day, close_days, day_checksums, day_close_steps
from puhui.flows.run_end_of_day.progress import CloseProgress, close_progress, progress_of
from puhui.flows.run_end_of_day.remind import send_reminders
from puhui.flows.run_end_of_day.servicing import servicing_on
from puhui.flows.run_end_of_day.steps import REMIND_TOPIC

__all__ = [
    "REMIND_TOPIC",
    "CloseAsked",
    "CloseProgress",
    "DayClosed",
    "Told",
    "ask_close",
    "close_day",
    "close_days",
    "close_or_ask",
    "close_progress",
    "day_checksums",
    "day_close_steps",
    "help_close",
    "is_small_book",
    "progress_of",
    "send_reminders",
    "servicing_on",
]
