"""Whether a cost sheet was read long enough: by the server's own clock, whatever the page says."""

from datetime import datetime

from puhui.products.origination.contracts import ReadingTimeUntrue, ReadTooFast

CLOCK_TOLERANCE_SECONDS = 2  # the page counts from when it was drawn and rounds


def seconds_read(*, shown_at: datetime, now: datetime, claimed: int | None, least: int) -> int:
    """The measured seconds; refuses a claim longer than has passed, and a reading shorter than the rule's.

    `claimed` is None where the page cannot count (without JavaScript): then only the server's measure counts.
    """
    measured = int((now - shown_at).total_seconds())
    if claimed is not None and not 0 <= claimed <= measured + CLOCK_TOLERANCE_SECONDS:
        raise ReadingTimeUntrue(where="seconds_shown", claimed=claimed, measured=measured)
    shortest = measured if claimed is None else min(measured, claimed)
    if shortest < least:
        raise ReadTooFast(where="seconds_shown", seconds_left=least - shortest, least=least)
    return measured
