"""How the probability of default spreads over time: one term structure, shared by pricing and by provisioning.

A curve holds the cumulative probability within 1, 2, .. n months. From a one-year probability it follows with a
constant hazard: PD(k) = 1 - (1 - PD(12)) ^ (k / 12). Shares are exact Decimals from 0 to 1, time is in months; a
default is taken for the middle of its month.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache

ZERO, ONE = Decimal(0), Decimal(1)
YEAR_MONTHS = 12
LONGEST_MONTHS = 360
Shares = tuple[Decimal, ...]
_EXACT = Context(prec=30, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class DefaultCurve:
    """The cumulative probability of default within 1, 2, .. n months; it never falls."""

    cumulative: Shares

    @property
    def months(self) -> int:
        """How many months the curve covers."""
        return len(self.cumulative)

    @property
    def lifetime(self) -> Decimal:
        """The probability of default within the whole curve."""
        return self.cumulative[-1]

    @property
    def within_a_year(self) -> Decimal:
        """The probability of default within twelve months, or within the whole curve when it is shorter."""
        return self.cumulative[min(self.months, YEAR_MONTHS) - 1]

    @property
    def marginal(self) -> Shares:
        """What each month adds."""
        return tuple(value - before for value, before in zip(self.cumulative, (ZERO, *self.cumulative), strict=False))

    @property
    def hazards(self) -> Shares:
        """The probability of default in each month for who has reached it."""
        survived = (ONE - before for before in (ZERO, *self.cumulative))
        return tuple(part / left if left else ONE for part, left in zip(self.marginal, survived, strict=False))

    def floored(self, *, a_year: Decimal) -> "DefaultCurve":
        """Nowhere below a probability a year, spread evenly over the months."""
        return DefaultCurve(
            tuple(min(max(v, a_year * (k + 1) / YEAR_MONTHS), ONE) for k, v in enumerate(self.cumulative))
        )

    def under(self, hazard: Decimal) -> "DefaultCurve":
        """The curve when the hazard is multiplied: 1 - (1 - PD) ^ h, which stays between 0 and 1."""
        return DefaultCurve(tuple(ONE - (ONE - value) ** hazard if value < ONE else ONE for value in self.cumulative))

    def discounted(self, *, discount: Decimal, owed_at_maturity: Decimal, term: int) -> Decimal:
        """Sum of marginal PD x the share still owed x discount: what is lost of one unit, if nothing is recovered.

        `discount`: a year, as a share. What is owed falls evenly from 1 to `owed_at_maturity` over `term` months.
        """
        monthly = (ONE + discount) ** (ONE / YEAR_MONTHS)
        total, factor = ZERO, monthly ** Decimal("-0.5")
        for k, chance in enumerate(self.marginal):
            total += chance * (ONE - (ONE - owed_at_maturity) * k / term) * factor
            factor /= monthly
        return total


@lru_cache(maxsize=4096)
def curve_of_year(pd_year: Decimal, *, months: int) -> DefaultCurve:
    """The curve of a one-year probability of default with a constant hazard; `months` from 1 to 360."""
    if not ZERO <= pd_year <= ONE or not 1 <= months <= LONGEST_MONTHS:
        raise ValueError("a probability from 0 to 1, over 1 to 360 months")
    with localcontext(_EXACT):
        monthly = (ONE - pd_year) ** (ONE / YEAR_MONTHS) if pd_year < ONE else ZERO
        survived, curve = ONE, []
        for _ in range(months):
            survived *= monthly
            curve.append(ONE - survived)
        if months >= YEAR_MONTHS:
            curve[YEAR_MONTHS - 1] = pd_year  # exact, not to the last of thirty digits
    return DefaultCurve(tuple(curve))
