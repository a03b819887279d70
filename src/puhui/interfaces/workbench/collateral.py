"""The register of collateral: what there is and what the watch found; one thing with its values, pledges and sale."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_names
from puhui.interfaces.workbench.acts import acted
from puhui.interfaces.workbench.collateral_forms import ACTS, asset_of
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.collateral.facade import (
    METHODS,
    STEPS,
    AssetView,
    asset,
    assets_page,
    collateral_policy,
    enforcements,
    episodes,
    register_asset,
    releases,
    schemes,
)

PAGE, EPISODES = 50, 20
KEEPERS = {Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a thing's value in a drawing a hundred wide: a pledge, what is free, or what the haircut takes."""

    x: float
    width: float
    name: str
    amount: Money
    shade: float


@require_GET
@staff_page("collateral")
def things(request: HttpRequest) -> HttpResponse:
    """Things, newest first; above them what the watch found, beside them what schemes have free."""
    actor, kind, today = actor_from(request), request.GET.get("kind", ""), business_date()
    kinds = kind_names()
    if kind and kind not in kinds:
        raise InvalidInput("kind", "choose one of the kinds")
    rows = assets_page(actor, kind=kind, before=after_of(request), most=PAGE)
    return page(
        request,
        "collateral",
        _("Collateral"),
        rows=rows,
        kind=kind,
        kinds=kinds,
        names=party_names(actor, party_ids={row.owner_id for row in rows}),
        found=episodes(actor, most=EPISODES),
        schemes=[(one, _share(one.used.minor, one.capacity.minor)) for one in schemes(actor, on=today)],
        next=rows[-1].id if len(rows) == PAGE else None,
        may_register=bool(actor.roles & KEEPERS),
        policy=collateral_policy(today),
        owner=request.GET.get("owner", "")[:40],
    )


@require_POST
@staff_page("collateral")
def register(request: HttpRequest) -> HttpResponse:
    """Registers a thing; its page comes next, or the refusal on the list."""
    made: list[UUID] = []
    call = call_from(request)

    def act() -> object:
        made.append(register_asset(call, asset=asset_of(request.POST)).asset_id)
        return made[0]

    answer = done(request, act, then=reverse("workbench:collateral"), message=_("Registered."))
    if made:
        answer.headers["Location"] = reverse("workbench:thing", args=made)
    return answer


@require_GET
@staff_page("collateral")
def show_thing(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """One thing: how its value is shared, its history, papers, and what the actor may do with it."""
    actor = actor_from(request)
    view = asset(actor, asset_id)
    parties = {view.line.owner_id}
    return page(
        request,
        "thing",
        _("Collateral"),
        thing=view,
        kinds=kind_names(),
        numbers={one.code: one.name for one in collateral_policy(business_date()).identifiers},
        owner=party_names(actor, party_ids=parties).get(view.line.owner_id, "–"),
        parts=parts_of(view),
        sales=enforcements(actor, asset_id=asset_id),
        releases=[one for one in releases(actor, asset_id=asset_id) if one.state == "proposed"],
        methods=METHODS,
        steps=STEPS,
        today=business_date(),
        **_rights(actor),
    )


@require_POST
@staff_page("collateral")
def act_on_thing(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """Values, pledges, releases or sells a thing, as the form says."""
    return acted(request, ACTS, asset_id, then=reverse("workbench:thing", args=[asset_id]))


def kind_names() -> dict[str, Text]:
    """The names of the kinds of things."""
    return {kind.code: kind.name for kind in collateral_policy(business_date()).kinds}


def parts_of(view: AssetView) -> list[Part]:
    """How a thing's value is shared: pledges by rank, what is free, and what the haircut takes."""
    value = view.line.value
    if value is None:
        return []
    given = [one for one in view.pledges if one.given.minor]
    told = [
        (_("Rank {n}").format(n=one.rank), one.given, round(max(0.95 - 0.2 * n, 0.35), 2))
        for n, one in enumerate(given)
    ]
    told += [(_("Free"), view.line.free, 0.2), (_("Not counted"), value - view.line.lendable, 0.06)]
    parts, x = [], 0.0
    for name, amount, shade in told:
        width = _share(amount.minor, value.minor)
        parts.append(Part(round(x, 2), width, name, amount, shade))
        x += width
    return parts


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _rights(actor: Actor) -> dict[str, Any]:
    roles = actor.roles
    return {
        "actor_id": actor.id,
        "may_keep": bool(roles & KEEPERS),
        "may_perfect": Role.OPERATIONS in roles,
        "may_sell": bool(roles & {Role.OPERATIONS, Role.RISK_OFFICER}),
        "may_agree": Role.RISK_OFFICER in roles,
        "may_book": bool(roles & {Role.FINANCE, Role.RISK_OFFICER}),
    }
