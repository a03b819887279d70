"""Asks for the close of a day, to be done by workers; and lets a worker help with what was asked for."""

from dataclasses import dataclass
from datetime import date

from puhui.flows.run_end_of_day.close_day import CLOSERS, LOANS_TOGETHER, Told, close_day
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import BusinessDateMoved, NoBusinessDate, business_date
from puhui.kernel.actors import Call
from puhui.products.lending.facade import ask_close as note_ask
from puhui.products.lending.facade import is_close_asked, open_loans


@dataclass(frozen=True, slots=True)
class CloseAsked:
    """Workers will close that day; or it was small enough to be closed at once, and `opened` is open now."""

    day: date
    opened: date | None = None


@use_case("run_end_of_day.ask_close", answers=CloseAsked, subject="day")
def ask_close(call: Call, *, day: date) -> CloseAsked:
    """Asks for the close of the open day. Nothing is lost when no worker runs: the next one that starts finds it."""
    call.actor.require(*CLOSERS, verb="close the business day")
    opened = business_date()
    if day > opened:
        raise BusinessDateMoved(where="day", open=str(opened), asked=str(day))
    if day == opened:
        note_ask(on=day, asked_by=call.actor.id, at=call.at)
    return CloseAsked(day)


def is_small_book() -> bool:
    """Whether a day is closed while a person waits."""
    return open_loans() <= LOANS_TOGETHER


def close_or_ask(call: Call, *, day: date | None) -> CloseAsked:
    """For a person at a page: a small book is closed at once, a large one is left to the workers."""
    if is_small_book():
        closed = close_day(call, on=day)
        return CloseAsked(closed.day, closed.opened)
    return ask_close(call, day=day or business_date())


def help_close(call: Call, *, told: Told | None = None) -> date | None:
    """Helps to close the open day when somebody asked for it; gives the day that was closed, if any."""
    try:
        day = business_date()
    except NoBusinessDate:
        return None
    if not is_close_asked(on=day):
        return None
    close_day(call.step(f"help/{day}"), on=day, told=told)
    return day
