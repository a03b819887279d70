"""The statutory provision: a share of principal by class, as the rulebook says.

Sources: guideline on provisions for loan losses (PBOC, Yin Fa 2002-98); measures for provisions of financial
enterprises (MOF, Cai Jin 2012-20).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from puhui.kernel.money import round_minor
from puhui.risk.provisioning.contracts import Grade


@dataclass(frozen=True, slots=True)
class StatutoryRule:
    """The shares of a scheme, in percent of principal, and whether the excess over expected loss is a reserve."""

    version: str
    scheme: str
    shares_pct: Mapping[Grade, Decimal]
    excess_to_reserve: bool = True


def statutory_minor(rule: StatutoryRule, *, grade: Grade, principal_minor: int) -> int:
    """What must be set aside for this principal, in minor units, half up."""
    return round_minor(rule.shares_pct[grade] * principal_minor / 100)
