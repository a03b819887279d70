"""What the watch looks at, and what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.products.collateral.contracts import LIVE, AssetState
from puhui.products.collateral.models import Asset, Pledge, WatchEpisode

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeView:
    """A time in which a debt or a thing had to be looked at. `ratio_bps`: owed over cover; None without cover."""

    id: UUID
    subject_id: UUID
    kind: str
    level: str
    ratio_bps: int | None
    began_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A pledged thing whose value, or right, ends soon."""

    asset_id: UUID
    owner_id: UUID


def values_running_out(buckets: Sequence[tuple[int, int]], *, on: date, days: int) -> list[RunningOut]:
    """Pledged things in these stretches of buckets without a value that holds so many days from now on. For flows."""
    within = Q()
    for first, last in buckets:
        within |= Q(bucket__range=(first, last))
    soon = on + timedelta(days=days)
    # A thing's own bucket here, so that each is looked at by one group.
    pledged = Exists(Pledge.objects.filter(asset=OuterRef("pk"), state__in=LIVE))
    ends = Q(valid_until__isnull=True) | Q(valid_until__lt=soon) | Q(right_until__lt=soon)
    rows = Asset.objects.filter(within, ends, pledged, state=AssetState.HELD).order_by("id")
    return [RunningOut(*row) for row in rows.values_list("id", "owner_id")]


def episodes(actor: Actor, *, open_only: bool = True, before: UUID | None = None, most: int = 50) -> list[EpisodeView]:
    """What the watch found, newest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collateral")
    rows = WatchEpisode.objects.order_by("-id")
    if open_only:
        rows = rows.filter(ended_on__isnull=True)
    if before:
        rows = rows.filter(id__lt=before)
    return [
        EpisodeView(
            id=row.id,
            subject_id=row.subject_id,
            kind=row.kind,
            level=row.level,
            ratio_bps=row.ratio_bps,
            began_on=row.began_on,
            ended_on=row.ended_on,
        )
        for row in rows[: min(most, MOST)]
    ]
