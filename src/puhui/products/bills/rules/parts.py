"""Parts of a divisible bill: its cents are numbered from one, and a part is an unbroken range of them.

The numbers are those of the exchange: a packet of one-cent bills with the range that the holder has; "0" where it may
only go whole (Shanghai Commercial Paper Exchange, new bill system, from 2022-06-03; mark U).
"""

import re
from collections.abc import Sequence
from typing import Final

from puhui.products.bills.contracts import SubRange
from puhui.products.bills.refusals import BadPart

_RANGE: Final = re.compile(r"([0-9]{1,12})-([0-9]{1,12})\Z", re.ASCII)


def read_part(text: str) -> SubRange | None:
    """A range as it is printed on the bill; nothing, or zero: the bill goes whole."""
    clean = "".join(text[:60].split()).replace("－", "-").replace("–", "-").replace(",", "")
    if clean in ("", "0"):
        return None
    found = _RANGE.match(clean)
    if found is None:
        raise BadPart(where="part", why="write it as 1-3000000", why_zh="请按 1-3000000 的格式填写")
    return SubRange(first=int(found[1]), last=int(found[2]))


def check_part(part: SubRange | None, *, number: str, face_minor: int, divisible: Sequence[str], most: int) -> None:
    """Refuses a part of a bill that goes whole, an upside-down one, and one of another amount than the face."""
    if part is None:
        return
    if number[0] not in divisible:
        raise BadPart(where="part", why="this bill goes whole", why_zh="该票据不可拆分")
    if not 1 <= part.first <= part.last <= most:
        raise BadPart(
            where="part",
            why=f"it begins at 1 or later and ends after that, by {most}",
            why_zh=f"起始号不小于 1，终止号不小于起始号且不超过 {most}",
        )
    if part.minor != face_minor:
        raise BadPart(
            where="part",
            why=f"it has {part.minor} cents, the amount {face_minor}",
            why_zh=f"区间为 {part.minor} 分，与票面金额 {face_minor} 分不符",
        )


def check_within(part: SubRange | None, *, of: SubRange | None, where: str) -> None:
    """Refuses cents that whoever gave them did not have."""
    if part is not None and of is not None and not of.first <= part.first <= part.last <= of.last:
        raise BadPart(where=where, why=f"{part} does not lie within {of}", why_zh=f"{part} 不在 {of} 之内")


def divided(part: SubRange, *, minor: int) -> tuple[SubRange, SubRange]:
    """Two parts for one: the first of so many cents, the second with the rest. Nothing is lost or counted twice."""
    if not 0 < minor < part.minor:
        raise BadPart(
            where="amount",
            why=f"the first part has more than 0 and less than {part.minor} cents",
            why_zh=f"第一部分须大于 0 且小于 {part.minor} 分",
        )
    cut = part.first + minor
    return SubRange(first=part.first, last=cut - 1), SubRange(first=cut, last=part.last)
