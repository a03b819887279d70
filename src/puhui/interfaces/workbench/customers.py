"""Customers as staff see them: masked, with what they asked for and what they owe."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.access.facade import colleagues, display_names
from puhui.foundation.casework.facade import KINDS
from puhui.foundation.consent.facade import consents_of
from puhui.foundation.party.facade import (
    REVEAL_PURPOSES,
    REVEALING,
    PartyKind,
    PersonalField,
    list_parties,
    manager_of,
    party_card,
    reveal_field,
    search_parties,
    unmaskings_of,
)
from puhui.interfaces.workbench.frame import actor_from, call_from, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Role
from puhui.products.lending.facade import loans_page

PAGE = 50
ASSIGNING = frozenset({Role.RELATIONSHIP_MANAGER, Role.OPERATIONS})


@require_GET
@staff_page("party")
def customers(request: HttpRequest) -> HttpResponse:
    """A search by exact phone, code or name; without one, the newest parties."""
    actor, wanted = actor_from(request), {n: request.GET.get(n, "").strip()[:200] for n in ("phone", "uscc", "name")}
    if any(wanted.values()):
        found = search_parties(actor, phone=wanted["phone"], uscc=wanted["uscc"], name=wanted["name"])
    else:
        found = list_parties(actor, before=after_of(request), most=PAGE)
    more = found[-1].party_id if len(found) == PAGE and not any(wanted.values()) else None
    return page(request, "customers", _("Customers"), rows=found, wanted=wanted, next=more)


@require_GET
@staff_page("party")
def customer(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """One customer."""
    return _customer_page(request, party_id)


@require_POST
@staff_page("party")
def reveal(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """Shows one field in clear, for a stated purpose; who asked and why is kept."""
    field = request.POST.get("field", "")
    value = reveal_field(call_from(request), party_id=party_id, field=field, purpose=request.POST.get("purpose", ""))
    answer = _customer_page(request, party_id, revealed=value, revealed_field=field)
    answer["Cache-Control"] = "no-store"
    return answer


def _customer_page(request: HttpRequest, party_id: UUID, revealed: str = "", revealed_field: str = "") -> HttpResponse:
    actor = actor_from(request)
    card = party_card(actor, party_id=party_id)
    may_see_log = bool(actor.roles & {Role.AUDITOR, Role.COMPLIANCE, Role.ADMINISTRATOR})
    unmaskings = unmaskings_of(actor, party_id=party_id) if may_see_log else []
    return page(
        request,
        "customer",
        card.name,
        card=card,
        manager=manager_of(actor, party_id=party_id),
        may_assign=bool(actor.roles & ASSIGNING),
        managers=colleagues(roles=[Role.RELATIONSHIP_MANAGER]) if actor.roles & ASSIGNING else [],
        kinds=[(kind, one.name) for kind, one in KINDS.items() if one.by_hand and actor.roles & one.workers],
        loans=loans_page(actor, borrower_id=party_id, most=20).loans,
        consents=consents_of(actor, party_id=party_id),
        may_see_log=may_see_log,
        unmaskings=unmaskings,
        seen_by=display_names([line.actor_id for line in unmaskings]),
        fields=[field.value for field in PersonalField],
        purposes=REVEAL_PURPOSES,
        may_reveal=card.kind == PartyKind.PERSON and bool(actor.roles.intersection(REVEALING)),
        revealed=revealed,
        revealed_field=revealed_field,
    )
