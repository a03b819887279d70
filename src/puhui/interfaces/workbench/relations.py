"""How customers stand to each other: the relations of one, and households, villages, cooperatives and groups."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    GroupKind,
    NewRelation,
    RelationKind,
    Standing,
    confirm_relation,
    decline_relation,
    end_relation,
    group_line,
    group_members,
    groups_page,
    make_group,
    party_card,
    person_by_phone,
    record_relation,
    relations_of,
)
from puhui.interfaces.workbench.acts import chosen
from puhui.interfaces.workbench.collateral_forms import id_of
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.labels import GROUP_NAMES, RELATION_NAMES, STANDING_NAMES
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput

PAGE = 50
RECORDING = {Role.RELATIONSHIP_MANAGER, Role.OPERATIONS}
Form = Mapping[str, str]


@require_GET
@staff_page("party")
def relations(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """The relations of one customer, and a form for another one."""
    actor = actor_from(request)
    return page(
        request,
        "relations",
        _("Household and relations"),
        card=party_card(actor, party_id=party_id),
        rows=relations_of(actor, party_id=party_id),
        kinds=RELATION_NAMES,
        standings=STANDING_NAMES,
        groups=groups_page(actor, most=PAGE),
        today=business_date(),
        may_record=bool(actor.roles & RECORDING),
    )


@require_POST
@staff_page("party")
def act_on_relations(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """Records a relation, or confirms, declines or ends one, as the form says."""
    form, call = request.POST, call_from(request)
    then = reverse("workbench:relations", args=[party_id])
    return done(request, lambda: _act(call, party_id, form), then=then, message=_("Done."))


@require_GET
@staff_page("party")
def groups(request: HttpRequest) -> HttpResponse:
    """Groups, newest first."""
    actor, kind = actor_from(request), request.GET.get("kind", "")
    if kind and kind not in set(GroupKind):
        raise InvalidInput("kind", "choose one of the kinds")
    rows = groups_page(actor, kind=kind, before=after_of(request), most=PAGE)
    return page(
        request,
        "groups",
        _("Households and groups"),
        rows=rows,
        kind=kind,
        kinds=GROUP_NAMES,
        villages=groups_page(actor, kind=GroupKind.VILLAGE, most=200),
        next=rows[-1].id if len(rows) == PAGE else None,
        may_record=bool(actor.roles & RECORDING),
    )


@require_POST
@staff_page("party")
def make(request: HttpRequest) -> HttpResponse:
    """Makes a group."""
    form, call = request.POST, call_from(request)

    def act() -> UUID:
        return make_group(
            call,
            kind=form.get("kind", ""),
            code=form.get("code", ""),
            name=form.get("name", ""),
            region=form.get("region", ""),
            within_id=id_of(form, "within_id") if form.get("within_id") else None,
        )

    return done(request, act, then=reverse("workbench:groups"), message=_("Done."))


@require_GET
@staff_page("party")
def show_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One group and who is in it."""
    actor = actor_from(request)
    return page(
        request,
        "group",
        _("Group"),
        group=group_line(actor, group_id=group_id),
        members=group_members(actor, group_id=group_id),
    )


def _act(call: Call, party_id: UUID, form: Form) -> object:
    evidence = form.get("evidence", "")
    acts: dict[str, Callable[[], object]] = {
        "record": lambda: record_relation(call, relation=_relation_of(party_id, form)),
        "confirm": lambda: confirm_relation(call, relation_id=id_of(form, "relation_id"), evidence=evidence),
        "decline": lambda: decline_relation(call, relation_id=id_of(form, "relation_id")),
        "end": lambda: end_relation(call, relation_id=id_of(form, "relation_id"), evidence=evidence),
    }
    return chosen(form, acts)()


def _relation_of(party_id: UUID, form: Form) -> NewRelation:
    """The other one by number, or a person by phone."""
    kind = form.get("kind", "")
    phone = form.get("phone", "").strip()[:40]
    other = person_by_phone(phone) if phone else None
    if phone and other is None:
        raise InvalidInput("phone", "nobody is registered with this number")
    if form.get("other_id", "").strip():
        other = id_of(form, "other_id")
    return NewRelation(
        kind=kind if kind in set(RelationKind) else "",
        subject_id=party_id,
        other_id=other,
        group_id=id_of(form, "group_id") if form.get("group_id") else None,
        standing=form.get("standing", "") or Standing.MEMBER,
        since_on=parse_date(form.get("since_on", ""), where="since_on"),
        evidence=form.get("evidence", ""),
    )
