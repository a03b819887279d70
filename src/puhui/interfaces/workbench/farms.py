"""Village lists and limits of cooperatives, joint-liability groups and the sheets of their meetings, for staff."""

import csv
from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.farm.groups import begin_meeting, settle_meeting
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import GroupKind, group_line, groups_page, party_names
from puhui.interfaces.workbench.acts import chosen
from puhui.interfaces.workbench.collateral_forms import id_of, money_of
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.farms.facade import (
    BackerKind,
    Brought,
    MeetingView,
    NewBacker,
    NewEntry,
    agree_backer,
    backer,
    backers_page,
    end_backer,
    farm_policy,
    meeting,
    meetings_of,
    propose_backer,
    savings_of,
)

PAGE = 50
KEEPERS = {Role.RELATIONSHIP_MANAGER, Role.OPERATIONS}
Form = Mapping[str, str]


@require_GET
@staff_page("farms")
def lists(request: HttpRequest) -> HttpResponse:
    """Lists, newest first, and a form for another one."""
    actor = actor_from(request)
    rows = backers_page(actor, before=after_of(request), most=PAGE)
    groups = [g for kind in (GroupKind.VILLAGE, GroupKind.COOPERATIVE) for g in groups_page(actor, kind=kind, most=200)]
    return page(
        request,
        "farm_lists",
        _("Village lists and limits"),
        rows=rows,
        groups=groups,
        names={g.id: g.name for g in groups},
        ratings=farm_policy(business_date()).ratings,
        next=rows[-1].id if len(rows) == PAGE else None,
        may_enter=bool(actor.roles & KEEPERS),
    )


@require_POST
@staff_page("farms")
def enter_list(request: HttpRequest) -> HttpResponse:
    """Enters a list: one household a line, as number of its head, rating, line in yuan."""
    form, call = request.POST, call_from(request)
    return done(request, lambda: _enter(call, form), then=reverse("workbench:farm_lists"), message=_("Done."))


@require_GET
@staff_page("farms")
def show_list(request: HttpRequest, backer_id: UUID) -> HttpResponse:
    """One list with its households."""
    actor = actor_from(request)
    found = backer(actor, backer_id=backer_id)
    return page(
        request,
        "farm_list",
        _("Village list"),
        found=found,
        group=group_line(actor, group_id=found.group_id),
        names=party_names(actor, party_ids=[entry.party_id for entry in found.entries]),
        may_agree=bool(actor.roles & {Role.RISK_OFFICER, Role.COMPLIANCE, Role.OPERATIONS})
        and actor.id not in (found.entered_by, found.agreed_by),
        may_end=bool(actor.roles & {Role.RISK_OFFICER, Role.COMPLIANCE}),
    )


@require_POST
@staff_page("farms")
def act_on_list(request: HttpRequest, backer_id: UUID) -> HttpResponse:
    """Agrees to a list, or ends it."""
    acts = {"agree": agree_backer, "end": end_backer}
    form, call = request.POST, call_from(request)
    then = reverse("workbench:farm_list", args=[backer_id])
    return done(request, lambda: chosen(form, acts)(call, backer_id=backer_id), then=then, message=_("Done."))


@require_GET
@staff_page("farms")
def meetings(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The meetings of a group, and what it has saved."""
    actor = actor_from(request)
    return page(
        request,
        "farm_meetings",
        _("Meetings of a group"),
        group=group_line(actor, group_id=group_id),
        rows=meetings_of(actor, group_id=group_id),
        savings=savings_of(group_id),
        may_hold=bool(actor.roles & KEEPERS),
    )


@require_POST
@staff_page("farms")
def hold_meeting(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Opens the sheet of a meeting."""
    place, call = request.POST.get("place", ""), call_from(request)
    then = reverse("workbench:farm_meetings", args=[group_id])
    return done(request, lambda: begin_meeting(call, group_id=group_id, place=place), then=then, message=_("Done."))


@require_GET
@staff_page("farms")
def sheet(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The sheet of a meeting: due, brought, and where it went; as a page, or as a file for the table."""
    actor = actor_from(request)
    found = meeting(actor, meeting_id=meeting_id)
    names = party_names(actor, party_ids=[line.party_id for line in found.lines])
    if request.GET.get("format") == "csv":
        return _as_csv(found, names)
    may_settle = bool(actor.roles & KEEPERS) and found.state == "open"
    return page(request, "farm_sheet", _("Meeting"), found=found, names=names, may_settle=may_settle)


@require_POST
@staff_page("farms")
def settle(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Closes the sheet with what was counted."""
    form, call = request.POST, call_from(request)
    then = reverse("workbench:farm_sheet", args=[meeting_id])
    return done(request, lambda: _settle(call, meeting_id, form), then=then, message=_("Done."))


def _settle(call: Call, meeting_id: UUID, form: Form) -> object:
    lines = meeting(call.actor, meeting_id=meeting_id).lines
    brought = tuple(
        Brought(
            line.party_id,
            f"present.{line.party_id}" in form,
            money_of(form, f"cash.{line.party_id}") if form.get(f"cash.{line.party_id}", "").strip() else Money(0),
        )
        for line in lines
    )
    return settle_meeting(call, meeting_id=meeting_id, brought=brought, counted=money_of(form, "counted"))


def _enter(call: Call, form: Form) -> object:
    kind = form.get("kind", "")
    asked = NewBacker(
        kind=BackerKind(kind) if kind in set(BackerKind) else "",
        group_id=id_of(form, "group_id"),
        limit=money_of(form, "limit"),
        most_each=money_of(form, "most_each"),
        valid_until=parse_date(form.get("valid_until", ""), where="valid_until"),
        minutes=form.get("minutes", ""),
    )
    lines = [line.split() for line in form.get("entries", "")[:50_000].splitlines() if line.strip()]
    if any(len(line) != 3 for line in lines):
        raise InvalidInput("entries", "one household a line: number of its head, rating, line in yuan")
    entries = tuple(
        NewEntry(party_id=id_of({"id": who}, "id"), rating=rating, limit=money_of({"limit": limit}, "limit"))
        for who, rating, limit in lines
    )
    return propose_backer(call, backer=asked, entries=entries)


def _as_csv(found: MeetingView, names: Mapping[UUID, str]) -> HttpResponse:
    """Without names in full: the sheet lies on a table among neighbours."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="meeting-{found.n}.csv"'
    writer = csv.writer(response)
    writer.writerow(["party_id", "name", "loan_id", "due", "present", "cash", "to_loan", "to_savings"])
    for line in found.lines:
        money = (str(line.cash), str(line.to_loan), str(line.to_savings))
        name = names.get(line.party_id, "")
        writer.writerow([line.party_id, name, line.loan_id or "", str(line.due), int(line.is_present), *money])
    return response
