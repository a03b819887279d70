"""Rounding of exact ratios to whole minor units and to multiples of them."""

from puhui.kernel.money import RoundingMode


def round_ratio(numerator: int, denominator: int, *, mode: RoundingMode) -> int:
    """The whole number nearest to a ratio that is not negative; a tie goes up, or to the even one."""
    whole, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and (mode == "half_up" or whole % 2 == 1)):
        return whole + 1
    return whole


def round_to_multiple(numerator: int, denominator: int, *, multiple: int, mode: RoundingMode) -> int:
    """The ratio rounded to a whole number of multiples."""
    return round_ratio(numerator, denominator * multiple, mode=mode) * multiple
