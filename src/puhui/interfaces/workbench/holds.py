"""Legal holds: of whom nothing may be erased; set by two people, lifted by two people."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.access.facade import display_names
from puhui.foundation.documents.facade import ask_hold, decide_hold, holds_page, lift_hold
from puhui.foundation.party.facade import party_names
from puhui.interfaces.workbench.acts import Act, acted
from puhui.interfaces.workbench.collateral_forms import id_of
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Role

PAGE = 50
DECIDERS = {Role.COMPLIANCE, Role.RISK_OFFICER}


@require_GET
@staff_page("holds")
def holds(request: HttpRequest) -> HttpResponse:
    """Holds, newest first, and a form for another one."""
    actor, all_of_them = actor_from(request), request.GET.get("state") == "all"
    rows = holds_page(actor, standing=not all_of_them, before=after_of(request), most=PAGE)
    people = {one for row in rows for one in (row.asked_by, row.lift_asked_by) if one}
    return page(
        request,
        "holds",
        _("Legal holds"),
        rows=rows,
        all_of_them=all_of_them,
        me=actor.id,
        names=party_names(actor, party_ids=[row.party_id for row in rows]),
        people=display_names(sorted(people)),
        may_act=bool(actor.roles & DECIDERS),
        next=rows[-1].id if len(rows) == PAGE else None,
    )


@require_POST
@staff_page("holds")
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for a hold; it holds at once, and a second person confirms it."""
    call, form = call_from(request), request.POST
    return done(
        request,
        lambda: ask_hold(call, party_id=id_of(form, "party_id"), reason=form.get("reason", "")),
        then=reverse("workbench:holds"),
        message=_("Nothing of this party is erased from now on; a second person confirms it."),
    )


@require_POST
@staff_page("holds")
def act_on_hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Confirms, declines or lifts a hold."""
    return acted(request, _ACTS, hold_id, then=reverse("workbench:holds"))


_ACTS: dict[str, Act] = {
    "agree": lambda call, one, _form: decide_hold(call, hold_id=one, agree=True),
    "decline": lambda call, one, _form: decide_hold(call, hold_id=one, agree=False),
    "lift": lambda call, one, _form: lift_hold(call, hold_id=one),
}
