"""A measure over time as geometry for an inline SVG: its line, its interval and what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from puhui.risk.monitoring.facade import KINDS, MeasureView, shown

WIDTH, HEIGHT = 600, 140


@dataclass(frozen=True, slots=True)
class Dot:
    """One day: where it stands, and what it says on hover."""

    x: float
    y: float
    said: str
    level: str


@dataclass(frozen=True, slots=True)
class Line:
    """A chart of one measure of one segment."""

    dots: tuple[Dot, ...]
    points: str
    band: str
    reference: str
    top: str
    bottom: str
    first: date
    last: date


def line_of(series: Sequence[MeasureView]) -> Line | None:
    """Scales a series to the chart; None without a day."""
    if not series:
        return None
    unit = KINDS[series[0].measure].unit
    low, high = _span(series)
    span = (high - low) or Decimal(1)
    days = max(1, (series[-1].on - series[0].on).days)

    def x(one: MeasureView) -> float:
        return round((one.on - series[0].on).days / days * WIDTH, 1)

    def y(value: Decimal) -> float:
        return round(float((high - min(max(value, low), high)) / span) * HEIGHT, 1)

    ups = [f"{x(one)},{y(one.high)}" for one in series if one.high is not None]
    downs = [f"{x(one)},{y(one.low)}" for one in reversed(series) if one.low is not None]
    return Line(
        dots=tuple(
            Dot(x(one), y(one.value), f"{one.on}: {shown(float(one.value), unit=unit)}", one.level) for one in series
        ),
        points=" ".join(f"{x(one)},{y(one.value)}" for one in series),
        band=" ".join((*ups, *downs)),
        reference=" ".join(f"{x(one)},{y(one.reference)}" for one in series if one.reference is not None),
        top=shown(float(high), unit=unit),
        bottom=shown(float(low), unit=unit),
        first=series[0].on,
        last=series[-1].on,
    )


def _span(series: Sequence[MeasureView]) -> tuple[Decimal, Decimal]:
    """Lowest and highest of the chart. An index is drawn by its values: what chance gives few rows would dwarf them."""
    values = [one.value for one in series]
    unit = KINDS[series[0].measure].unit
    if unit == "index":
        return Decimal(0), max(*values, Decimal("0.30"))
    heights = values + [v for one in series for v in (one.low, one.high, one.reference) if v is not None]
    return min(heights) if unit in ("points", "ratio") else min(*heights, Decimal(0)), max(heights)
