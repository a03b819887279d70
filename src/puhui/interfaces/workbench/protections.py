"""What persons protect themselves by, for staff to see: nobody on the staff can lift or change it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.conduct.protection.facade import protection_on, protections_of, protections_page
from puhui.flows.protect_person.in_force import CoolingOff, cooling_offs, ends_on
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    RelationKind,
    RelationLine,
    party_card,
    party_names,
    relations_of,
    relations_page,
)
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.products.lending.facade import LoanState, loans_page

PAGE, SHOWN = 50, 50


@require_GET
@staff_page("protection")
def all_protections(request: HttpRequest) -> HttpResponse:
    """Wishes that hold, loans that may still be given back, and contact persons."""
    actor, on = actor_from(request), business_date()
    rows = protections_page(actor, on=on, before=after_of(request), most=PAGE)
    cooling = cooling_offs(actor, on=on, most=SHOWN)
    shown = {party_id for party_id, _wishes in rows} | {one.loan.borrower_id for one in cooling}
    return page(
        request,
        "protections",
        _("Protections of persons"),
        rows=rows,
        cooling=cooling,
        contacts=relations_page(actor, kind=RelationKind.CONTACT_PERSON, most=SHOWN),
        names=party_names(actor, party_ids=shown),
        policy=protection_on(on),
        next=rows[-1][0] if len(rows) == PAGE else None,
    )


@require_GET
@staff_page("protection")
def show_protections(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """What holds for one person."""
    actor, on = actor_from(request), business_date()
    card = party_card(actor, party_id=party_id)
    running = loans_page(actor, borrower_id=party_id, state=LoanState.ACTIVE, most=SHOWN).loans
    ends = [(one, ends_on(one)) for one in running]
    return page(
        request,
        "customer_protections",
        _("Protections of a person"),
        card=card,
        found=protections_of(actor, party_id=party_id, on=on),
        cooling=[CoolingOff(one, until) for one, until in ends if until is not None and on <= until],
        contacts=[one for one in relations_of(actor, party_id=party_id) if _is_contact(one, of=party_id)],
        policy=protection_on(on),
    )


def _is_contact(one: RelationLine, *, of: UUID) -> bool:
    return one.kind is RelationKind.CONTACT_PERSON and one.subject_id == of
