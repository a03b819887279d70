"""Charts of a dashboard's sheet as geometry for inline SVGs; the same figures stand in its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from puhui.flows.dashboards.facade import Column, Sheet, Value
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

WIDTH, HEIGHT = 600, 160
DASHES = ("", "8 4", "3 3", "12 4 3 4", "1 4")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line: its name, its points in SVG units, and how it is drawn, for no line is told by colour alone."""

    name: str
    points: str
    dash: str
    opacity: float


@dataclass(frozen=True, slots=True)
class SheetLines:
    """All lines of a sheet under one scale; `top` is what its upper edge stands for."""

    lines: tuple[SheetLine, ...]
    top: str


def shown(column: Column, value: Value) -> str:
    """A value as people read it, in the language of the page; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, Text):
        return value.in_language(get_language() or "en")
    if column.unit == "minor" and isinstance(value, int):
        whole, _, part = str(Money(value)).partition(".")
        sign = "-" if whole.startswith("-") else ""
        return f"{sign}{abs(int(whole)):,}.{part}"
    if column.unit == "pct" and isinstance(value, Decimal):
        return f"{value:.2f} %"
    if column.unit == "count" and isinstance(value, int):
        return f"{value:,}"
    return str(value)


def bar_widths(sheet: Sheet) -> tuple[float, ...]:
    """The width of each row's bar, of 100: the longest fills the cell."""
    if sheet.chart != "bars":
        return ()
    values = [_number(row[sheet.chart_column]) for row in sheet.rows]
    longest = max(values, default=0) or 1
    return tuple(round(float(max(value, Decimal(0)) / longest * 100), 2) for value in values)


def lines_of(sheet: Sheet) -> SheetLines | None:
    """The lines of a sheet of percents; None where there are fewer than two points to join."""
    series = _series(sheet)
    highest = max((value for _, values in series for value in values if value is not None), default=Decimal(0))
    longest = max((len(values) for _, values in series), default=0)
    if longest < 2:
        return None
    scale = highest or Decimal(1)
    drawn = [
        SheetLine(name, _points(values, longest, scale), DASHES[n % len(DASHES)], _opacity(n, len(series)))
        for n, (name, values) in enumerate(series)
    ]
    return SheetLines(tuple(drawn), f"{highest:.2f} %")


def _series(sheet: Sheet) -> list[tuple[str, list[Decimal | None]]]:
    if sheet.chart == "lines":
        return [
            (shown(Column(column.name), column.name), [_share(row[place]) for row in sheet.rows])
            for place, column in enumerate(sheet.columns)
            if column.unit == "pct"
        ]
    if sheet.chart == "curves":
        return [
            (shown(sheet.columns[0], row[0]), [_share(value) for value in row[sheet.chart_column :]])
            for row in sheet.rows
        ]
    return []


def _points(values: Sequence[Decimal | None], longest: int, highest: Decimal) -> str:
    step, scale = WIDTH / (longest - 1), HEIGHT / highest
    heights = ((n, (highest - value) * scale) for n, value in enumerate(values) if value is not None)
    return " ".join(f"{n * step:.1f},{height:.1f}" for n, height in heights)


def _opacity(n: int, of: int) -> float:
    return round(0.45 + 0.55 * (n + 1) / of, 2)


def _share(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _number(value: Value) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)
