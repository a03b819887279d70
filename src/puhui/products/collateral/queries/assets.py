"""What is known of things, their pledges and releases. Staff see all; owners see what is theirs."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import parties_of
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.collateral.contracts import (
    LIVE,
    AssetLine,
    AssetState,
    AssetView,
    DocumentIn,
    PledgeState,
    PledgeView,
    ReleaseState,
    ReleaseView,
    ValuationView,
)
from puhui.products.collateral.models import Asset, AssetDocument, AssetIdentifier, Pledge, Release, Valuation
from puhui.products.collateral.queries.book import given_on, lendable_of

MOST = 200


def assets_page(
    actor: Actor, *, owner_id: UUID | None = None, kind: str = "", before: UUID | None = None, most: int = 50
) -> list[AssetLine]:
    """Things, newest first, with what of them may be lent against today and what is free."""
    rows = _within_reach(actor).order_by("-id")
    if owner_id:
        rows = rows.filter(owner_id=owner_id)
    if kind:
        rows = rows.filter(kind=kind)
    if before:
        rows = rows.filter(id__lt=before)
    found = list(rows[: min(most, MOST)])
    today = business_date()
    taken = _taken([row.id for row in found], on=today)
    return [_line(row, taken=taken.get(row.id, 0), on=today) for row in found]


def asset(actor: Actor, asset_id: UUID) -> AssetView:
    """One thing: numbers, papers, values and pledges, each newest first."""
    row = _within_reach(actor).filter(id=asset_id).first()
    if row is None:
        raise NotFound("collateral", where="asset_id")
    today = business_date()
    pledges = _views(Pledge.objects.filter(asset=row).order_by("rank")[:MOST], on=today)
    taken = sum(one.given.minor for one in pledges)
    numbers = AssetIdentifier.objects.filter(asset=row).order_by("kind").values_list("kind", "value")
    return AssetView(
        line=_line(row, taken=taken, on=today),
        identifiers=tuple(numbers),
        area_mu=row.area_mu,
        documents=tuple(
            DocumentIn(kind=one.kind, reference=one.reference, sha256=one.sha256)
            for one in AssetDocument.objects.filter(asset=row).order_by("id")
        ),
        valuations=tuple(_valuation(one, row) for one in Valuation.objects.filter(asset=row).order_by("-id")[:MOST]),
        pledges=tuple(pledges),
        registered_by=row.registered_by_name,
        registered_at=row.registered_at,
    )


def pledges_of(actor: Actor, debt_id: UUID) -> list[PledgeView]:
    """The pledges behind one debt, the oldest first, with what each is given today. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collateral")
    return _views(Pledge.objects.filter(debt_id=debt_id).order_by("id")[:MOST], on=business_date())


def pledge(actor: Actor, pledge_id: UUID) -> PledgeView:
    """One pledge. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collateral")
    found = _views(Pledge.objects.filter(id=pledge_id), on=business_date())
    if not found:
        raise NotFound("pledge", where="pledge_id")
    return found[0]


def debts_of(asset_id: UUID) -> list[UUID]:
    """The debts behind which a thing stands. For flows: no rights are looked at."""
    return list(Pledge.objects.filter(asset_id=asset_id, state__in=LIVE).values_list("debt_id", flat=True))


def releases(
    actor: Actor, *, state: str = "", asset_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[ReleaseView]:
    """Releases, newest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collateral")
    rows = Release.objects.select_related("pledge__asset").order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if asset_id:
        rows = rows.filter(pledge__asset_id=asset_id)
    if before:
        rows = rows.filter(id__lt=before)
    return [_release(row) for row in rows[: min(most, MOST)]]


def _within_reach(actor: Actor) -> QuerySet[Asset]:
    if actor.reads_all:
        return Asset.objects.all()
    return Asset.objects.filter(owner_id__in=parties_of(actor))


def _taken(asset_ids: list[UUID], *, on: date) -> dict[UUID, int]:
    live = Pledge.objects.filter(asset_id__in=asset_ids, state__in=LIVE)
    things = dict(live.values_list("id", "asset_id"))
    taken: dict[UUID, int] = {}
    for one in given_on(live, on=on) if things else ():
        thing = things[one.pledge_id]
        taken[thing] = taken.get(thing, 0) + one.given_minor
    return taken


def _line(row: Asset, *, taken: int, on: date) -> AssetLine:
    lendable = lendable_of(row, on=on) if row.state != AssetState.GONE else 0
    return AssetLine(
        id=row.id,
        owner_id=row.owner_id,
        kind=row.kind,
        description=row.description,
        state=AssetState(row.state),
        value=Money(row.value_minor, row.currency) if row.value_minor is not None else None,
        valued_on=row.valued_on,
        valid_until=row.valid_until,
        right_until=row.right_until,
        lendable=Money(lendable, row.currency),
        free=Money(lendable - taken, row.currency),
    )


def _views(rows: Iterable[Pledge], *, on: date) -> list[PledgeView]:
    kept = list(rows)
    ids = [row.id for row in kept]
    touching = Pledge.objects.filter(id__in=ids, state__in=LIVE)
    given = {one.pledge_id: one.given_minor for one in given_on(touching, on=on)} if ids else {}
    things = Asset.objects.in_bulk({row.asset_id for row in kept})
    return [_view(row, things[row.asset_id], given.get(row.id, 0)) for row in kept]


def _view(row: Pledge, thing: Asset, given: int) -> PledgeView:
    return PledgeView(
        id=row.id,
        asset_id=thing.id,
        kind=thing.kind,
        description=thing.description,
        owner_id=thing.owner_id,
        debt_id=row.debt_id,
        borrower_id=row.borrower_id,
        rank=row.rank,
        secured=Money(row.secured_minor, thing.currency),
        given=Money(given, thing.currency),
        state=PledgeState(row.state),
        is_beyond_value=row.is_beyond_value,
        created_on=row.created_on,
        perfected_on=row.perfected_on,
        registration=row.registration,
        released_on=row.released_on,
    )


def _valuation(one: Valuation, row: Asset) -> ValuationView:
    return ValuationView(
        id=one.id,
        value=Money(one.value_minor, row.currency),
        method=one.method,
        valuer=one.valuer,
        valued_on=one.valued_on,
        valid_until=one.valid_until,
        by_name=one.by_name,
        per_mu=Money(one.per_mu_minor, row.currency) if one.per_mu_minor else None,
    )


def _release(row: Release) -> ReleaseView:
    currency = row.pledge.asset.currency
    return ReleaseView(
        id=row.id,
        pledge_id=row.pledge_id,
        debt_id=row.pledge.debt_id,
        asset_id=row.pledge.asset_id,
        from_secured=Money(row.from_minor, currency),
        to_secured=Money(row.to_minor, currency),
        reason=row.reason,
        owed=Money(row.owed_minor, currency),
        cover_after=Money(row.cover_after_minor, currency),
        state=ReleaseState(row.state),
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        decided_by_name=row.decided_by_name,
        proposed_on=row.proposed_on,
    )
