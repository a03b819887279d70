"""A bar chart of daily values as geometry for an inline SVG; the same figures stand in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from puhui.conduct.indicators.facade import FigureDefinition
from puhui.kernel.money import Money

WIDTH, HEIGHT = 600, 140


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in SVG units, and what it says on hover."""

    x: float
    y: float
    height: float
    said: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of one figure."""

    figure: FigureDefinition
    bars: tuple[Bar, ...]
    bar_width: float
    top: str
    first: date
    last: date


def bars(figure: FigureDefinition, series: Sequence[tuple[date, int]]) -> Bars:
    """Scales the values to the chart; the highest bar fills it."""
    highest = max((value for _, value in series), default=0) or 1
    step = WIDTH / max(len(series), 1)
    drawn = []
    for n, (on, value) in enumerate(series):
        height = round(max(value, 0) / highest * HEIGHT, 1)
        drawn.append(Bar(round(n * step, 1), round(HEIGHT - height, 1), height, f"{on}: {_shown(figure, value)}"))
    return Bars(figure, tuple(drawn), round(step * 0.8, 1), _shown(figure, highest), series[0][0], series[-1][0])


def late_bars(late_bps: Sequence[int]) -> list[tuple[float, float]]:
    """Shares of the book, each contained in the one before, as bars over each other: width of 100, how dark."""
    return [(round(bps / 100, 2), round(0.35 + 0.3 * n, 2)) for n, bps in enumerate(late_bps)]


def _shown(figure: FigureDefinition, value: int) -> str:
    if figure.unit == "count":
        return f"{value:,}"
    if figure.unit == "bps":
        return f"{value / 100:.2f} %"
    whole, _, part = str(Money(value)).partition(".")
    return f"{int(whole):,}.{part}"
