"""Fills claims in their order from an amount: what the first one leaves goes to the next, the rest is left over."""

from collections.abc import Iterable


def fill_in_order(amount_minor: int, wanted: Iterable[int]) -> tuple[list[int], int]:
    """What each claim is given, and what is left, in minor units; the parts and the rest add up to the amount."""
    given: list[int] = []
    left = amount_minor
    for claim in wanted:
        part = min(max(claim, 0), left)
        given.append(part)
        left -= part
    return given, left
