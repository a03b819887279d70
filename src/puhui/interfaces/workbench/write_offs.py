"""Write-offs: the list with what came in since (also as the tax file), one with its proof, and the acts on it."""

import csv
from collections.abc import Callable
from io import StringIO
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.collections.write_off import (
    approve_write_off,
    book_write_off,
    propose_write_off,
    reject_write_off,
    written_off,
)
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_names
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.interfaces.workbench.rights import require_queue
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import InvalidInput
from puhui.products.collections.facade import WriteOffState, WriteOffView, policy_on, write_off

PAGE, KIND = 50, "write_off"
STATES = ("", *(state.value for state in WriteOffState))
TAX_COLUMNS = (
    "loan_id", "borrower", "reason", "days_past_due", "principal", "interest", "fees", "penalty", "amount",
    "attempts", "first_attempt_on", "last_attempt_on", "evidence", "proposed_on", "booked_on", "recovered", "state",
)  # fmt: skip


@require_GET
@staff_page()
def write_offs(request: HttpRequest) -> HttpResponse:
    """Write-offs, newest first, with what came in on each claim since."""
    actor, state = actor_from(request), request.GET.get("state", "")
    require_queue(actor, KIND)
    if state not in STATES:
        raise InvalidInput("state", "choose one of the states")
    rows = written_off(actor, state=state, before=after_of(request), most=PAGE)
    return page(
        request,
        "write_offs",
        _("Write-offs"),
        rows=rows,
        names=party_names(actor, party_ids={row.line.party_id for row in rows}),
        reasons=_reasons(),
        state=state,
        states=STATES[1:],
        next=rows[-1].line.id if len(rows) == PAGE else None,
    )


@require_GET
@staff_page()
def tax_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV, with the proof of pursuit, for the tax file of bad debts."""
    actor = actor_from(request)
    require_queue(actor, KIND)
    rows = written_off(actor, most=1000)
    names = party_names(actor, party_ids={row.line.party_id for row in rows})
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(TAX_COLUMNS)
    for row in rows:
        line, efforts = row.line, row.line.efforts
        parts = [f"{line.parts.get(name, 0) / 100:.2f}" for name in ("principal", "interest", "fees", "penalty")]
        writer.writerow(
            [line.loan_id, _plain(names.get(line.party_id, "")), line.reason, line.days_past_due, *parts, line.amount,
             efforts["attempts"], efforts["first_on"], efforts["last_on"], _plain(line.evidence), line.proposed_on,
             line.booked_on or "", row.recovered, line.state]
        )  # fmt: skip
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="write-offs.csv"'
    return response


@require_GET
@staff_page()
def show_write_off(request: HttpRequest, write_off_id: UUID) -> HttpResponse:
    """One write-off: amounts, conditions, the efforts on record, who agreed."""
    actor = actor_from(request)
    require_queue(actor, KIND)
    found = write_off(actor, write_off_id=write_off_id)
    return page(
        request,
        "write_off",
        _("Write-off"),
        found=found,
        firm_name=party_names(actor, party_ids=[found.party_id]).get(found.party_id, "–"),
        why=_reasons().get(found.reason),
        left=max(found.approvals_needed - len(found.approvals), 0),
        may_approve=_may_approve(actor, found),
        may_book=found.state == WriteOffState.APPROVED and bool(actor.roles & {Role.FINANCE, Role.RISK_OFFICER}),
    )


@require_POST
@staff_page()
def act_on_write_off(request: HttpRequest, write_off_id: UUID) -> HttpResponse:
    """Approves, rejects, or books what was approved."""
    form, call = request.POST, call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "approve": lambda: approve_write_off(call, write_off_id=write_off_id, note=form.get("note", "")),
        "reject": lambda: reject_write_off(call, write_off_id=write_off_id),
        "book": lambda: book_write_off(call, write_off_id=write_off_id),
    }
    return done_by(request, acts, then=reverse("workbench:write_off", args=[write_off_id]))


@require_POST
@staff_page()
def propose(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """Proposes to write a loan off, from its page of collections."""
    form, call = request.POST, call_from(request)

    def act() -> object:
        reason, evidence = form.get("reason", ""), form.get("evidence", "")
        return propose_write_off(call, loan_id=loan_id, reason=reason, evidence=evidence)

    return done(request, act, then=reverse("workbench:collection", args=[loan_id]), message=_("Done."))


def _reasons() -> dict[str, object]:
    return {reason.code: reason.text for reason in policy_on(business_date()).write_off.reasons}


def _may_approve(actor: Actor, found: WriteOffView) -> bool:
    spoken = {found.proposed_by, *(approval.by_id for approval in found.approvals)}
    roles = {Role.RISK_OFFICER, Role.FINANCE}
    return found.state == WriteOffState.PROPOSED and actor.id not in spoken and bool(actor.roles & roles)


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
