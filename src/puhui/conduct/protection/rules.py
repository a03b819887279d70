"""What is true of wishes: which of them hold on a day. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of one's own as it was wished: in the order of wishing, from which day on it holds."""

    amount_minor: int
    holds_from: date


def starts_on(amount_minor: int, *, now_minor: int | None, on: date, wait_days: int) -> date:
    """A lower limit holds at once; a higher one, or one for who had none above it, after the days of thinking.

    Whoever has no limit yet is bound by any: it holds at once.
    """
    lower = now_minor is None or amount_minor <= now_minor
    return on if lower else on + timedelta(days=wait_days)


def limit_on(wishes: Iterable[Limit], *, on: date) -> Limit | None:
    """The limit that holds: of those that have begun, the one that was wished last."""
    return next((one for one in reversed(list(wishes)) if one.holds_from <= on), None)


def limit_to_come(wishes: Iterable[Limit], *, on: date) -> Limit | None:
    """The one that was wished last of all, when its day is still to come."""
    last = next(reversed(list(wishes)), None)
    return last if last is not None and last.holds_from > on else None
