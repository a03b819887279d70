"""What other rooms may call."""

from puhui.conduct.indicators.actions import record_day
from puhui.conduct.indicators.contracts import DEFINITIONS, DayFigures, FigureDefinition
from puhui.conduct.indicators.queries import MOST_DAYS, daily_figures

__all__ = ["DEFINITIONS", "MOST_DAYS", "DayFigures", "FigureDefinition", "daily_figures", "record_day"]
