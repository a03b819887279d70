"""A crop's year on real days: which windows lie ahead, when the loan is due, and how money is split over them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from puhui.finmath.cents import split_by_weights
from puhui.kernel.texts import Text
from puhui.products.farms.contracts import Season, Window


class _Step(Protocol):
    @property
    def stage(self) -> str: ...
    @property
    def name(self) -> Text: ...
    @property
    def opens(self) -> str: ...
    @property
    def closes(self) -> str: ...
    @property
    def share_pct(self) -> int: ...


def season_from(
    crop: str, name: Text, steps: Sequence[_Step], *, harvest_ends: str, due: str, on: date, years: int = 1
) -> Season:
    """The season that a loan of a day is for: the first one whose first window has not closed.

    Windows follow each other, each on the first such day after the one before; the harvest comes after the last
    window, the due day after the harvest. `years`: a loan over several harvests is due with the last of them.
    """
    first_close = on_or_after(steps[0].closes, on)
    opens = before(steps[0].opens, first_close)
    windows = [_window(steps[0], opens, first_close)]
    for step in steps[1:]:
        begin = on_or_after(step.opens, windows[-1].opens_on)
        windows.append(_window(step, begin, on_or_after(step.closes, begin)))
    harvest = on_or_after(harvest_ends, windows[-1].closes_on)
    last = date(harvest.year + years - 1, harvest.month, harvest.day)
    return Season(
        crop=crop,
        name=name,
        windows=tuple(windows),
        harvest_ends_on=last,
        due_on=on_or_after(due, last),
    )


def split_over(amount_minor: int, season: Season) -> list[int]:
    """The amount over the windows by their shares; the parts add up to it to the fen."""
    return split_by_weights(amount_minor, [window.share_pct for window in season.windows])


def on_or_after(month_day: str, day: date) -> date:
    """The first day of this month and day that is not before `day`."""
    month, number = (int(part) for part in month_day.split("-"))
    found = date(day.year, month, number)
    return found if found >= day else date(day.year + 1, month, number)


def before(month_day: str, day: date) -> date:
    """The last day of this month and day that is not after `day`."""
    month, number = (int(part) for part in month_day.split("-"))
    found = date(day.year, month, number)
    return found if found <= day else date(day.year - 1, month, number)


def _window(step: _Step, opens: date, closes: date) -> Window:
    return Window(stage=step.stage, name=step.name, opens_on=opens, closes_on=closes, share_pct=step.share_pct)
