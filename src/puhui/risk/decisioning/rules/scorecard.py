"""Points scorecards: every fact falls into a bin, every bin has points, the points add up to a score.

Score = 600 at odds of 30 good to 1 bad, and 20 more double the odds (Siddiqi, Intelligent Credit Scoring, 2nd ed.,
chapter 10). Points are whole numbers, so that reasons sum to the gap exactly. A missing value has a bin of its own.
A card may also have `pairs`: points, by groups of bins, for what two facts say together beyond what each says alone.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import pairwise
from typing import Any

from puhui.kernel.canonical import digest
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import Contribution, PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import words_of

_EXACT = Context(prec=30, rounding=ROUND_HALF_EVEN)
MISSING = "missing"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a feature: where it begins and ends (numbers), or which values it holds (categories)."""

    id: str
    points: int
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feature:
    """One input of the card, compiled to plain look-ups."""

    name: str
    kind: str
    text: Text
    unit: str
    bins: tuple[Bin, ...]
    missing: Bin
    best: int
    cuts: list[Decimal] = field(default_factory=list)
    by_value: Mapping[str, Bin] = field(default_factory=dict)
    other: Bin | None = None
    over: str = ""

    def value_of(self, facts: Mapping[str, Any]) -> Any:
        """The fact, or its ratio to the one it is put over; unknown where that is unknown or zero."""
        value = facts.get(self.name)
        if not self.over or value is None:
            return value
        lower = facts.get(self.over)
        return _EXACT.divide(Decimal(value), Decimal(lower)) if lower else None

    def bin_of(self, value: Any) -> Bin:
        """The bin that the value falls into."""
        if value is None:
            return self.missing
        if self.kind == "number":
            return self.bins[bisect_right(self.cuts, value)]
        return self.by_value.get(str(value), self.other or self.missing)

    @property
    def best_bin(self) -> Bin:
        """The first bin with the most points."""
        return max((*self.bins, self.missing), key=lambda b: b.points)

    @property
    def key(self) -> str:
        """Its name within the card: of the fact, or of the ratio of two."""
        return f"{self.name} / {self.over}" if self.over else self.name


@dataclass(frozen=True, slots=True)
class Pair:
    """A two-way table of points: a row by the bin of one feature, a column by that of another (by places on the card).

    A bin that the table does not name has no points there. `best` is the most that the table can give.
    """

    first: int
    second: int
    name: str
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    points: tuple[tuple[int, ...], ...]
    best: int

    def points_of(self, first: Bin, second: Bin) -> int:
        """The points of two bins together."""
        row, column = self.rows.get(first.id), self.columns.get(second.id)
        return 0 if row is None or column is None else self.points[row][column]

    @property
    def best_groups(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of the bins of both features that give the most points; none where that is where nothing is named."""
        for row, line in enumerate(self.points):
            for column, points in enumerate(line):
                if points == self.best:
                    return _in_place(self.rows, row), _in_place(self.columns, column)
        return (), ()


def _in_place(groups: Mapping[str, int], place: int) -> tuple[str, ...]:
    return tuple(bin_id for bin_id, group in groups.items() if group == place)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A scorecard, ready to be asked."""

    id: str
    version: str
    hash: str
    base_points: int
    best_score: int
    features: tuple[Feature, ...]
    document: Mapping[str, Any]
    scale: tuple[int, int, int]
    pds: dict[int, Decimal]
    pairs: tuple[Pair, ...] = ()

    def score(self, facts: Mapping[str, Any]) -> tuple[int, tuple[Contribution, ...]]:
        """The score, and what each fact gave to it, then what each pair of facts gave."""
        score = self.base_points
        parts = []
        bins = []
        for feature in self.features:
            value = feature.value_of(facts)
            found = feature.bin_of(value)
            score += found.points
            shown = None if value is None else str(value)
            parts.append(Contribution(feature.name, shown, found.id, found.points, feature.best - found.points))
            bins.append(found)
        for pair in self.pairs:
            first, second = parts[pair.first], parts[pair.second]
            points = pair.points_of(bins[pair.first], bins[pair.second])
            score += points
            shown = f"{_known(first.value)} & {_known(second.value)}"
            parts.append(Contribution(pair.name, shown, f"{first.bin} & {second.bin}", points, pair.best - points))
        return score, tuple(parts)

    def points(self, facts: Mapping[str, Any]) -> int:
        """The score alone."""
        bins = [feature.bin_of(feature.value_of(facts)) for feature in self.features]
        both = sum(pair.points_of(bins[pair.first], bins[pair.second]) for pair in self.pairs)
        return self.base_points + sum(found.points for found in bins) + both

    def pd(self, score: int) -> Decimal:
        """The probability of default of a score, to six decimals, the same on every machine."""
        known = self.pds.get(score)
        if known is None:
            known = self.pds[score] = pd_of_score(score, scale=self.scale)
        return known


def _known(value: str | None) -> str:
    return "?" if value is None else value


def pd_of_score(score: int, *, scale: tuple[int, int, int]) -> Decimal:
    """1 / (1 + odds), odds = `odds` x 2 ^ ((score - points) / pdo); in Decimal, whose power is the same everywhere."""
    points, odds, pdo = scale
    power = _EXACT.power(Decimal(2), _EXACT.divide(Decimal(score - points), Decimal(pdo)))
    return _EXACT.divide(Decimal(1), Decimal(1) + Decimal(odds) * power).quantize(Decimal("0.000001"))


def score_of_pd(pd: float | Decimal, *, scale: tuple[int, int, int]) -> int:
    """The lowest score whose probability of default is not above `pd`."""
    points, _, pdo = scale
    low, high = points - 60 * pdo, points + 60 * pdo
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if pd_of_score(middle, scale=scale) <= Decimal(str(pd)) else (middle + 1, high)
    return low


def parse_scorecard(document: Mapping[str, Any]) -> Scorecard:
    """A card from its JSON form; its hash is over all of it."""
    try:
        scale = document["scale"]
        features = tuple(_feature(entry) for entry in document["features"])
        pairs = tuple(_pair(entry, features) for entry in document.get("pairs", ()))
        base = int(document["base_points"])
        return Scorecard(
            id=str(document["id"]),
            version=str(document["version"]),
            hash=digest(document),
            base_points=base,
            best_score=base + sum(f.best for f in features) + sum(p.best for p in pairs),
            features=features,
            document=document,
            scale=(int(scale["points"]), int(scale["odds"]), int(scale["pdo"])),
            pds={},
            pairs=pairs,
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        raise PolicyInvalid(
            f"scorecard {document.get('id', '?')}", words_of("unreadable", fault=f"{type(fault).__name__}: {fault}")
        ) from None


def _feature(entry: Mapping[str, Any]) -> Feature:
    bins = tuple(_bin(b) for b in entry["bins"])
    missing = _bin(entry["missing"])
    text = Text(en=entry["text"]["en"], zh=entry["text"]["zh"])
    common = {
        "name": entry["name"],
        "kind": entry["kind"],
        "text": text,
        "unit": entry.get("unit", ""),
        "over": entry.get("over", ""),
    }
    best = max(b.points for b in (*bins, missing))
    if entry["kind"] == "number":
        cuts = [b.low for b in bins[1:] if b.low is not None]
        if len(cuts) != len(bins) - 1 or any(a >= b for a, b in pairwise(cuts)):
            raise ValueError(f"the bins of {entry['name']} do not follow on each other")
        return Feature(**common, bins=bins, missing=missing, best=best, cuts=cuts)
    if entry["kind"] != "category":
        raise ValueError(f"{entry['name']}: a feature is a number or a category")
    by_value = {value: b for b in bins for value in b.values}
    other = next((b for b in bins if b.id == OTHER), None)
    return Feature(**common, bins=bins, missing=missing, best=best, by_value=by_value, other=other)


def _pair(entry: Mapping[str, Any], features: tuple[Feature, ...]) -> Pair:
    """A pair from its JSON form: the keys of two features, groups of their bins' ids, and the points."""
    keys = [feature.key for feature in features]
    first, second = (keys.index(key) for key in entry["features"])
    rows, columns = _groups(entry["rows"], features[first]), _groups(entry["columns"], features[second])
    points = tuple(tuple(int(cell) for cell in line) for line in entry["points"])
    if len(points) != len(entry["rows"]) or {len(line) for line in points} != {len(entry["columns"])}:
        raise ValueError(f"the points of the pair {entry['features']} do not fill its rows and columns")
    best = max(0, *(max(line) for line in points))
    return Pair(first, second, " & ".join(entry["features"]), rows, columns, points, best)


def _groups(groups: Sequence[Sequence[str]], feature: Feature) -> dict[str, int]:
    found = {bin_id: place for place, group in enumerate(groups) for bin_id in group}
    unknown = set(found) - {b.id for b in (*feature.bins, feature.missing)}
    if unknown or len(found) != sum(len(group) for group in groups):
        raise ValueError(f"the groups of {feature.key} name a bin twice, or one that is not there")
    return found


def _bin(entry: Mapping[str, Any]) -> Bin:
    low, high = entry.get("low"), entry.get("high")
    return Bin(
        id=entry["id"],
        points=int(entry["points"]),
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        values=tuple(entry.get("values", ())),
    )
