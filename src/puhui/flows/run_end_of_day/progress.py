"""How far a close has come: which step, how fast, how long it will still take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from puhui.flows.run_end_of_day.close_day import CLOSERS
from puhui.flows.run_end_of_day.steps import CLOSING
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor, Role
from puhui.products.lending.facade import DayStepView, is_close_asked, steps_of

NAMES = tuple(step.name for step in CLOSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseProgress:
    """The close of the open day. Seconds are of one closer: several share what is left among them."""

    day: date
    is_asked: bool
    step: str
    parts_done: int
    parts: int
    items: int
    items_per_second: int | None
    seconds_left: int | None

    @property
    def percent(self) -> int:
        """Parts done of all parts, rounded down."""
        return 100 * self.parts_done // max(self.parts, 1)


def close_progress(actor: Actor) -> CloseProgress:
    """The open day's close: nothing done yet, under way, or (when another day is open) gone."""
    if not actor.reads_all:
        actor.require(*CLOSERS, Role.AUDITOR, verb="read day closes")
    day = business_date()
    return progress_of(
        day, steps_of([day]), before=steps_of([day - timedelta(days=1)]), is_asked=is_close_asked(on=day)
    )


def progress_of(
    day: date, steps: Sequence[DayStepView], *, before: Sequence[DayStepView], is_asked: bool
) -> CloseProgress:
    """From the steps of the day; those of the day before tell how long a step takes that has not begun."""
    mine = [step for step in steps if step.step in NAMES]
    pace = {step.step: step.took_ms / step.parts for step in before if step.step in NAMES}
    pace |= {step.step: step.took_ms / step.parts_done for step in mine if step.parts_done}
    waiting = sorted((s for s in mine if s.parts_done < s.parts), key=lambda s: NAMES.index(s.step))
    left = [pace[step.step] * (step.parts - step.parts_done) for step in waiting if step.step in pace]
    items, took_ms = sum(step.items for step in mine), sum(step.took_ms for step in mine)
    return CloseProgress(
        day=day,
        is_asked=is_asked,
        step=waiting[0].step if waiting else "",
        parts_done=sum(step.parts_done for step in mine),
        parts=sum(step.parts for step in mine),
        items=items,
        items_per_second=round(1000 * items / took_ms) if took_ms else None,
        seconds_left=round(sum(left) / 1000) if len(left) == len(waiting) else None,
    )
