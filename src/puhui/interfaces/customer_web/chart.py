"""The repayment schedule as a drawing: plain numbers in, rectangles and labels out (rendered as inline SVG)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

WIDTH, HEIGHT = 400, 230
ROUND_TENTHS = (10, 12, 16, 20, 24, 32, 40, 48, 60, 80, 100)
LEFT, RIGHT, TOP, BOTTOM = 58, 4, 12, 28


class Line(Protocol):
    """What the drawing needs to know of an instalment (minor units)."""

    n: int
    due_date: date
    principal: int
    interest: int
    fees: int
    total: int
    paid: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Label:
    """One word on an axis, at its place."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template needs."""

    bars: tuple[Bar, ...]
    days: tuple[Label, ...]
    amounts: tuple[Label, ...]
    has_fees: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def draw_schedule(instalments: Sequence[Line]) -> Drawing | None:
    """Stacked bars, one per instalment: principal below, interest above it, fees on top."""
    if not instalments:
        return None
    top = _round_up(max(1, *(line.principal + line.interest + line.fees for line in instalments)))
    slot = (WIDTH - LEFT - RIGHT) / len(instalments)
    bars = [bar for n, line in enumerate(instalments) for bar in _stack(line, x=LEFT + n * slot, slot=slot, top=top)]
    return Drawing(
        bars=tuple(bars),
        days=_day_labels(instalments, slot=slot),
        amounts=tuple(_amount_label(top * part // 4, top=top) for part in (0, 2, 4)),
        has_fees=any(line.fees for line in instalments),
    )


def _stack(line: Line, *, x: float, slot: float, top: int) -> list[Bar]:
    bars, below = [], 0
    gap = min(8.0, slot * 0.3)
    for kind, amount in (("principal", line.principal), ("interest", line.interest), ("fees", line.fees)):
        if amount > 0:
            high = _scale(amount, top)
            y = HEIGHT - BOTTOM - _scale(below, top) - high
            bars.append(Bar(kind, _f(x + gap / 2), _f(y), _f(slot - gap), _f(high), line.paid >= line.total))
            below += amount
    return bars


def _day_labels(instalments: Sequence[Line], *, slot: float) -> tuple[Label, ...]:
    step = max(1, -(-len(instalments) // 4))
    return tuple(
        Label(_f(LEFT + (n + 0.5) * slot), _f(HEIGHT - 8), instalments[n].due_date.strftime("%Y-%m"))
        for n in range(0, len(instalments), step)
    )


def _amount_label(minor: int, *, top: int) -> Label:
    return Label(_f(LEFT - 8), _f(HEIGHT - BOTTOM - _scale(minor, top)), f"{minor // 100:,}")


def _round_up(minor: int) -> int:
    """The next round amount, at least one yuan."""
    power = 100
    while power * 10 <= minor:
        power *= 10
    return next(power * tenths // 10 for tenths in ROUND_TENTHS if power * tenths // 10 >= minor)


def _scale(minor: int, top: int) -> float:
    return (HEIGHT - TOP - BOTTOM) * minor / top


def _f(value: float) -> str:
    return f"{value:.1f}"
