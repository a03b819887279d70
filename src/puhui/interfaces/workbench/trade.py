"""Orders and receivables for staff: what runs, one of each with what happened, and what staff may do with it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.catalogue.facade import products_on
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_names
from puhui.interfaces.trade_words import (
    MILESTONE_STATES,
    ORDER_STATES,
    ORDER_STEPS,
    RECEIVABLE_STATES,
    RECEIVABLE_STEPS,
)
from puhui.interfaces.workbench.acts import acted
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.interfaces.workbench.trade_forms import ORDER_ACTS, RECEIVABLE_ACTS, limit_of
from puhui.kernel.actors import Actor, Role
from puhui.products.lending.facade import loan
from puhui.products.orders.facade import OrderState, PurchaseOrderView, order, orders_page
from puhui.products.receivables.facade import (
    ReceivableView,
    State,
    grant_limit,
    limits_page,
    receivable,
    receivables_page,
    sale,
)

PAGE, LIMITS = 50, 50
DESK = {Role.OPERATIONS, Role.RELATIONSHIP_MANAGER}
FREE = {OrderState.REGISTERED, OrderState.IN_REVIEW, OrderState.CONFIRMED}


@require_GET
@staff_page("orders")
def orders(request: HttpRequest) -> HttpResponse:
    """Orders, newest first, all or those in one state."""
    actor, state = actor_from(request), request.GET.get("state", "")
    rows = orders_page(actor, state=state, before=after_of(request), most=PAGE)
    return page(
        request,
        "orders",
        _("Orders"),
        rows=rows,
        tab=state,
        tabs=["", *OrderState],
        words=ORDER_STATES,
        names=_names(actor, rows),
        next=rows[-1].id if len(rows) == PAGE else None,
    )


@require_GET
@staff_page("orders")
def show_order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order: its lines, the parts of the loan with their proofs, what the buyer paid and what happened."""
    actor = actor_from(request)
    found = order(actor, order_id)
    return page(
        request,
        "order",
        _("Order"),
        order=found,
        names=_names(actor, [found]),
        words=ORDER_STATES,
        parts=MILESTONE_STATES,
        steps=ORDER_STEPS,
        lent=loan(actor, found.loan_id) if found.loan_id else None,
        is_late=found.state == OrderState.FINANCED and business_date() > found.pay_by and found.expected.minor > 0,
        actor_id=actor.id,
        **_order_rights(actor, found),
    )


@require_POST
@staff_page("orders")
def act_on_order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Confirms by paper, clears, notes proofs and deliveries, pays parts out, collects, or calls the order off."""
    return acted(request, ORDER_ACTS, order_id, then=reverse("workbench:order", args=[order_id]))


@require_GET
@staff_page("receivables")
def receivables(request: HttpRequest) -> HttpResponse:
    """Receivables, newest first, all or those in one state; and the limits of sellers and debtors."""
    actor, state = actor_from(request), request.GET.get("state", "")
    rows = receivables_page(actor, state=state, before=after_of(request), most=PAGE)
    limits = limits_page(actor, most=LIMITS)
    today = business_date()
    shown = {one.party_id for one in limits}
    return page(
        request,
        "receivables",
        _("Receivables"),
        rows=[(row, row.days_past_due(today)) for row in rows],
        limits=limits,
        tab=state,
        tabs=["", *State],
        words=RECEIVABLE_STATES,
        names=party_names(actor, party_ids=shown | _parties(rows)),
        products={one.code: one.name for one in products_on(today) if one.form == "factoring"},
        may_grant=Role.RISK_OFFICER in actor.roles,
        next=rows[-1].id if len(rows) == PAGE else None,
    )


@require_POST
@staff_page("receivables")
def grant_trade_limit(request: HttpRequest) -> HttpResponse:
    """Grants a limit to a seller or for a debtor, or sets it anew."""
    call = call_from(request)
    return done(
        request,
        lambda: grant_limit(call, asked=limit_of(request.POST)),
        then=reverse("workbench:receivables"),
        message=_("Done."),
    )


@require_GET
@staff_page("receivables")
def show_receivable(request: HttpRequest, receivable_id: UUID) -> HttpResponse:
    """One receivable: where each fen of its face went, the notice of assignment, and what happened."""
    actor = actor_from(request)
    found = receivable(actor, receivable_id)
    return page(
        request,
        "receivable",
        _("Receivable"),
        one=found,
        sale=sale(actor, found.sale_id),
        late=found.days_past_due(business_date()),
        names=party_names(actor, party_ids=_parties([found])),
        words=RECEIVABLE_STATES,
        steps=RECEIVABLE_STEPS,
        **_receivable_rights(actor, found),
    )


@require_POST
@staff_page("receivables")
def act_on_receivable(request: HttpRequest, receivable_id: UUID) -> HttpResponse:
    """Tells the debtor, notes papers and credit notes, pays, collects, ends disputes, buys back or writes off."""
    return acted(request, RECEIVABLE_ACTS, receivable_id, then=reverse("workbench:receivable", args=[receivable_id]))


def _names(actor: Actor, rows: Collection[PurchaseOrderView]) -> dict[UUID, str]:
    return party_names(actor, party_ids={row.seller_id for row in rows} | {row.buyer_id for row in rows})


def _parties(rows: Collection[ReceivableView]) -> set[UUID]:
    return {row.seller_id for row in rows} | {row.debtor_id for row in rows}


def _order_rights(actor: Actor, found: PurchaseOrderView) -> dict[str, Any]:
    """Which forms are shown; the use cases have the last word."""
    roles, state = actor.roles, found.state
    is_desk = bool(roles & DESK)
    return {
        "may_confirm": is_desk and state == OrderState.REGISTERED,
        "may_clear": Role.RISK_OFFICER in roles and state == OrderState.IN_REVIEW,
        "may_show": is_desk and state == OrderState.FINANCED,
        "may_pay_out": bool(roles & {Role.OPERATIONS, Role.RISK_OFFICER}) and state == OrderState.FINANCED,
        "may_deliver": is_desk and state == OrderState.FINANCED,
        "may_collect": Role.OPERATIONS in roles and found.loan_id is not None and found.expected.minor > 0,
        "may_call_off": bool(roles & (DESK | {Role.RISK_OFFICER})) and state in FREE | {OrderState.FINANCED},
    }


def _receivable_rights(actor: Actor, found: ReceivableView) -> dict[str, Any]:
    """The same for receivables."""
    roles, state = actor.roles, found.state
    is_desk, is_open = bool(roles & DESK), state in (State.FUNDED, State.DISPUTED)
    is_live = is_open or state in (State.ASSIGNED, State.FUNDING)
    may_dilute = is_open and bool(roles & (DESK | {Role.RISK_OFFICER}))
    waits = found.write_off_by is not None and is_open
    return {
        "may_notify": is_desk and is_live,
        "may_acknowledge": is_desk and is_live and found.notified_on is not None and found.acknowledged_on is None,
        "may_fund": Role.OPERATIONS in roles and state == State.ASSIGNED,
        "may_collect": Role.OPERATIONS in roles and is_open and found.outstanding.minor > 0,
        "may_claim": Role.OPERATIONS in roles and found.claim_left.minor > 0,
        "may_dilute": may_dilute,
        "may_dispute": may_dilute and state == State.FUNDED,
        "may_resolve": may_dilute and state == State.DISPUTED,
        "may_buy_back": may_dilute and (found.with_recourse or state == State.DISPUTED),
        "may_write_off": Role.RISK_OFFICER in roles
        and state == State.FUNDED
        and not found.with_recourse
        and found.write_off_by is None,
        "waits_for_second": waits,
        "may_confirm": waits and found.write_off_by != actor.id and bool(roles & {Role.FINANCE, Role.RISK_OFFICER}),
    }
