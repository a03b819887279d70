"""Splitting a total exactly: no cent is lost, none is made."""

from collections.abc import Sequence


def split_by_weights(total: int, weights: Sequence[int]) -> list[int]:
    """The total in whole parts proportional to the weights; what division leaves goes to the largest remainders.

    Hamilton's method: every part is within one unit of its exact share, ties go to the earlier part, and the parts
    add up to the total. A negative total is split as its positive one.
    """
    if not weights or min(weights) < 0 or not any(weights):
        raise ValueError("weights are not negative, and one of them is positive")
    if total < 0:
        return [-part for part in split_by_weights(-total, weights)]
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
