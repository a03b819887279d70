"""What other rooms may call."""

from puhui.conduct.indicators.actions import record_day, record_reach
from puhui.conduct.indicators.contracts import (
    DEFINITIONS,
    DayFigures,
    FigureDefinition,
    Group,
    PlaceSum,
    ReachCount,
    Reached,
)
from puhui.conduct.indicators.managed import (
    NO_ONE,
    ManagedAsked,
    ManagedCell,
    ManagedEarned,
    ManagedLine,
    ManagedSum,
    last_managed,
    managed_days,
    managed_earned,
    managed_sums,
    record_managed_day,
)
from puhui.conduct.indicators.queries import MOST_DAYS, daily_figures, month_end_figures, reach_count, reached_in

__all__ = [
    "DEFINITIONS",
    "MOST_DAYS",
    "NO_ONE",
    "DayFigures",
    "FigureDefinition",
    "Group",
    "ManagedAsked",
    "ManagedCell",
    "ManagedEarned",
    "ManagedLine",
    "ManagedSum",
    "PlaceSum",
    "ReachCount",
    "Reached",
    "daily_figures",
    "last_managed",
    "managed_days",
    "managed_earned",
    "managed_sums",
    "month_end_figures",
    "reach_count",
    "reached_in",
    "record_day",
    "record_managed_day",
    "record_reach",
]
