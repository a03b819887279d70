"""Exact arithmetic over series and sums: ratios, trends, volatilities; unknown where nothing can be said."""

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

_MOST, _LEAST = Fraction(10), Fraction(-10)
_SIX_PLACES = Decimal("0.000001")
_EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)


def ratio(part: int, whole: int) -> Fraction | None:
    """The exact ratio; unknown when there is nothing, or less than nothing, to divide by."""
    return Fraction(part, whole) if whole > 0 else None


def bounded(value: Fraction | None) -> Fraction | None:
    """Held between -10 and 10, where a ratio says no more."""
    return None if value is None else min(max(value, _LEAST), _MOST)


def trend(series: list[int]) -> Fraction | None:
    """Slope of the least-squares line over the mean: sum((x - x̄) y) / sum((x - x̄)²) / ȳ, with x = 0..n-1."""
    n, whole = len(series), sum(series)
    if whole <= 0:
        return None
    twice_centred = [2 * x - (n - 1) for x in range(n)]  # 2 (x - x̄): whole numbers
    upper = 2 * sum(x * y for x, y in zip(twice_centred, series, strict=True))
    return bounded(Fraction(upper * n, sum(x * x for x in twice_centred) * whole))


def volatility(series: list[int]) -> Fraction | None:
    """Population standard deviation over the mean: sqrt(n sum(y²) - (sum y)²) / sum y."""
    n, whole = len(series), sum(series)
    if whole <= 0:
        return None
    return bounded(Fraction(_root(n * sum(y * y for y in series) - whole * whole)) / whole)


def correlation(one: list[int], other: list[int]) -> Fraction | None:
    """Pearson's correlation; unknown when one of them does not move."""
    n, sum_one, sum_other = len(one), sum(one), sum(other)
    square_one = n * sum(y * y for y in one) - sum_one * sum_one
    square_other = n * sum(y * y for y in other) - sum_other * sum_other
    if not square_one or not square_other:
        return None
    upper = n * sum(a * b for a, b in zip(one, other, strict=True)) - sum_one * sum_other
    return upper / Fraction(_root(square_one * square_other))


def _root(square: int) -> Decimal:
    with localcontext(_EXACT):
        return Decimal(square).sqrt()


def stored(value: Fraction | int | None) -> Decimal | int | None:
    """Whole numbers as they are, ratios to six decimals (half to even)."""
    if not isinstance(value, Fraction):
        return value
    with localcontext(_EXACT):
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_SIX_PLACES) + 0
