"""Draws what a benchmark measured at growing sizes: one line a database and kind of day, as an SVG that people look at.

The sizes stand on a logarithmic axis; a flat line says that the cost of a loan does not grow with the book.
"""

import math
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

WIDTH, HEIGHT = 780, 400
LEFT, RIGHT, TOP, BOTTOM = 60, 280, 40, 50
COLOURS = ("#1b5e8a", "#8a3b1b", "#2e7d32", "#6a1b9a")
DASHES = ("", "6 4", "2 3", "8 3 2 3")
Line = tuple[str, list[tuple[int, float]]]


def day_close_plot(figures: Mapping[str, Any]) -> str:
    """Microseconds a loan over the number of loans."""
    return drawn("Day close: microseconds a loan, by size of the book", list(_lines(figures)))


def _lines(figures: Mapping[str, Any]) -> Iterator[Line]:
    for database in ("postgresql", "sqlite"):
        side = figures.get(database)
        if not isinstance(side, dict):
            continue
        for day in ("paid day", "day on which nobody pays"):
            points = [
                (int(name.split()[0]), float(book[day]["microseconds_per_loan"]))
                for name, book in side["books"].items()
            ]
            yield f"{database}, {day}", sorted(points)


def drawn(title: str, lines: list[Line]) -> str:
    """The picture: axes with numbers, lines with points, and beside each line its name."""
    sizes = sorted({size for _, points in lines for size, _ in points})
    highest = max(value for _, points in lines for _, value in points)
    top = _round_up(highest)
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(size: int) -> float:
        share = (math.log10(size) - low) / (high - low) if high > low else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM), 1)

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        ),
        (
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><text x="{LEFT}" y="22" font-size="15">'
            f"{escape(title)}</text>"
        ),
    ]
    for step in range(6):
        value = top * step / 5
        parts.append(
            f'<path d="M{LEFT} {y(value)}H{WIDTH - RIGHT}" stroke="#ccc"/>'
            f'<text x="{LEFT - 8}" y="{y(value) + 4}" text-anchor="end">{value:g}</text>'
        )
    parts += [f'<text x="{x(size)}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>' for size in sizes]
    taken: list[float] = []
    for n, (name, points) in enumerate(lines):
        colour, dash = COLOURS[n % len(COLOURS)], DASHES[n % len(DASHES)]
        path = "M" + "L".join(f"{x(size)} {y(value)}" for size, value in points)
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts += [f'<circle cx="{x(size)}" cy="{y(value)}" r="3" fill="{colour}"/>' for size, value in points]
        beside = _free(y(points[-1][1]) + 4, taken)
        last = f"{points[-1][1]:g}"
        parts.append(f'<text x="{x(points[-1][0]) + 8}" y="{beside}" fill="{colour}">{escape(name)}: {last}</text>')
    return "".join(parts) + "</svg>\n"


def _round_up(value: float) -> float:
    step = 10 ** math.floor(math.log10(value))
    return math.ceil(value / step) * step


def _free(wanted: float, taken: list[float]) -> float:
    """A height for a name at which no other stands."""
    while any(abs(wanted - other) < 14 for other in taken):
        wanted -= 14
    taken.append(wanted)
    return wanted
