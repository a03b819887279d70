"""Groups of buckets: the unit of work of a day close, and the stripe of house accounts that its entries fall on."""

from collections.abc import Iterable

from puhui.kernel.ids import BUCKETS

GROUPS = 16
WIDTH = BUCKETS // GROUPS


def group_of(bucket: int) -> int:
    """The group that a bucket belongs to."""
    return bucket // WIDTH


def bucket_range(group: int) -> tuple[int, int]:
    """The first and the last bucket of a group."""
    return group * WIDTH, group * WIDTH + WIDTH - 1


def runs(groups: Iterable[int]) -> list[tuple[int, int]]:
    """Groups, in order, as runs of neighbours."""
    found: list[tuple[int, int]] = []
    for group in groups:
        if found and found[-1][1] == group - 1:
            found[-1] = (found[-1][0], group)
        else:
            found.append((group, group))
    return found
