"""Staff: roles, branch, second factor and sessions, given, taken and ended by the administrator."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.foundation.access.facade import (
    FACTOR_AGREEING,
    GRANTABLE,
    ask_factor_removal,
    assign_branch,
    branches,
    create_staff,
    deactivate_user,
    decide_factor_removal,
    end_sign_ins_of,
    grant_role,
    open_removals,
    revoke_role,
    sign_ins,
    staff_list,
)
from puhui.interfaces.workbench.acts import Act, acted, chosen
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.labels import ROLE_NAMES
from puhui.interfaces.workbench.paging import id_of
from puhui.kernel.actors import Role
from puhui.kernel.errors import NotFound

ACTS: dict[str, Act] = {
    "grant": lambda call, user_id, form: grant_role(call, user_id=user_id, role=form.get("role", "")),
    "revoke": lambda call, user_id, form: revoke_role(call, user_id=user_id, role=form.get("role", "")),
    "deactivate": lambda call, user_id, _: deactivate_user(call, user_id=user_id),
    "branch": lambda call, user_id, form: assign_branch(
        call, user_id=user_id, branch_id=id_of(form.get("branch", ""), where="branch")
    ),
    "end_sessions": lambda call, user_id, _: end_sign_ins_of(call, user_id=user_id),
    "ask_removal": lambda call, user_id, form: ask_factor_removal(
        call, user_id=user_id, reason=form.get("reason", "").strip()
    ),
}
ANSWERS = {"agree": True, "decline": False}


@require_GET
@staff_page("access")
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, with roles and branch; `?branch=` narrows to one."""
    actor = actor_from(request)
    branch_id, known = id_of(request.GET.get("branch", ""), where="branch"), branches(actor)
    staff = staff_list(actor, branch_id=branch_id)
    everybody = staff if branch_id is None else staff_list(actor)
    return page(
        request,
        "users",
        _("Users and roles"),
        staff=staff,
        names={person.user_id: person.display_name or person.login_name for person in everybody},
        branches={line.branch_id: line for line in known},
        branch_id=branch_id,
        removals=open_removals(actor),
        roles=_roles(),
        may_change=Role.ADMINISTRATOR in actor.roles,
        may_agree=bool(actor.roles & set(FACTOR_AGREEING)),
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


@require_http_methods(["GET", "POST"])
@staff_page("access")
def change_user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One person: roles, branch, second factor and sessions; and the acts on them."""
    if request.method == "POST":
        return acted(request, ACTS, user_id, then=reverse("workbench:change_user", args=[user_id]))
    actor = actor_from(request)
    found = next(iter(staff_list(actor, user_id=user_id)), None)
    if found is None:
        raise NotFound("user")
    return page(
        request,
        "user",
        found.display_name or found.login_name,
        person=found,
        branches=branches(actor),
        sessions=sign_ins(actor, user_id=user_id, most=20),
        is_asked=any(line.user_id == user_id for line in open_removals(actor)),
        roles=_roles(),
        may_change=Role.ADMINISTRATOR in actor.roles and found.is_active and user_id != actor.id,
    )


@require_POST
@staff_page("access")
def answer_removal(request: HttpRequest, removal_id: UUID) -> HttpResponse:
    """Agrees to take a lost second factor away, or declines."""
    call = call_from(request)

    def answer() -> object:
        return decide_factor_removal(call, removal_id=removal_id, agree=chosen(request.POST, ANSWERS))

    return done(request, answer, then=reverse("workbench:users"), message=_("Done."))


def _roles() -> list[tuple[str, object]]:
    return [(role.value, ROLE_NAMES[role]) for role in sorted(GRANTABLE)]
