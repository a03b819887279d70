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
from puhui.conduct.indicators.queries import MOST_DAYS, daily_figures, month_end_figures, reach_count, reached_in

__all__ = [
    "DEFINITIONS",
    "MOST_DAYS",
    "DayFigures",
    "FigureDefinition",
    "Group",
    "PlaceSum",
    "ReachCount",
    "Reached",
    "daily_figures",
    "month_end_figures",
    "reach_count",
    "reached_in",
    "record_day",
    "record_reach",
]
