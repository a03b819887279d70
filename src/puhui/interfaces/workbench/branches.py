"""The branches of the institution: opened, named, moved and closed by the administrator."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.keep_branch import move_branch, open_branch_in_region
from puhui.foundation.access.facade import branches, close_branch
from puhui.foundation.regions.facade import atlas
from puhui.interfaces.workbench.acts import Act, acted
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.kernel.actors import Role
from puhui.kernel.errors import NotFound

ACTS: dict[str, Act] = {
    "move": lambda call, branch_id, form: move_branch(
        call,
        branch_id=branch_id,
        name_zh=form.get("name_zh", ""),
        name_en=form.get("name_en", ""),
        region_code=form.get("region_code", "").strip(),
    ),
    "close": lambda call, branch_id, _: close_branch(call, branch_id=branch_id),
}


@require_GET
@staff_page("access")
def branch_list(request: HttpRequest) -> HttpResponse:
    """Every branch with its region and how many people work there."""
    actor = actor_from(request)
    known = atlas()
    rows = [(line, known.find(line.region_code)) for line in branches(actor)]
    return page(request, "branches", _("Branches"), rows=rows, may_change=Role.ADMINISTRATOR in actor.roles)


@require_POST
@staff_page("access")
def add_branch(request: HttpRequest) -> HttpResponse:
    """Opens a branch."""
    form, call = request.POST, call_from(request)
    told = {name: form.get(name, "").strip() for name in ("code", "name_zh", "name_en", "region_code")}
    then, message = reverse("workbench:branches"), _("The branch is open.")
    return done(request, lambda: open_branch_in_region(call, **told), then=then, message=message)


@require_GET
@staff_page("access")
def show_branch(request: HttpRequest, branch_id: UUID) -> HttpResponse:
    """One branch, to name it anew, move or close it."""
    actor = actor_from(request)
    found = next((line for line in branches(actor) if line.branch_id == branch_id), None)
    if found is None:
        raise NotFound("branch")
    may_change = Role.ADMINISTRATOR in actor.roles and found.is_open
    region = atlas().find(found.region_code)
    return page(request, "branch", found.code, found=found, region=region, may_change=may_change)


@require_POST
@staff_page("access")
def act_on_branch(request: HttpRequest, branch_id: UUID) -> HttpResponse:
    """Names it anew, moves or closes it."""
    return acted(request, ACTS, branch_id, then=reverse("workbench:branch", args=[branch_id]))
