"""Staff and their roles: who may do what, given and taken back by the administrator."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.access.facade import (
    GRANTABLE,
    create_staff,
    deactivate_user,
    grant_role,
    revoke_role,
    staff_list,
)
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.labels import ROLE_NAMES
from puhui.kernel.actors import Role
from puhui.kernel.errors import InvalidInput


@require_GET
@staff_page("access")
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, with roles."""
    actor = actor_from(request)
    return page(
        request,
        "users",
        _("Users and roles"),
        staff=staff_list(actor),
        roles=[(role.value, ROLE_NAMES[role]) for role in sorted(GRANTABLE)],
        may_change=Role.ADMINISTRATOR in actor.roles,
    )


@require_POST
@staff_page("access")
def add_user(request: HttpRequest) -> HttpResponse:
    """Makes a staff member."""
    form = request.POST
    return done(
        request,
        lambda: create_staff(
            call_from(request),
            login_name=form.get("login_name", ""),
            display_name=form.get("display_name", ""),
            roles=form.getlist("roles"),
            password=form.get("password", ""),
        ),
        then=reverse("workbench:users"),
        message=_("The user was added."),
    )


@require_POST
@staff_page("access")
def change_user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Gives or takes a role, or switches a user off."""
    act, call, role = request.POST.get("act", ""), call_from(request), request.POST.get("role", "")
    acts = {
        "grant": lambda: grant_role(call, user_id=user_id, role=role),
        "revoke": lambda: revoke_role(call, user_id=user_id, role=role),
        "deactivate": lambda: deactivate_user(call, user_id=user_id),
    }

    def change() -> object:
        if act not in acts:
            raise InvalidInput("act", "choose one of the acts")
        return acts[act]()

    return done(request, change, then=reverse("workbench:users"), message=_("Changed."))
