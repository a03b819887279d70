"""Vouchers and bills: what may be owed and taken, what runs, one of each with its chain, and what staff do with it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_names
from puhui.interfaces.paper_words import PAPER_WORDS
from puhui.interfaces.workbench.acts import acted
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.interfaces.workbench.paper_forms import (
    BILL_ACTS,
    LIMIT_ACTS,
    PROGRAM_ACTS,
    VOUCHER_ACTS,
    limit_of,
    program_of,
)
from puhui.kernel.actors import Actor, Role
from puhui.products.bills.facade import bill, bills_page, limits_page, propose_limit
from puhui.products.vouchers.facade import (
    LENDER_ID,
    holdings_page,
    programs_page,
    propose_program,
    purchases_page,
    voucher,
    vouchers_page,
)

PAGE, LIMITS, PARTS = 50, 50, 200
PROPOSERS = {Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER}


@require_GET
@staff_page("vouchers")
def vouchers(request: HttpRequest) -> HttpResponse:
    """Programs of issuers, and the vouchers that run under them, newest first."""
    actor = actor_from(request)
    rows, programs = vouchers_page(actor, before=after_of(request), most=PAGE), programs_page(actor, most=LIMITS)
    shown = {row.issuer_id for row in rows} | {row.supplier_id for row in rows} | {one.issuer_id for one in programs}
    return page(
        request,
        "vouchers",
        _("Vouchers"),
        rows=rows,
        programs=programs,
        names=party_names(actor, party_ids=shown),
        next=rows[-1].id if len(rows) == PAGE else None,
        **_rights(actor),
    )


@require_POST
@staff_page("vouchers")
def propose_voucher_program(request: HttpRequest) -> HttpResponse:
    """Proposes a program; a second person decides."""
    call = call_from(request)
    return done(
        request,
        lambda: propose_program(call, asked=program_of(request.POST)),
        then=reverse("workbench:vouchers"),
        message=_("Proposed: a second person decides."),
    )


@require_POST
@staff_page("vouchers")
def act_on_program(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Opens, declines or ends a program."""
    return acted(request, PROGRAM_ACTS, program_id, then=reverse("workbench:vouchers"))


@require_GET
@staff_page("vouchers")
def show_voucher(request: HttpRequest, voucher_id: UUID) -> HttpResponse:
    """One voucher: who holds which part of it, what we bought, and what staff may do."""
    actor = actor_from(request)
    found = voucher(actor, voucher_id)
    parts = holdings_page(actor, voucher_id=voucher_id, most=PARTS)
    bought = purchases_page(actor, voucher_id=voucher_id, most=PARTS)
    shown = {found.issuer_id, found.supplier_id, *(one.holder_id for one in parts), *(one.seller_id for one in bought)}
    names: dict[UUID, Any] = {**party_names(actor, party_ids=shown), LENDER_ID: _("ourselves")}
    return page(
        request,
        "voucher",
        _("Voucher"),
        voucher=found,
        parts=parts,
        purchases=bought,
        names=names,
        is_due=business_date() >= found.pays_on,
        **_rights(actor),
    )


@require_POST
@staff_page("vouchers")
def act_on_voucher(request: HttpRequest, voucher_id: UUID) -> HttpResponse:
    """Collects it again, pledges or releases a part, pays a holder again, or claims recourse."""
    return acted(request, VOUCHER_ACTS, voucher_id, then=reverse("workbench:voucher", args=[voucher_id]))


@require_GET
@staff_page("bills")
def bills(request: HttpRequest) -> HttpResponse:
    """What we take of acceptors, and bills, newest first."""
    actor = actor_from(request)
    rows = bills_page(actor, before=after_of(request), most=PAGE)
    return page(
        request,
        "bills",
        _("Bills"),
        rows=rows,
        limits=limits_page(actor, most=LIMITS),
        names=party_names(actor, party_ids={row.holder_id for row in rows}),
        next=rows[-1].id if len(rows) == PAGE else None,
        **_rights(actor),
    )


@require_POST
@staff_page("bills")
def propose_bill_limit(request: HttpRequest) -> HttpResponse:
    """Proposes an acceptor's limit; a second person decides."""
    call = call_from(request)
    return done(
        request,
        lambda: propose_limit(call, asked=limit_of(request.POST)),
        then=reverse("workbench:bills"),
        message=_("Proposed: a second person decides."),
    )


@require_POST
@staff_page("bills")
def act_on_limit(request: HttpRequest, limit_id: UUID) -> HttpResponse:
    """Opens, declines or blocks a limit."""
    return acted(request, LIMIT_ACTS, limit_id, then=reverse("workbench:bills"))


@require_GET
@staff_page("bills")
def show_bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """One bill with its chain, its sheet, and who was asked to pay."""
    actor = actor_from(request)
    found = bill(actor, bill_id)
    return page(
        request,
        "bill",
        _("Bill"),
        bill=found,
        names=party_names(actor, party_ids={found.holder_id}),
        is_due=business_date() >= found.pays_on,
        rediscount=found.rediscounts[0] if found.rediscounts else None,
        is_asked=any(one.outcome == "asked" for one in found.recourse),
        **_rights(actor),
    )


@require_POST
@staff_page("bills")
def act_on_bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """Checks, refuses or presents it, sells it on, asks those before us, or notes what came of it."""
    return acted(request, BILL_ACTS, bill_id, then=reverse("workbench:bill", args=[bill_id]))


def _rights(actor: Actor) -> dict[str, Any]:
    roles = actor.roles
    return {
        "words": PAPER_WORDS,
        "actor_id": actor.id,
        "may_propose": bool(roles & PROPOSERS),
        "may_decide": Role.RISK_OFFICER in roles,
        "may_work": Role.OPERATIONS in roles,
        "may_fund": Role.FINANCE in roles,
        "may_claim": bool(roles & {Role.OPERATIONS, Role.RISK_OFFICER}),
        "may_pay": bool(roles & {Role.OPERATIONS, Role.FINANCE}),
    }
