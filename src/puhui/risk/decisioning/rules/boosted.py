"""Boosted trees served by LightGBM's own call on one row: points on the scale of the scorecards, exact contributions.

The raw answer of the trees is the log-odds of default; score = points + pdo x (log2 of the odds - log2 of `odds`), in
whole points. Contributions are the exact Shapley values of the trees (Lundberg et al. 2020, From local explanations to
global understanding with explainable AI for trees), summed over the columns of a fact and rounded to whole points that
add up to the score. Points are lost against the mean of the rows that the model was trained on, since trees have no
best bin: a fact that helped has lost less than nothing.
"""

import importlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from puhui.kernel.canonical import digest
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import Contribution, ExtraMissing, PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.scorecard import pd_of_score
from puhui.risk.decisioning.rules.tree_tables import TreeTables, tables_of
from puhui.risk.facts.facade import FACTS

OVER = " / "
DEFAULT_SCALE = (600, 30, 20)
NEAR = 1e-6
Scale = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class BoostedFact:
    """One fact of the trees. `direction`: 1 when more of it counts more, -1 when less does, 0 when it is not held."""

    name: str
    kind: str
    text: Text
    unit: str
    direction: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Boosted:
    """A model of boosted trees, ready to be asked."""

    id: str
    version: str
    hash: str
    engine: str
    best_score: int
    features: tuple[BoostedFact, ...]
    columns: tuple[tuple[str, str], ...]
    document: Mapping[str, Any]
    scale: Scale
    booster: Any
    codes: Mapping[str, Mapping[str, int]]
    pds: dict[int, Decimal] = field(default_factory=dict)
    made: list[TreeTables | None] = field(default_factory=list)

    def score(self, facts: Mapping[str, Any]) -> tuple[int, tuple[Contribution, ...]]:
        """The score, and what each fact gave to it against the mean of the training rows."""
        score, points = self.score_and_parts(facts)
        parts = []
        for fact, own in zip(self.features, points, strict=True):
            value = facts.get(fact.name)
            parts.append(Contribution(fact.name, None if value is None else str(value), "", own, -own))
        return score, tuple(parts)

    def score_and_parts(self, facts: Mapping[str, Any]) -> tuple[int, list[int]]:
        """The score and the whole points of every fact: by the tables, where the rounding is sure, else by LightGBM."""
        values = [self._value(facts, name, over) for name, over in self.columns]
        if tables := self._tables():
            shares = tables.contributions(values).tolist()
            points = points_of_log_odds(sum(shares) + tables.mean, scale=self.scale)
            if not _may_round_otherwise(points + 0.5):
                score, factor = round(points), -self.scale[2] / math.log(2)
                found = parts_if_sure(
                    [factor * share for share in shares], total=score - self.best_score, used=tables.used
                )
                if found is not None:
                    return score, found
        return self.score_and_parts_by_lightgbm(facts)

    def score_and_parts_by_lightgbm(self, facts: Mapping[str, Any]) -> tuple[int, list[int]]:
        """The same by LightGBM's own call, ten times as slow: what the tables are measured by."""
        row = self._row(facts)
        shares = self.contributions(row)[0]
        score = self._score_by(shares, row)
        return score, self.parts(shares, score=score)

    def _tables(self) -> TreeTables | None:
        """The tables, made with the first decision: many models are read to be looked at only."""
        if not self.made:
            fact_of = [0] * len(self.columns)
            for number, fact in enumerate(self.features):
                for place in fact.places:
                    fact_of[place] = number
            codes = [0 if over else _codes_in(self.codes.get(name)) for name, over in self.columns]
            self.made.append(tables_of(self.booster, codes=codes, fact_of=fact_of))
        return self.made[0]

    def contributions(self, matrix: Any) -> Any:
        """The exact contributions of every column, for every row."""
        return self.booster.predict(matrix, pred_contrib=True, num_threads=1)

    def parts(self, shares: Any, *, score: int) -> list[int]:
        """The contributions of one row as whole points of every fact, which add up to its score."""
        factor = -self.scale[2] / math.log(2)
        exact = [factor * float(sum(shares[place] for place in fact.places)) for fact in self.features]
        return whole_parts(exact, total=score - self.best_score)

    def scores(self, matrix: Any) -> list[int]:
        """The scores of many rows."""
        raw = self.booster.predict(matrix, raw_score=True, num_threads=1)
        return [score_of_log_odds(value, scale=self.scale) for value in raw.tolist()]

    def points(self, facts: Mapping[str, Any]) -> int:
        """The score alone, which costs a tenth of the one with contributions."""
        return self._score_of(self._row(facts))

    def pd(self, score: int) -> Decimal:
        """The probability of default of a score, to six decimals, the same on every machine."""
        known = self.pds.get(score)
        if known is None:
            known = self.pds[score] = pd_of_score(score, scale=self.scale)
        return known

    def _score_by(self, shares: Any, row: Any) -> int:
        """The score of a row from its contributions, which add up to the answer of the trees but for the last digits.

        One call of LightGBM instead of two. Where those digits could decide the rounding, the trees are asked.
        """
        points = points_of_log_odds(float(shares.sum()), scale=self.scale)
        if _may_round_otherwise(points + 0.5):
            return self._score_of(row)
        return round(points)

    def _score_of(self, row: Any) -> int:
        return self.scores(row)[0]

    def _row(self, facts: Mapping[str, Any]) -> Any:
        row = np.empty((1, len(self.columns)))
        for place, (name, over) in enumerate(self.columns):
            row[0, place] = self._value(facts, name, over)
        return row

    def _value(self, facts: Mapping[str, Any], name: str, over: str) -> float:
        value = facts.get(name)
        if value is None:
            return math.nan
        if name in self.codes and not over:
            return float(self.codes[name].get(str(value), math.nan))
        if not over:
            return float(value)
        lower = facts.get(over)
        return float(value) / float(lower) if lower else math.nan


def score_of_log_odds(raw: float, *, scale: Scale) -> int:
    """Whole points from the log-odds of default, half to even."""
    return round(points_of_log_odds(raw, scale=scale))


def points_of_log_odds(raw: float, *, scale: Scale) -> float:
    """Points from the log-odds of default, before they are rounded."""
    points, odds, pdo = scale
    return points + pdo * (-raw / math.log(2) - math.log2(odds))


def whole_parts(exact: Sequence[float], *, total: int) -> list[int]:
    """Whole numbers near the exact ones that add up to the total: the largest remainders are rounded up."""
    parts = [math.floor(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
    missing = total - sum(parts)
    for turn in range(abs(missing)):
        if missing > 0:
            parts[order[turn % len(order)]] += 1
        else:
            parts[order[-1 - turn % len(order)]] -= 1
    return parts


def parts_if_sure(exact: Sequence[float], *, total: int, used: Sequence[bool]) -> list[int] | None:
    """What `whole_parts` gives, where no last digit of the exact ones could change it; else None.

    What no tree asks for (not `used`) is zero to the last digit.
    """
    parts = [math.floor(value) for value in exact]
    missing = total - sum(parts)
    if not 0 <= missing <= len(parts):
        return None
    if any(asked and _may_round_otherwise(value) for value, asked in zip(exact, used, strict=True)):
        return None
    order = sorted((part - value, place) for place, (part, value) in enumerate(zip(parts, exact, strict=True)))
    if 0 < missing < len(order):
        (last, _), (first, _) = order[missing - 1 : missing + 1]
        if first - last < NEAR and (first or last):
            return None
    for _, place in order[:missing]:
        parts[place] += 1
    return parts


def _may_round_otherwise(value: float) -> bool:
    """Whether a value is so near to a whole number that its last digits could put it on the other side."""
    return abs(value - round(value)) < NEAR


def _codes_in(codes: Mapping[str, int] | None) -> int:
    return 0 if codes is None else int(max(codes.values(), default=0)) + 1


def parse_boosted(document: Mapping[str, Any]) -> Boosted:
    """A model from its JSON form; its hash is over all of it. Refuses what LightGBM cannot read."""
    lightgbm = _lightgbm()
    where = f"model {str(document.get('id', '?'))[:80]}"
    try:
        names, codes = [str(name) for name in document["names"]], dict(document["codes"])
        booster = lightgbm.Booster(model_str=str(document["model"]))
        scale = _scale(document)
        if not names or booster.num_feature() != len(names):
            raise ValueError("the names are not those of the trees")
        if "\nobjective=binary" not in str(document["model"])[:2000]:
            raise ValueError("the trees do not answer with the log-odds of one outcome")
        nothing = np.full((1, len(names)), np.nan)
        mean = float(booster.predict(nothing, pred_contrib=True, num_threads=1)[0][-1])
        return Boosted(
            id=str(document["id"]),
            version=str(document["version"]),
            hash=digest(document),
            engine=f"lightgbm {lightgbm.__version__}",
            best_score=score_of_log_odds(mean, scale=scale),
            features=_facts(names, codes=codes, directions=_directions(str(document["model"]), len(names))),
            columns=tuple((upper, over) for upper, _, over in (name.partition(OVER) for name in names)),
            document=document,
            scale=scale,
            booster=booster,
            codes=codes,
        )
    except (KeyError, TypeError, ValueError, AttributeError, lightgbm.basic.LightGBMError) as fault:
        raise PolicyInvalid(
            where, words_of("unreadable", fault=f"{type(fault).__name__}: {str(fault)[:200]}")
        ) from None


def _lightgbm() -> Any:
    try:
        return importlib.import_module("lightgbm")
    except ImportError:
        raise ExtraMissing(where="kind", library="lightgbm") from None


def _scale(document: Mapping[str, Any]) -> Scale:
    if "scale" not in document:
        return DEFAULT_SCALE
    scale = document["scale"]
    return int(scale["points"]), int(scale["odds"]), int(scale["pdo"])


def _directions(model: str, count: int) -> list[int]:
    """What the trees were held to: more of a fact lowers the risk (1), raises it (-1), or is free (0)."""
    line = next((one for one in model[:20000].splitlines() if one.startswith("monotone_constraints=")), "")
    found = [-int(sign) for sign in line.partition("=")[2].split()]
    return found if len(found) == count else [0] * count


def _facts(names: Sequence[str], *, codes: Mapping[str, Any], directions: Sequence[int]) -> tuple[BoostedFact, ...]:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name.partition(OVER)[0], []).append(place)
    return tuple(_fact(name, found, codes=codes, directions=directions) for name, found in places.items())


def _fact(name: str, places: Sequence[int], *, codes: Mapping[str, Any], directions: Sequence[int]) -> BoostedFact:
    known = FACTS.get(name)
    return BoostedFact(
        name=name,
        kind="category" if name in codes else "number",
        text=known.text if known else Text(en=name, zh=name),
        unit=known.unit if known else "",
        direction=directions[places[0]] if len(places) == 1 else 0,
        places=tuple(places),
    )
