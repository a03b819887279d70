"""Counts how often something is asked for, and refuses what is too often."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from puhui.foundation.access.contracts import RateLimited
from puhui.foundation.access.models import RateWindow
from puhui.foundation.access.sealing import keyed_hash

KEPT = timedelta(days=2)


def limit_rate(key: str, *, most: int, seconds: int, at: datetime) -> None:
    """Refuses the `most + 1`st time within a window of so many seconds; windows begin at whole multiples.

    Called before a use case it counts refused tries too; called within one, only what was granted. Keys are kept as
    keyed hashes, so that a phone number may be one.
    """
    second = int(at.timestamp())
    begins_at = datetime.fromtimestamp(second - second % seconds, UTC)
    hashed = keyed_hash("rate", f"{key}/{seconds}")
    with transaction.atomic():
        RateWindow.objects.bulk_create([RateWindow(key=hashed, begins_at=begins_at)], ignore_conflicts=True)
        window = RateWindow.objects.filter(key=hashed, begins_at=begins_at)
        granted = window.filter(count__lt=most).update(count=F("count") + 1)
    if not granted:
        raise RateLimited(wait_seconds=seconds - second % seconds)


def forget_old_windows(*, at: datetime) -> int:
    """Deletes windows that no longer matter."""
    return RateWindow.objects.filter(begins_at__lt=at - KEPT).delete()[0]
