"""Puts a portfolio to the arms of a run.

A portfolio comes in parts, so that a million firms are never held with all their facts at once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.facade import BulkDecisions, DecisionPolicy, RequestColumns, ScoringModel, decide_by_segment
from puhui.risk.lab.contracts import NobodyAsked
from puhui.risk.lab.rules.decided import METHODS, OUTCOMES, Decided, Flags, Floats, Portfolio

EXAMPLES: Final = 5
PROTECTED: Final = frozenset({"rural", "women", "women_led", "old", "old_owner"})  # beside no real applicant


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of a portfolio. `true_pd` is what only a simulation knows; `bad` what history saw (1, 0, -1 unknown).

    `groups` are what fairness and inclusion look at: never seen by a policy. `industry` is for shocks. `left_out`
    counts who was asked once and does not fit into columns: told of, never hidden.
    """

    asked: RequestColumns
    groups: Mapping[str, Flags]
    industry: NDArray[np.int16]
    true_pd: Floats | None = None
    bad: NDArray[np.int8] | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to decide: a policy with its own model, and those of its segments by slot."""

    policy: DecisionPolicy
    card: ScoringModel
    parameters: Mapping[str, Decimal]
    of_segments: Mapping[str, ScoringModel] = field(default_factory=dict)

    @property
    def models(self) -> Mapping[str, ScoringModel]:
        """Every model by slot."""
        return {**self.of_segments, self.policy.scorecard: self.card}


@dataclass(slots=True)
class Examples:
    """A few firms whose answer changes, with what they were asked on."""

    swapped_in: list[dict[str, Any]] = field(default_factory=list)
    swapped_out: list[dict[str, Any]] = field(default_factory=list)


def ask_all(
    parts: Iterable[Part], *, arms: Sequence[Arm], told: Callable[[int], None]
) -> tuple[Portfolio, list[Decided], Examples]:
    """Puts every part to every arm. `told` hears how many firms are done."""
    kept: list[Part] = []
    answers: list[list[Decided]] = [[] for _ in arms]
    examples, done = Examples(), 0
    for part in parts:
        found = [_decided(part.asked, arm) for arm in arms]
        _collect(examples, part, found, start=done)
        for place, one in enumerate(found):
            answers[place].append(one)
        kept.append(Part(asked=_none(part.asked), groups=part.groups, industry=part.industry, true_pd=part.true_pd,
                         bad=part.bad, left_out=part.left_out))  # fmt: skip
        done += part.asked.size
        told(done)
    if not done:
        raise NobodyAsked(where="portfolio")
    return _portfolio(kept, done), [_joined(one) for one in answers], examples


def _none(asked: RequestColumns) -> RequestColumns:
    return asked.part(slice(0, 0))


def _decided(asked: RequestColumns, arm: Arm) -> Decided:
    answer = decide_by_segment(asked, policy=arm.policy, models=arm.models, parameters=arm.parameters)
    size = asked.size
    amount, rate = np.zeros(size), np.zeros(size)
    term, method = np.zeros(size, dtype=np.int16), np.zeros(size, dtype=np.int8)
    for offer in reversed(answer.offers):
        here = offer.amount_minor > 0
        lpr = np.where(offer.term_months >= 60, float(answer.lpr_pct[1]), float(answer.lpr_pct[0]))
        known = [METHODS.index(name) if name in METHODS else 0 for name in offer.method.names]
        amount[here] = offer.amount_minor[here]
        rate[here] = (lpr + offer.margin_bps / 100)[here]
        term[here] = offer.term_months[here]
        method[here] = np.array([*known, 0], dtype=np.int8)[offer.method.codes][here]
    return _compact(answer, amount=amount, rate_pct=rate, term=term, method=method)


def _compact(answer: BulkDecisions, **offered: Any) -> Decided:
    return Decided(
        outcome=answer.outcome,
        score=answer.score,
        pd=answer.pd_ppm / 1_000_000,
        reasons=answer.reasons,
        reason_codes=answer.reason_codes,
        one_by_one=answer.one_by_one,
        **offered,
    )


def _portfolio(parts: Sequence[Part], size: int) -> Portfolio:
    names = parts[0].groups
    truths = [part.true_pd for part in parts if part.true_pd is not None]
    seen = [part.bad for part in parts if part.bad is not None]
    return Portfolio(
        size=size,
        groups={name: np.concatenate([part.groups[name] for part in parts]) for name in names},
        industry=np.concatenate([part.industry for part in parts]),
        true_pd=np.concatenate(truths) if truths else None,
        bad=np.concatenate(seen) if seen else None,
        left_out=sum(part.left_out for part in parts),
    )


def _joined(parts: Sequence[Decided]) -> Decided:
    columns = ("outcome", "score", "pd", "amount", "rate_pct", "term", "method", "reasons")
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.one_by_one)
    return Decided(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in columns},
        reason_codes=parts[0].reason_codes,
        one_by_one=dict(counts),
    )


def _collect(examples: Examples, part: Part, found: Sequence[Decided], *, start: int) -> None:
    running, other = found[0], found[-1]
    for kept, flags in (
        (examples.swapped_in, other.approved & ~running.approved),
        (examples.swapped_out, running.approved & ~other.approved),
    ):
        for row in np.flatnonzero(flags)[: EXAMPLES - len(kept)].tolist():
            kept.append(_example(part, found, row=row, number=start + row))


def _example(part: Part, found: Sequence[Decided], *, row: int, number: int) -> dict[str, Any]:
    request = part.asked.request(row)
    is_real = bool(len(part.asked.ids))
    shown = [name for name, flags in part.groups.items() if flags[row] and not (is_real and name in PROTECTED)]
    return {
        "firm": str(request.application_id) if is_real else f"#{number + 1}",
        "groups": sorted(shown),
        "facts": {name: None if value is None else str(value) for name, value in sorted(request.facts.items())},
        "arms": [_answer_of(one, row) for one in found],
    }


def _answer_of(one: Decided, row: int) -> dict[str, Any]:
    return {
        "outcome": OUTCOMES[one.outcome[row]] if one.outcome[row] >= 0 else "refused",
        "score": int(one.score[row]),
        "reasons": [one.reason_codes[code] for code in one.reasons[row] if code >= 0],
        "amount_minor": int(one.amount[row]),
    }
