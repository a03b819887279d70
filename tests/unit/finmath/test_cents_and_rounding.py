"""Rounding ties, and splitting without losing a cent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.cents import split_by_weights
from puhui.finmath.rounding import round_ratio, round_to_multiple


@pytest.mark.parametrize(
    ("numerator", "denominator", "mode", "whole"),
    [
        (5, 2, "half_up", 3),
        (5, 2, "half_even", 2),
        (7, 2, "half_even", 4),
        (1, 3, "half_up", 0),
        (2, 3, "half_even", 1),
    ],
)
def test_a_tie_goes_up_or_to_the_even_one(numerator: int, denominator: int, mode: Any, whole: int) -> None:
    assert round_ratio(numerator, denominator, mode=mode) == whole


def test_a_multiple_is_met_exactly() -> None:
    assert round_to_multiple(88_849, 1, multiple=100, mode="half_up") == 88_800
    assert round_to_multiple(88_850, 1, multiple=100, mode="half_even") == 88_800


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_parts_add_up_and_are_within_one_unit_of_their_share(total: int, weights: list[int]) -> None:
    parts = split_by_weights(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))


def test_what_is_left_goes_to_the_largest_remainder_then_to_the_earlier() -> None:
    assert split_by_weights(100, [1, 1, 1]) == [34, 33, 33]
    assert split_by_weights(10, [1, 2, 4]) == [1, 3, 6]
    assert split_by_weights(-100, [1, 1, 1]) == [-34, -33, -33]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_say_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_weights(100, weights)
