"""A firm says that it has moved: what it names as evidence, what would change, and the answer of a colleague."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.move_firm import CASE, confirm_move, places
from puhui.foundation.casework.facade import KINDS
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import move_stated, party_card
from puhui.foundation.regions.facade import atlas
from puhui.interfaces.workbench.acts import acted
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.rights import require_queue


@require_GET
@staff_page()
def show_move(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """From where to where, what is said to show it, and what holds there that did not hold before."""
    actor = actor_from(request)
    require_queue(actor, CASE)
    found = move_stated(actor, move_id=move_id)
    before, after = places(actor, firm_id=found.party_id, region=found.region, on=business_date())
    had = {one.code for one in before.products}
    names, language = atlas(), get_language() or "en"
    return page(
        request,
        "move",
        _("Firm that says it has moved"),
        found=found,
        firm=party_card(actor, party_id=found.party_id),
        before=names.path(found.before, language=language),
        after=names.path(found.region, language=language),
        here=before,
        there=after,
        gained=[one.name for one in after.products if one.code not in had],
        may_work=bool(actor.roles & KINDS[CASE].workers) and found.state == "stated" and found.stated_by != actor.id,
    )


@require_POST
@staff_page()
def act_on_move(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Confirms or declines, with what was looked at."""
    acts = {
        name: lambda call, subject, form, agree=agree: confirm_move(
            call, move_id=subject, agree=agree, reason=form.get("text", "")
        )
        for name, agree in (("confirm", True), ("decline", False))
    }
    return acted(request, acts, move_id, then=reverse("workbench:move", args=[move_id]))
