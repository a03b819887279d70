"""Accrual tables: what a loan will have earned by each day until something falls due, eight bytes a day.

With them the end of a day costs two look-ups a loan instead of a replay, and rows are rewritten only when a due date
passes or something happens.
"""

import struct
from collections.abc import Sequence

LONGEST_DAYS = 62  # a month-period loan needs 31; longer periods are read in stretches


def packed(amounts: Sequence[int]) -> bytes:
    """Amounts in minor units, one a day, as little-endian 64-bit integers."""
    return struct.pack(f"<{len(amounts)}q", *amounts)


def amount_on(table: bytes | memoryview, day: int) -> int:
    """The amount of the day with that index."""
    amount: int = struct.unpack_from("<q", table, 8 * day)[0]
    return amount
