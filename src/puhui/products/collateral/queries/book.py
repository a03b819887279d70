"""What each live pledge is given of its thing's value, and what stands behind debts: two statements for any number."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from puhui.products.collateral.contracts import LIVE, Cover, PledgeState
from puhui.products.collateral.guarantee_contracts import ANSWERING
from puhui.products.collateral.models import Asset, Guarantee, Pledge
from puhui.products.collateral.policy_files import collateral_policy
from puhui.products.collateral.rules.values import Claim, Valued, allocate, lendable_minor

AT_ONCE = 400  # ids in one statement, for SQLite


class Given(NamedTuple):
    """A live pledge and what it is given, in minor units."""

    pledge_id: UUID
    debt_id: UUID
    is_perfected: bool
    given_minor: int


def cover_of(debt_ids: Collection[UUID], *, on: date) -> dict[UUID, Cover]:
    """What stands behind each of these debts on a day; every one is answered. For flows: no rights are looked at.

    A thing that stands behind several debts is counted once: each is given what its rank leaves it.
    """
    found = {debt_id: Cover(debt_id=debt_id) for debt_id in debt_ids}
    for chunk in _chunks(list(found)):
        found |= _covers(Q(debt_id__in=chunk), on=on)
    return {debt_id: found[debt_id] for debt_id in debt_ids}


def cover_in(buckets: Sequence[tuple[int, int]], *, on: date) -> dict[UUID, Cover]:
    """What stands behind every debt of these stretches of buckets that has a live pledge or guarantee. For flows."""
    within = Q()
    for first, last in buckets:
        within |= Q(bucket__range=(first, last))
    return _covers(within, on=on) if buckets else {}


def _covers(which: Q, *, on: date) -> dict[UUID, Cover]:
    things: dict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0])
    touched = Pledge.objects.filter(which, state__in=LIVE)
    wanted = set(touched.values_list("debt_id", flat=True))
    for one in given_on(touched, on=on) if wanted else ():
        things[one.debt_id][0 if one.is_perfected else 1] += one.given_minor
        things[one.debt_id][2] += 1
    covers = {
        debt_id: Cover(debt_id=debt_id, things_minor=perfected, unperfected_minor=other, pledges=count)
        for debt_id, (perfected, other, count) in things.items()
        if debt_id in wanted
    }
    answering = Guarantee.objects.filter(which, state__in=ANSWERING)
    for debt_id, amount in answering.values_list("debt_id").annotate(Sum("amount_minor")).order_by():
        covers[debt_id] = replace(covers.get(debt_id) or Cover(debt_id=debt_id), guaranteed_minor=amount)
    return covers


def given_on(touching: QuerySet[Pledge], *, on: date) -> Iterator[Given]:
    """Every live pledge of every thing that these pledges touch, with what it is given on a day. One statement."""
    rows = (
        Pledge.objects.filter(state__in=LIVE, asset_id__in=touching.values("asset_id"))
        .select_related("asset")
        .order_by("asset_id", "rank")
    )
    by_thing: dict[UUID, list[Pledge]] = defaultdict(list)
    for row in rows:
        by_thing[row.asset_id].append(row)
    for pledges in by_thing.values():
        given = allocate(lendable_of(pledges[0].asset, on=on), [claim_of(row) for row in pledges])
        for row in pledges:
            yield Given(row.id, row.debt_id, row.state == PledgeState.PERFECTED, given[row.id])


def claims_on(asset: Asset) -> list[Claim]:
    """The live pledges of one thing."""
    return [claim_of(row) for row in Pledge.objects.filter(asset=asset, state__in=LIVE).order_by("rank")]


def claim_of(row: Pledge) -> Claim:
    """A pledge as the rules take it."""
    return Claim(row.id, row.rank, row.secured_minor)


def lendable_of(asset: Asset, *, on: date) -> int:
    """What may be lent against a thing on a day, in minor units."""
    rule = collateral_policy(on).kind(asset.kind).value_rule
    if asset.value_minor is None or asset.valued_on is None or asset.valid_until is None:
        return 0
    valued = Valued(asset.value_minor, asset.valued_on, asset.valid_until, asset.right_until)
    return lendable_minor(rule, valued, on=on)


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
