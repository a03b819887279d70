"""Keeps episodes: a debt above its cover, a value that runs out, a pledge of a repaid debt; each is told once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import bucket_of, new_id
from puhui.products.collateral.contracts import WatchLevel
from puhui.products.collateral.models import WatchEpisode

RATIO, VALUE, REPAID = "ratio", "value", "repaid"
_AT_ONCE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a day's look shows of one debt or thing that is not well."""

    subject_id: UUID
    level: WatchLevel
    ratio_bps: int | None = None


@dataclass(frozen=True, slots=True)
class Turned:
    """Episodes that began or grew worse with this look, and those that ended."""

    told: tuple[UUID, ...]
    ended: tuple[UUID, ...]


def keep_episodes(
    call: Call, *, kind: str, buckets: Sequence[tuple[int, int]], seen: Collection[Seen], on: date
) -> Turned:
    """Compares a look with the open episodes of these stretches of buckets. A part of the day close.

    A few statements for any number; a second look on the same day finds everything as the first one left it.
    """
    call.actor.require(Role.SYSTEM, verb="watch collateral")
    within = Q()
    for first, last in buckets:
        within |= Q(bucket__range=(first, last))
    open_ = {row.subject_id: row for row in WatchEpisode.objects.filter(within, kind=kind, ended_on__isnull=True)}
    now = {one.subject_id: one for one in seen}
    begun = [one for one in now.values() if one.subject_id not in open_]
    WatchEpisode.objects.bulk_create([_episode(kind, one, on=on) for one in begun], batch_size=300)
    worse = _move(open_, now)
    gone = [row for subject_id, row in open_.items() if subject_id not in now]
    for start in range(0, len(gone), _AT_ONCE):
        ids = [row.id for row in gone[start : start + _AT_ONCE]]
        WatchEpisode.objects.filter(id__in=ids).update(ended_on=on)
    return Turned((*(one.subject_id for one in begun), *worse), tuple(row.subject_id for row in gone))


def _move(open_: Mapping[UUID, WatchEpisode], now: Mapping[UUID, Seen]) -> list[UUID]:
    """Writes new levels and ratios of open episodes; gives those that went from a warning to action."""
    changed, worse = [], []
    for subject_id, row in open_.items():
        one = now.get(subject_id)
        if one is None or (row.level, row.ratio_bps) == (one.level, one.ratio_bps):
            continue
        if row.level == WatchLevel.WARN and one.level == WatchLevel.ACT:
            worse.append(subject_id)
        row.level, row.ratio_bps = one.level, one.ratio_bps
        changed.append(row)
    WatchEpisode.objects.bulk_update(changed, ["level", "ratio_bps"], batch_size=200)
    return worse


def _episode(kind: str, one: Seen, *, on: date) -> WatchEpisode:
    return WatchEpisode(
        id=new_id(),
        bucket=bucket_of(one.subject_id),
        subject_id=one.subject_id,
        kind=kind,
        level=one.level,
        ratio_bps=one.ratio_bps,
        began_on=on,
    )
