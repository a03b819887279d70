"""My groups: a joint-liability group with its meetings and what we owe together; my village and cooperative."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from puhui.flows.farm.own_groups import debts_in_group, my_groups
from puhui.foundation.party.facade import GroupKind, group_line, group_members
from puhui.interfaces.customer_web.frame import page, personal_page
from puhui.interfaces.customer_web.views.person import own_id
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.products.farms.facade import meeting, meetings_of, savings_of

MOST = 20


@require_GET
@personal_page
def groups(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All groups that I am in."""
    return page(request, "groups", {"rows": my_groups(actor)})


@require_GET
@personal_page
def group(request: HttpRequest, actor: Actor, group_id: UUID) -> HttpResponse:
    """One group: who is in it, and for a joint-liability group what it owes, has saved, and its meetings."""
    line = group_line(actor, group_id=group_id)
    answers = line.kind is GroupKind.JOINT_LIABILITY_GROUP
    # Neighbours of a village are not shown to each other; those who answer for each other are.
    shows_members = answers or line.kind is GroupKind.HOUSEHOLD
    context = {
        "group": line,
        "answers": answers,
        "members": group_members(actor, group_id=group_id) if shows_members else [],
        "debts": debts_in_group(actor, group_id=group_id) if answers else None,
        "savings": savings_of(group_id) if answers else None,
        "meetings": meetings_of(actor, group_id=group_id, most=MOST) if answers else [],
        "me": own_id(actor),
    }
    return page(request, "group", context)


@require_GET
@personal_page
def group_meeting(request: HttpRequest, actor: Actor, meeting_id: UUID) -> HttpResponse:
    """The sheet of a meeting of my group."""
    found = meeting(actor, meeting_id=meeting_id)
    names = {one.subject_id: one.subject_name for one in group_members(actor, group_id=found.group_id)}
    if not names:
        raise NotFound("meeting", where="meeting_id")
    return page(request, "group_meeting", {"found": found, "names": names, "me": own_id(actor)})
