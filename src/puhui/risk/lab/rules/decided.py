"""What an arm of a run answered, and who was asked: the columns that comparisons need, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
DECLINED, REFERRED, APPROVED = 0, 1, 2
OUTCOMES: Final = ("decline", "refer", "approve")
METHODS: Final = ("equal_instalment", "equal_principal", "interest_only", "bullet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The answers of an arm. Amount, rate and term are of the first offer, 0 where nothing is offered."""

    outcome: NDArray[np.int8]
    score: NDArray[np.int32]
    pd: Floats
    amount: Floats
    rate_pct: Floats
    term: NDArray[np.int16]
    method: NDArray[np.int8]
    reasons: NDArray[np.int16]
    reason_codes: tuple[str, ...]
    one_by_one: Mapping[str, int]

    @property
    def approved(self) -> Flags:
        """Who would get an offer at once."""
        approved: Flags = self.outcome == APPROVED
        return approved


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Everyone who was asked, without their facts."""

    size: int
    groups: Mapping[str, Flags]
    industry: NDArray[np.int16]
    true_pd: Floats | None
    bad: NDArray[np.int8] | None
    left_out: int = 0
