"""Groups of buckets: the unit of work of a day close, and the stripe of house accounts that its entries fall on."""

from puhui.kernel.ids import BUCKETS

GROUPS = 16
WIDTH = BUCKETS // GROUPS


def group_of(bucket: int) -> int:
    """The group that a bucket belongs to."""
    return bucket // WIDTH


def bucket_range(group: int) -> tuple[int, int]:
    """The first and the last bucket of a group."""
    return group * WIDTH, group * WIDTH + WIDTH - 1
