"""What a decision asks of a model, whatever its kind: a points scorecard or boosted trees, read from its document."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from puhui.risk.decisioning.contracts import Contribution
from puhui.risk.decisioning.rules.boosted import Boosted, BoostedFact, parse_boosted
from puhui.risk.decisioning.rules.scorecard import Feature, parse_scorecard

BOOSTED = "gbdt"


class ScoringModel(Protocol):
    """Facts in, points out. `best_score` is what the points lost are counted from; `engine` is what must be the same
    for a replay to agree, beside the document."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def hash(self) -> str: ...  # noqa: D102
    @property
    def document(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def best_score(self) -> int: ...  # noqa: D102
    @property
    def features(self) -> Sequence[Feature | BoostedFact]: ...  # noqa: D102

    def score(self, facts: Mapping[str, Any]) -> tuple[int, tuple[Contribution, ...]]:
        """The score, and what each fact gave to it."""

    def points(self, facts: Mapping[str, Any]) -> int:
        """The score alone."""

    def pd(self, score: int) -> Decimal:
        """The probability of default within twelve months that a score stands for."""


def parse_model(document: Mapping[str, Any]) -> ScoringModel:
    """A model of either kind from its document."""
    return parse_boosted(document) if document.get("kind") == BOOSTED else parse_scorecard(document)


def inputs_of(model: ScoringModel) -> tuple[str, ...]:
    """The facts that the model asks for."""
    if isinstance(model, Boosted):
        return tuple(dict.fromkeys(name for column in model.columns for name in column if name))
    names = ((f.name, f.over) for f in model.features if isinstance(f, Feature))
    return tuple(dict.fromkeys(name for pair in names for name in pair if name))
