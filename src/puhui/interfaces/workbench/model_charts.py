"""Charts of a model as geometry for inline SVGs: calibration, ROC and scores; the same figures stand in tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 300, 200
SCORES_WIDTH, SCORES_HEIGHT = 600, 140
STEP = 20  # points that double the odds


@dataclass(frozen=True, slots=True)
class Line:
    """A line in SVG units, its dots, and what each says on hover."""

    points: str
    dots: tuple[tuple[float, float, str], ...]
    top: str


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """The decisions of a range of scores: how many the model made, and on how many it was only scored."""

    first: int
    last: int
    made: int
    beside: int
    x: float
    height: float

    @property
    def y(self) -> float:
        """Where the bar begins, from above."""
        return round(SCORES_HEIGHT - self.height, 1)


def calibration_line(groups: Sequence[Mapping[str, Any]]) -> Line | None:
    """What was said against what happened, by group of rising risk; both axes end at the highest of the two."""
    if not groups:
        return None
    top = max(max(float(g["said"]), float(g["happened"])) for g in groups) or 1.0
    dots = tuple(
        (
            round(float(g["said"]) / top * WIDTH, 1),
            round(HEIGHT - float(g["happened"]) / top * HEIGHT, 1),
            f"{float(g['said']):.1%} / {float(g['happened']):.1%} ({g['rows']})",
        )
        for g in groups
    )
    return Line(" ".join(f"{x},{y}" for x, y, _ in dots), dots, f"{top:.1%}")


def roc_line(groups: Sequence[Mapping[str, Any]]) -> Line | None:
    """The share of bad against the share of good that is caught, from the groups of the calibration, riskiest first."""
    bad = [float(g["happened"]) * g["rows"] for g in groups]
    good = [(1 - float(g["happened"])) * g["rows"] for g in groups]
    if not groups or not sum(bad) or not sum(good):
        return None
    dots, caught, missed = [(0.0, float(HEIGHT), "")], 0.0, 0.0
    for one_bad, one_good in zip(reversed(bad), reversed(good), strict=True):
        caught, missed = caught + one_bad, missed + one_good
        x, y = missed / sum(good), caught / sum(bad)
        dots.append((round(x * WIDTH, 1), round(HEIGHT - y * HEIGHT, 1), f"{x:.0%} / {y:.0%}"))
    return Line(" ".join(f"{x},{y}" for x, y, _ in dots), tuple(dots), "100%")


def score_bars(counts: Mapping[int, tuple[int, int]]) -> tuple[ScoreBar, ...]:
    """Decisions by ranges of scores; the highest bar fills the chart."""
    if not counts:
        return ()
    first, last = min(counts) // STEP, max(counts) // STEP
    sums = {number: [0, 0] for number in range(first, last + 1)}
    for score, (made, beside) in counts.items():
        sums[score // STEP][0] += made
        sums[score // STEP][1] += beside
    highest = max(made + beside for made, beside in sums.values())
    width = bar_width(len(sums))
    return tuple(
        ScoreBar(
            number * STEP,
            number * STEP + STEP - 1,
            made,
            beside,
            round((number - first) * width, 1),
            round((made + beside) / highest * SCORES_HEIGHT, 1),
        )
        for number, (made, beside) in sums.items()
    )


def bar_width(bars: int) -> float:
    """The room of one bar, in SVG units."""
    return round(SCORES_WIDTH / max(bars, 1), 1)
