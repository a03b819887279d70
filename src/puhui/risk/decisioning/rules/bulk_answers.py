"""The answers to many requests as columns, and one row of them in the words of a single decision."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.contracts import OfferTerms
from puhui.risk.decisioning.rules.bulk_parts import Prices
from puhui.risk.decisioning.rules.columns import TextColumn, Whole
from puhui.risk.decisioning.rules.policy import OUTCOMES, DecisionPolicy
from puhui.risk.decisioning.rules.serving import ScoringModel


@dataclass(frozen=True, slots=True)
class OfferColumns:
    """One of the policy's offers on every row; an amount of 0 means that it is not made."""

    label: str
    amount_minor: Whole
    term_months: Whole
    method: TextColumn
    margin_bps: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkDecisions:
    """The answers as columns. `outcome` is a place in OUTCOMES, -1 where the request was refused (`refused` says why).

    `pd_ppm` is the probability of default in millionths, `reasons` holds up to four places in `reason_codes` (-1: none)
    in the order of weight, `hard_hits` the places of hard rules that matched as bits, `one_by_one` counts the rows that
    were decided outside of the columns, by why.
    """

    outcome: NDArray[np.int8]
    score: NDArray[np.int32]
    pd_ppm: NDArray[np.int32]
    band: NDArray[np.int16]
    bands: tuple[str, ...]
    limit_minor: Whole
    offers: tuple[OfferColumns, ...]
    reasons: NDArray[np.int16]
    reason_codes: tuple[str, ...]
    one_by_one: Mapping[str, int]
    refused: Mapping[int, str]
    lpr_pct: tuple[Decimal, Decimal]

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.outcome)

    def codes_of(self, row: int) -> tuple[str, ...]:
        """The reason codes of one row, the weightiest first."""
        return tuple(self.reason_codes[code] for code in self.reasons[row] if code >= 0)

    def is_approved(self, row: int) -> bool:
        """True when the row is approved and something is offered."""
        return bool(self.outcome[row] == OUTCOMES.index("approve")) and bool(self.offers_of(row))

    def offers_of(self, row: int) -> tuple[OfferTerms, ...]:
        """The offers of one row (of a referred one: for the reviewer), exactly as one by one."""
        return tuple(self._terms(offer, row) for offer in self.offers if offer.amount_minor[row] > 0)

    def _terms(self, offer: OfferColumns, row: int) -> OfferTerms:
        term, margin = int(offer.term_months[row]), int(offer.margin_bps[row])
        lpr = self.lpr_pct[term >= 60]
        rate = lpr + Decimal(margin) / 100
        amount, method = int(offer.amount_minor[row]), offer.method.value(row) or ""
        return OfferTerms(amount, term, method, rate, margin, lpr, offer.label)


@dataclass(slots=True)
class Answers:
    """The columns being filled, and the code tables of one run."""

    policy: DecisionPolicy
    card: ScoringModel
    parameters: Mapping[str, Decimal]
    outcome: NDArray[np.int8]
    score: NDArray[np.int32]
    pd_ppm: NDArray[np.int32]
    band: NDArray[np.int16]
    limit: Whole
    offer_amount: Whole
    offer_term: Whole
    offer_margin: Whole
    reasons: NDArray[np.int16]
    bands: tuple[str, ...]
    codes: Mapping[str, int]
    by_name: list[int]
    part_codes: list[str]
    prices: Prices | None = None
    with_score_reasons: bool = True
    one_by_one: Counter[str] = field(default_factory=Counter)
    refused: dict[int, str] = field(default_factory=dict)


def answers_as_one_by_one(answers: BulkDecisions, row: int) -> dict[str, Any]:
    """One row in the words of `Decision`: what a person, a record or a test compares."""
    terms = answers.offers_of(row)
    outcome = OUTCOMES[answers.outcome[row]]
    return {
        "outcome": outcome,
        "score": int(answers.score[row]),
        "pd": Decimal(int(answers.pd_ppm[row])).scaleb(-6),
        "band": answers.bands[answers.band[row]],
        "limit_minor": int(answers.limit_minor[row]),
        "offers": terms if outcome == "approve" else (),
        "indicative": terms if outcome == "refer" else (),
        "reasons": answers.codes_of(row),
    }
