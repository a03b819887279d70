"""What is known of things that are sold for their debts. Staff only."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.collateral.contracts import EnforcementState, EnforcementView, ShareView, StepView
from puhui.products.collateral.models import Enforcement, EnforcementShare, EnforcementStep

MOST = 200


def enforcements(
    actor: Actor, *, asset_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[EnforcementView]:
    """Enforcements, newest first, with their steps and shares."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collateral")
    rows = Enforcement.objects.select_related("asset").order_by("-id")
    if asset_id:
        rows = rows.filter(asset_id=asset_id)
    if before:
        rows = rows.filter(id__lt=before)
    return _views(list(rows[: min(most, MOST)]))


def enforcement(actor: Actor, enforcement_id: UUID) -> EnforcementView:
    """One enforcement."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collateral")
    row = Enforcement.objects.select_related("asset").filter(id=enforcement_id).first()
    if row is None:
        raise NotFound("enforcement", where="enforcement_id")
    return _views([row])[0]


def _views(rows: Sequence[Enforcement]) -> list[EnforcementView]:
    ids = [row.id for row in rows]
    steps: dict[UUID, list[StepView]] = defaultdict(list)
    for step in EnforcementStep.objects.filter(enforcement_id__in=ids).order_by("id"):
        told = StepView(kind=step.kind, on=step.on, note=step.note, by_name=step.by_name)
        steps[step.enforcement_id].append(told)
    shares: dict[UUID, list[EnforcementShare]] = defaultdict(list)
    found = EnforcementShare.objects.filter(enforcement_id__in=ids).select_related("pledge")
    for share in found.order_by("pledge__rank"):
        shares[share.enforcement_id].append(share)
    return [_view(row, steps[row.id], shares[row.id]) for row in rows]


def _view(row: Enforcement, steps: Sequence[StepView], shares: Sequence[EnforcementShare]) -> EnforcementView:
    def money(minor: int) -> Money:
        return Money(minor, row.asset.currency)

    return EnforcementView(
        id=row.id,
        asset_id=row.asset_id,
        owner_id=row.asset.owner_id,
        reason=row.reason,
        state=EnforcementState(row.state),
        proceeds=money(row.proceeds_minor),
        costs=money(row.costs_minor),
        surplus=money(row.surplus_minor),
        sold_on=row.sold_on,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        confirmed_by_name=row.confirmed_by_name,
        steps=tuple(steps),
        shares=tuple(
            ShareView(
                pledge_id=share.pledge_id,
                debt_id=share.pledge.debt_id,
                rank=share.pledge.rank,
                secured=money(share.pledge.secured_minor),
                owed=money(share.owed_minor),
                paid=money(share.paid_minor),
            )
            for share in shares
        ),
    )
