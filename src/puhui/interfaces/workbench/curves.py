"""Vintage curves as geometry for an inline SVG; the same figures stand in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from puhui.risk.provisioning.facade import VintagePoint

WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True, slots=True)
class Curve:
    """One vintage: its line in SVG units, and its last share."""

    vintage: date
    loans: int
    points: str
    shares: tuple[str, ...]
    opacity: float


@dataclass(frozen=True, slots=True)
class Curves:
    """A chart of vintages over months on the book."""

    curves: tuple[Curve, ...]
    top: str
    months: tuple[int, ...]


def curves(points: Sequence[VintagePoint]) -> Curves:
    """Scales the shares to the chart; newer vintages are drawn stronger."""
    vintages = sorted({point.vintage for point in points})
    months = max(point.months_on_book for point in points)
    highest = max((point.share_pct for point in points), default=None) or 1
    drawn = []
    for n, vintage in enumerate(vintages):
        mine = [point for point in points if point.vintage == vintage]
        line = " ".join(
            f"{point.months_on_book / max(months, 1) * WIDTH:.1f},{float(1 - point.share_pct / highest) * HEIGHT:.1f}"
            for point in mine
        )
        shares = tuple(f"{point.share_pct:.2f}" for point in mine)
        drawn.append(Curve(vintage, mine[0].loans, line, shares, round(0.3 + 0.7 * (n + 1) / len(vintages), 2)))
    return Curves(tuple(drawn), f"{highest:.2f}", tuple(range(months + 1)))
