"""When a measure is calm, warns or stops: beyond its limit, and beyond what chance explains."""

from dataclasses import dataclass

from puhui.finmath.statistics import Interval
from puhui.risk.monitoring.contracts import Level

WORST_FIRST = (Level.STOP, Level.WARN, Level.CALM, Level.THIN)


@dataclass(frozen=True, slots=True)
class Limit:
    """From where a measure warns, and from where it stops."""

    warn: float
    stop: float


def level_of_index(value: float, *, by_chance: float, limit: Limit, is_thin: bool = False) -> Level:
    """An index warns where it passes its limit and what chance alone would give."""
    if is_thin:
        return Level.THIN
    return _rising(value, limit) if value > by_chance else Level.CALM


def level_of_difference(found: Interval, *, reference: float, limit: Limit, is_thin: bool = False) -> Level:
    """A value warns where it lies further from its reference than the limit, and the reference outside its interval."""
    if is_thin:
        return Level.THIN
    explained = found.low <= reference <= found.high
    return Level.CALM if explained else _rising(abs(found.value - reference), limit)


def level_above(found: Interval, *, base: float, limit: Limit, is_thin: bool = False) -> Level:
    """A value warns where it passes the limit and its whole interval lies above the base."""
    if is_thin:
        return Level.THIN
    return _rising(found.value, limit) if found.low > base else Level.CALM


def level_of_ratio(found: Interval, *, limit: Limit, is_thin: bool = False) -> Level:
    """A ratio warns below its limit; it stops when chance does not explain it: its whole interval lies below one."""
    if is_thin:
        return Level.THIN
    if found.value < limit.stop and found.high < 1:
        return Level.STOP
    return Level.WARN if found.value < limit.warn else Level.CALM


def level_of_count(count: int, *, limit: Limit) -> Level:
    """A count warns from its limit on."""
    return _rising(count, limit)


def _rising(value: float, limit: Limit) -> Level:
    if value >= limit.stop:
        return Level.STOP
    return Level.WARN if value >= limit.warn else Level.CALM
