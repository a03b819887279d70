"""Rounding of exact ratios in arrays of 64-bit numbers, without ever losing a unit.

A product such as principal x rate x share does not fit into 64 bits; its rounded quotient does. The quotient is guessed
in floating point, wrong by less than one, and mended by its remainder. The remainder is small, so it is exact although
both of its products wrap around: 64-bit arithmetic is exact modulo 2**64.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

EXACT_BELOW: Final = 2.0**48
"""Quotients from here on are left to the one-loan engine: the guess could be wrong by more than one.

A guess has at most sixteen roundings of 2**-53 each, so below 2**48 it errs by less than 0.5, and rint adds 0.5.
"""


def rounded_products(values: Ints, factors: Ints, guess: Floats, parts: Ints, *, half_even: bool) -> Ints:
    """`values x factors / parts`, rounded; `guess` is factors / parts as a float."""
    return rounded(values * factors, values * guess, parts, half_even=half_even)


def rounded(numerators: Ints, guess: Floats, parts: Ints, *, half_even: bool) -> Ints:
    """Ratios below EXACT_BELOW, rounded. `numerators` may have wrapped around; denominators are below 2**60."""
    quotient = np.rint(guess).astype(np.int64)
    return _mended(quotient, numerators - quotient * parts, parts, half_even=half_even)


def rounded_ratios(values: Ints, parts: Ints, *, half_even: bool) -> Ints:
    """`values / parts`, rounded, for values below 2**63 that are not negative and denominators below 2**61."""
    quotient = values // parts
    return _mended(quotient, values - quotient * parts, parts, half_even=half_even)


def _mended(quotient: Ints, rest: Ints, parts: Ints, *, half_even: bool) -> Ints:
    """The quotient whose remainder lies within half a part; a tie goes up, or to the even one."""
    twice = rest + rest
    if half_even:
        odd = (quotient & 1).astype(np.bool_)
        up = (twice > parts) | ((twice == parts) & odd)
        down = (twice < -parts) | ((twice == -parts) & odd)
    else:
        up, down = twice >= parts, twice < -parts
    quotient += up
    quotient -= down
    return quotient
