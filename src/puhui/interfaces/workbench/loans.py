"""Loans as staff see them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.flows.change_loan.preview import kinds_for
from puhui.flows.collecting import BY_MANDATE, collecting_on
from puhui.flows.keep_prices import discounts_of
from puhui.flows.secure_loan.seen import security_of
from puhui.foundation.party.facade import party_names
from puhui.foundation.payments.facade import OrderView
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.paging import before_of
from puhui.interfaces.workbench.rights import rooms_of
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.products.lending.facade import (
    UNDOABLE,
    LoanState,
    LoanView,
    loan,
    loan_changes,
    loan_events,
    loan_payments,
    loans_page,
    undone_events,
)
from puhui.risk.decisioning.facade import behaviour_of
from puhui.risk.provisioning.facade import Grade, grade_history, grade_of, overrides

PAGE, EVENTS_ON_A_PAGE, MOST_ATTEMPTS = 50, 50, 50
FILTERS = ("", *(state.value for state in LoanState), "overdue")


@require_GET
@staff_page("lending")
def loans(request: HttpRequest) -> HttpResponse:
    """Loans, newest first."""
    actor, wanted = actor_from(request), request.GET.get("state", "")
    if wanted not in FILTERS:
        raise InvalidInput("state", "choose one of the states")
    found = loans_page(
        actor,
        state="" if wanted == "overdue" else wanted,
        overdue_only=wanted == "overdue",
        after=request.GET.get("after") or None,
        most=PAGE,
    )
    names = party_names(actor, party_ids={line.borrower_id for line in found.loans})
    return page(request, "loans", _("Loans"), found=found, names=names, state=wanted, filters=FILTERS[1:])


@require_GET
@staff_page("lending")
def show_loan(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """One loan: where it stands, its schedule, what happened."""
    actor = actor_from(request)
    view = loan(actor, loan_id)
    names = party_names(actor, party_ids=[view.borrower_id])
    events = loan_events(actor, loan_id, before=before_of(request), most=EVENTS_ON_A_PAGE)
    return page(
        request,
        "loan",
        _("Loan"),
        loan=view,
        borrower=names.get(view.borrower_id, "–"),
        events=events,
        undone=undone_events(actor, loan_id),
        changes=loan_changes(actor, loan_id),
        may_change=bool(kinds_for(actor)),
        undoable=UNDOABLE,
        attempts=_attempts(actor, loan_id),
        earlier=events[-1].n if len(events) == EVENTS_ON_A_PAGE else None,
        view=security_of(actor, loan_id) if "collateral" in rooms_of(actor) else None,
        **_grading(actor, view),
        behaviour=behaviour_of(actor, loan_id),
        price=discounts_of(actor, loan_id),
    )


def _attempts(actor: Actor, loan_id: UUID) -> list[tuple[OrderView, Text | None]]:
    """What the mandate tried to collect, newest first, with the class of the bank's reason in words."""
    return [
        (one, collecting_on(one.requested_on).class_of(one.reason).text if one.reason else None)
        for one in loan_payments(actor, loan_id)
        if one.note == BY_MANDATE
    ][:MOST_ATTEMPTS]


def _grading(actor: Actor, view: LoanView) -> dict[str, Any]:
    """How a loan that was paid out is graded, what people asked for, and what the actor may do about it."""
    if view.line.disbursed_on is None:
        return {}
    proposers, deciders = {Role.RISK_OFFICER, Role.RELATIONSHIP_MANAGER, Role.ADMINISTRATOR}, {Role.RISK_OFFICER}
    found = overrides(actor, loan_id=view.id)
    is_open = any(one.state in ("proposed", "in_force") for one in found)
    return {
        "grade": grade_of(actor, view.id),
        "grade_history": grade_history(actor, view.id),
        "overrides": found,
        "actor_id": actor.id,
        "worse_grades": list(Grade)[1:],
        "may_propose_grade": view.state == LoanState.ACTIVE and not is_open and bool(actor.roles & proposers),
        "may_decide_grade": bool(actor.roles & deciders),
    }
