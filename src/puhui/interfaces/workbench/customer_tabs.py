"""The view of a customer from every side: what they have and owe, decisions, contacts, documents, what happened."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.exposures import exposure_seen
from puhui.flows.timeline import timeline_of
from puhui.foundation.access.facade import may_enter
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.documents.facade import files_of
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.party.facade import assign_manager, party_card
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.kernel.actors import Actor
from puhui.kernel.errors import Forbidden, NotFound
from puhui.kernel.moments import place_of
from puhui.products.collateral.facade import assets_page
from puhui.products.collections.facade import choices_of, contacts_of
from puhui.products.facilities.facade import facilities_page
from puhui.products.leasing.facade import leases_page
from puhui.products.lending.facade import loans_page
from puhui.products.origination.facade import applications_page

MOST = 20
PAGE = 50
Loader = Callable[[HttpRequest, Actor, UUID], dict[str, Any]]


def _products(request: HttpRequest, actor: Actor, party_id: UUID) -> dict[str, Any]:
    """What the customer has with us, and what that comes to: own, of the group, of the household."""
    del request
    return {
        "exposure": exposure_seen(actor, party_id=party_id),
        "loans": loans_page(actor, borrower_id=party_id, most=MOST).loans,
        "facilities": facilities_page(actor, holder_id=party_id, most=MOST),
        "leases": leases_page(actor, lessee_id=party_id, most=MOST),
        "things": assets_page(actor, owner_id=party_id, most=MOST),
    }


def _decisions(request: HttpRequest, actor: Actor, party_id: UUID) -> dict[str, Any]:
    del request
    return {
        "applications": applications_page(actor, firm_id=party_id, most=PAGE),
        "cases": cases_page(actor, party_id=party_id, most=PAGE),
    }


def _contacts(request: HttpRequest, actor: Actor, party_id: UUID) -> dict[str, Any]:
    del request
    may_see_notices = may_enter(actor.roles, "notices")
    return {
        "choices": choices_of(actor, party_id=party_id),
        "contacts": contacts_of(actor, party_id=party_id, most=PAGE),
        "may_see_notices": may_see_notices,
        "notices": notices_of(actor, party_id=party_id, most=PAGE) if may_see_notices else [],
    }


def _documents(request: HttpRequest, actor: Actor, party_id: UUID) -> dict[str, Any]:
    del request
    return {"files": files_of(actor, party_id=party_id, most=PAGE)}


def _timeline(request: HttpRequest, actor: Actor, party_id: UUID) -> dict[str, Any]:
    before = place_of(request.GET.get("after", ""))
    return {"found": timeline_of(actor, party_id=party_id, before=before, most=PAGE)}


def _facts(request: HttpRequest, actor: Actor, party_id: UUID) -> dict[str, Any]:
    """Nothing before a purpose is stated: the form leads to the page that is logged."""
    del request, actor, party_id
    return {}


TABS: Mapping[str, tuple[str, Loader]] = {  # the room that must be open, and what is read
    "products": ("lending", _products),
    "facts": ("party", _facts),
    "decisions": ("origination", _decisions),
    "contacts": ("collections", _contacts),
    "documents": ("documents", _documents),
    "timeline": ("party", _timeline),
}


@require_GET
@staff_page("party")
def customer_tab(request: HttpRequest, party_id: UUID, tab: str) -> HttpResponse:
    """One side of a customer; who may not look up its room is told so."""
    if tab not in TABS:
        raise NotFound("page")
    room, load = TABS[tab]
    actor = actor_from(request)
    if not may_enter(actor.roles, room):
        raise Forbidden(f"open {room}")
    card = party_card(actor, party_id=party_id)
    return page(
        request, f"customer_{tab}", card.name or _("Customer"), card=card, tab=tab, **load(request, actor, party_id)
    )


@require_POST
@staff_page("party")
def look_after(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """Says which relationship manager looks after the customer, and why."""
    form = request.POST
    return done(
        request,
        lambda: assign_manager(
            call_from(request), party_id=party_id, to_login=form.get("to", ""), reason=form.get("reason", "")
        ),
        then=reverse("workbench:customer", args=[party_id]),
        message=_("Done."),
    )
