"""The one yearly rate that a stream of payments comes to, all costs included (internal rate of return).

The rate r solves  sum of CF x (1 + r)^(-days / 365) = 0, days counted from the first flow: compound, on a year of 365
days, as EU Directive 2023/2225, annex III, part I (remark c) measures time, and as the internal-rate form of PBOC
announcement 2021-3 allows. Amounts are minor units; which side pays has no influence on the result.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from math import exp, expm1, log1p
from typing import Final

from puhui.kernel.errors import InvalidInput

_DIGITS: Final = Decimal("1e-10")
_YEAR: Final = 365
_HIGHEST: Final = 16.0  # of ln(1 + r): more than 800 million percent
_Flows = list[tuple[int, int]]


def effective_annual_rate(flows: Sequence[tuple[date, int]]) -> Decimal:
    """The yearly rate in percent, to ten decimals; refuses flows that no rate can explain.

    Where the flows change sign more than once several rates may do: the one nearest to zero is given.
    """
    dated = _by_day(flows)
    if min((amount for _, amount in dated), default=0) >= 0 or max(amount for _, amount in dated) <= 0:
        raise InvalidInput("cash_flows", "a rate needs money that goes out and money that comes back")
    if sum(amount for _, amount in dated) == 0:
        return Decimal(0).quantize(_DIGITS)
    with localcontext(prec=50):
        daily = _polished(dated, Decimal(exp(_bisected(dated) / _YEAR)))
        return ((daily**_YEAR - 1) * 100).quantize(_DIGITS)


def nominal_annual_rate(effective_pct: Decimal, *, periods: int = 12) -> Decimal:
    """The nominal yearly rate, compounded `periods` times a year, of an effective one; both in percent."""
    with localcontext(prec=40):
        growth = (1 + effective_pct / 100) ** (Decimal(1) / periods)
        return ((growth - 1) * periods * 100).quantize(_DIGITS)


def _by_day(flows: Sequence[tuple[date, int]]) -> _Flows:
    """Flows of one day together, as days from the first."""
    sums: dict[int, int] = {}
    for day, amount in flows:
        sums[day.toordinal()] = sums.get(day.toordinal(), 0) + amount
    first = min(sums, default=0)
    return sorted((day - first, amount) for day, amount in sums.items() if amount)


def _present_value(flows: _Flows, log_rate: float) -> float:
    """The value of the flows today at ln(1 + r) = `log_rate`."""
    return sum(amount * exp(-log_rate * days / _YEAR) for days, amount in flows)


def _bisected(flows: _Flows) -> float:
    """ln(1 + r) to float precision: a bracket grown from zero, then halved."""
    low, high = _bracket(flows)
    rises = _present_value(flows, high) > 0
    for _ in range(80):
        middle = (low + high) / 2
        if (_present_value(flows, middle) > 0) == rises:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _bracket(flows: _Flows) -> tuple[float, float]:
    """Two values of ln(1 + r) between which the present value changes sign, as near to zero as can be."""
    lowest = -600.0 * _YEAR / max(days for days, _ in flows)  # what exp can still take
    at_zero = sum(amount for _, amount in flows) > 0
    step, low, high = log1p(0.05), 0.0, 0.0
    while high < _HIGHEST or low > max(lowest, -_HIGHEST):
        further = min(high + step, _HIGHEST)
        if (_present_value(flows, further) > 0) != at_zero:
            return high, further
        lower = max(low - step, lowest, -_HIGHEST)
        if (_present_value(flows, lower) > 0) != at_zero:
            return lower, low
        high, low, step = further, lower, step * 1.5
    raise InvalidInput("cash_flows", f"no rate between {expm1(low):.2%} and {expm1(high):.2%} explains these payments")


def _polished(flows: _Flows, daily: Decimal) -> Decimal:
    """Newton's steps on the daily growth, whose powers are whole: from float precision to forty digits."""
    for _ in range(3):
        value = slope = Decimal(0)
        for days, amount in flows:
            term = amount * daily**-days
            value += term
            slope -= days * term
        step = value * daily / slope if slope else Decimal(0)
        daily -= step
        if abs(step) < Decimal("1e-40"):
            break
    return daily
