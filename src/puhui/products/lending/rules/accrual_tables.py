"""Accrual tables: what a loan will have earned by each day until something falls due, eight bytes a day.

With them the end of a day costs two look-ups a loan instead of a replay, and rows are rewritten only when a due date
passes or something happens. A table of one amount stands for every day: that is how default interest of a loan that is
not late is kept.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST_DAYS = 62  # a month-period loan needs 31; longer periods are read in stretches
AMOUNT_BYTES = 8


def packed(amounts: Sequence[int]) -> bytes:
    """Amounts in minor units, one a day, as little-endian 64-bit integers; amounts that are all alike as one."""
    if amounts[0] == amounts[-1] and len(set(amounts)) == 1:
        return struct.pack("<q", amounts[0])
    return struct.pack(f"<{len(amounts)}q", *amounts)


def packed_row(amounts: NDArray[np.int64]) -> bytes:
    """The same of an array."""
    if amounts[0] == amounts[-1] and (amounts == amounts[0]).all():
        amounts = amounts[:1]
    return amounts.astype("<i8").tobytes()


def amount_on(table: bytes | memoryview, day: int) -> int:
    """The amount of the day with that index."""
    at = 0 if len(table) == AMOUNT_BYTES else AMOUNT_BYTES * day
    amount: int = struct.unpack_from("<q", table, at)[0]
    return amount


def amounts_from(table: bytes | memoryview, day: int, *, days: int) -> list[int]:
    """The amounts from the day with that index on, of a table of so many days."""
    return [amount_on(table, index) for index in range(day, days)]


def begun_earlier(table: bytes | memoryview, *, days: int, amount: int, by: int) -> bytes:
    """A table of so many days, begun `by` days earlier, on all of which it says `amount`."""
    head = struct.pack("<q", amount)
    if len(table) == AMOUNT_BYTES:
        return head if bytes(table) == head else head * by + bytes(table) * days
    return head * by + bytes(table)
