"""Relief for a region: measures with whom they would meet, proposed by one, confirmed by another, undone the same."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.collections.relief import confirm_relief, preview_relief, propose_relief, undo_relief
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.rights import require_room
from puhui.kernel.actors import Role
from puhui.products.collections.facade import ReliefState, relief, relief_lines, relief_measures, reliefs

CONFIRMING = frozenset({Role.RISK_OFFICER, Role.FINANCE})
PROPOSING = frozenset({Role.OPERATIONS, Role.RISK_OFFICER})


@require_GET
@staff_page()
def relief_list(request: HttpRequest) -> HttpResponse:
    """The measures of the policy folder, and those that were proposed; `?measure=` previews one."""
    actor = actor_from(request)
    require_room(actor, "collections")
    asked = request.GET.get("measure", "")
    return page(
        request,
        "relief_list",
        _("Relief"),
        measures=relief_measures(),
        counts=preview_relief(actor, measure=asked) if asked else None,
        rows=[{"row": row, "title": _title(row.measure)} for row in reliefs(actor)],
        may_propose=bool(actor.roles & PROPOSING),
    )


@require_GET
@staff_page()
def show_relief(request: HttpRequest, relief_id: UUID) -> HttpResponse:
    """One measure, how far it came, and the loans that were left out or met."""
    actor = actor_from(request)
    require_room(actor, "collections")
    found = relief(actor, relief_id=relief_id)
    waits = found.state in (ReliefState.PROPOSED, ReliefState.UNDO_PROPOSED)
    return page(
        request,
        "relief",
        _("Relief"),
        found=found,
        title_of=_title(found.measure),
        measure=relief_measures().get(found.measure),
        lines=relief_lines(actor, relief_id=relief_id, most=200),
        may_confirm=waits and bool(actor.roles & CONFIRMING),
        may_undo=found.state == ReliefState.APPLIED and bool(actor.roles & PROPOSING),
    )


@require_POST
@staff_page()
def propose(request: HttpRequest) -> HttpResponse:
    """Proposes a measure."""
    call, measure = call_from(request), request.POST.get("measure", "")
    return done(
        request,
        lambda: propose_relief(call, measure=measure),
        then=reverse("workbench:relief_list"),
        message=_("Done."),
    )


@require_POST
@staff_page()
def act_on_relief(request: HttpRequest, relief_id: UUID) -> HttpResponse:
    """Confirms, rejects, or proposes to undo."""
    call = call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "confirm": lambda: confirm_relief(call, relief_id=relief_id, agree=True),
        "reject": lambda: confirm_relief(call, relief_id=relief_id, agree=False),
        "undo": lambda: undo_relief(call, relief_id=relief_id),
    }
    return done_by(request, acts, then=reverse("workbench:relief", args=[relief_id]))


def _title(measure: str) -> object:
    found = relief_measures().get(measure)
    return found.title if found else None
