"""What a loan loses on average, as a rate on what is owed, and what it takes from its borrower each month."""

from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from puhui.finmath.default_curves import curve_of_year
from puhui.risk.decisioning.rules.formulas import EXACT, ONE, ZERO

YEAR_MONTHS = 12


@lru_cache(maxsize=16384)
def expected_loss_rate_pct(pd: Decimal, *, lgd_pct: Decimal, months: int, is_amortising: bool) -> Decimal:
    """The expected loss as percent a year of what is owed: sum of marginal PD(k) x owed(k) x LGD x 12 / sum of owed(k).

    `pd` is that of twelve months; the curve is the one that provisioning uses. `owed(k)` falls in a straight line for
    a loan that repays principal, and stays for one that does not. To two decimals, half to even.
    """
    lost, balances = ZERO, ZERO
    for month, chance in enumerate(curve_of_year(pd, months=months).marginal):
        owed = EXACT.divide(Decimal(months - month), Decimal(months)) if is_amortising else ONE
        lost = EXACT.add(lost, EXACT.multiply(chance, owed))
        balances = EXACT.add(balances, owed)
    yearly = EXACT.divide(EXACT.multiply(lost, Decimal(YEAR_MONTHS)), balances)
    return EXACT.multiply(yearly, lgd_pct).quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def instalment_minor(amount_minor: int, *, annual_rate_pct: Decimal, months: int, method: str) -> Decimal:
    """The heaviest ordinary monthly burden of a loan, in fen: the annuity, or an even part of principal with interest.

    Principal that falls due at the end is spread over the months: it must be earned by then all the same.
    """
    share = _share_a_month(annual_rate_pct, months=months, is_level=method == "equal_instalment")
    return EXACT.multiply(Decimal(amount_minor), share).quantize(ONE, ROUND_HALF_EVEN)


@lru_cache(maxsize=4096)
def _share_a_month(annual_rate_pct: Decimal, *, months: int, is_level: bool) -> Decimal:
    """The instalment of one unit: i / (1 - (1 + i)^-n), or 1 / n + i."""
    monthly = EXACT.divide(annual_rate_pct, Decimal(1200))
    if is_level and monthly > 0:
        return EXACT.divide(monthly, ONE - EXACT.power(ONE + monthly, -months))
    return EXACT.add(EXACT.divide(ONE, Decimal(months)), monthly)
