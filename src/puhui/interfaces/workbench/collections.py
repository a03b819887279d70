"""Collections: the worklist, and one late loan with its contacts, promises, holds, and what the rules allow now."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.collections.contact import record_contact
from puhui.flows.collections.promise import promise_payment
from puhui.foundation.casework.facade import KINDS
from puhui.foundation.catalogue.facade import NoSuchProduct, product_version
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_card, party_names
from puhui.interfaces.ports import current_ports
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.frame import actor_from, call_from, page, staff_page
from puhui.interfaces.workbench.rights import require_queue
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.dates import parse_date, parse_optional_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.collections.facade import (
    FileView,
    choices_of,
    conduct_on,
    contact_verdicts,
    contacts_of,
    file_of_loan,
    help_requests,
    hold_contacts,
    holds_of,
    lift_hold,
    outsourcers,
    policy_on,
    promises_of,
    stage_figures,
    worklist,
    write_off_of_loan,
)
from puhui.products.lending.facade import LoanView, loan

PAGE, KIND = 50, "collection"


@require_GET
@staff_page()
def collections(request: HttpRequest) -> HttpResponse:
    """Open files, the most at stake first, with the figures of each stage."""
    actor, stage = actor_from(request), request.GET.get("stage", "")[:20]
    require_queue(actor, KIND)
    today, offset = business_date(), _offset(request)
    rows = worklist(actor, stage=stage, offset=offset, most=PAGE + 1)
    ladder = {step.name: step for step in policy_on(today).ladder}
    return page(
        request,
        "collections",
        _("Collections"),
        rows=rows[:PAGE],
        names=party_names(actor, party_ids={row.party_id for row in rows}),
        figures=[(ladder.get(f.stage), f) for f in stage_figures(actor, on=today)],
        titles={name: step.title for name, step in ladder.items()},
        stage=stage,
        today=today,
        next=offset + PAGE if len(rows) > PAGE else None,
    )


@require_GET
@staff_page()
def collection(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """One late loan: what may be done now, and what was done."""
    actor = actor_from(request)
    require_queue(actor, KIND)
    shown, file, now = loan(actor, loan_id), file_of_loan(actor, loan_id=loan_id), current_ports().clock.now()
    return page(
        request,
        "collection",
        _("Collection"),
        loan=shown,
        file=file,
        firm=party_card(actor, party_id=shown.borrower_id),
        stage=_stage(actor, shown, file),
        verdicts=_verdicts(actor, shown.borrower_id, now),
        now_there=now.astimezone(conduct_on(now.date()).zone).strftime("%Y-%m-%d %H:%M"),
        promises=promises_of(actor, loan_id=loan_id),
        contacts=contacts_of(actor, party_id=shown.borrower_id),
        holds=holds_of(actor, party_id=shown.borrower_id),
        choices=choices_of(actor, party_id=shown.borrower_id),
        outsourcers=outsourcers(actor),
        requests=help_requests(actor, loan_id=loan_id),
        write_off=write_off_of_loan(actor, loan_id=loan_id),
        write_off_reasons=policy_on(business_date()).write_off.reasons,
        may_write_off=bool(actor.roles & {Role.OPERATIONS, Role.RISK_OFFICER}),
        may_work=bool(actor.roles & KINDS[KIND].workers),
        today=business_date(),
    )


@require_POST
@staff_page()
def act_on_collection(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """Records a contact, keeps a promise, holds contacts, or lifts a hold."""
    form, call = request.POST, call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "contact": lambda: _contact(call, loan_id, form),
        "promise": lambda: promise_payment(
            call,
            loan_id=loan_id,
            amount=Money.parse(form.get("amount", "").replace(",", "").strip(), where="amount"),
            due_on=parse_date(form.get("due_on", ""), where="due_on"),
        ),
        "hold": lambda: hold_contacts(
            call,
            party_id=loan(call.actor, loan_id).borrower_id,
            kind=form.get("kind", ""),
            reason=form.get("reason", ""),
            until=parse_optional_date(form.get("until", ""), where="until"),
        ),
        "lift": lambda: lift_hold(call, hold_id=_id(form.get("hold_id", ""), "hold_id")),
    }
    return done_by(request, acts, then=reverse("workbench:collection", args=[loan_id]))


def _contact(call: Call, loan_id: UUID, form: Any) -> object:
    outsourcer = form.get("outsourcer_id", "")
    return record_contact(
        call,
        loan_id=loan_id,
        channel=form.get("channel", ""),
        outcome=form.get("outcome", ""),
        whom=form.get("whom", "debtor"),
        third_party=form.get("third_party", ""),
        note=form.get("note", ""),
        outsourcer_id=_id(outsourcer, "outsourcer_id") if outsourcer else None,
    )


def _verdicts(actor: Actor, party_id: UUID, now: datetime) -> list[dict[str, Any]]:
    zone: ZoneInfo = conduct_on(now.date()).zone
    return [
        {
            "channel": channel,
            "verdict": verdict,
            "earliest": verdict.earliest_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if verdict.earliest_at else "",
        }
        for channel, verdict in contact_verdicts(actor, party_id=party_id, at=now).items()
    ]


def _stage(actor: Actor, shown: LoanView, file: FileView | None) -> dict[str, Any] | None:
    """The stage of the file with its script, filled for who speaks."""
    if file is None or not file.is_open:
        return None
    stage = policy_on(business_date()).stage(file.stage)
    late = Money(shown.overdue.total, shown.line.principal.currency)
    lender = _lender(shown)

    def said(words: str, name: str) -> str:
        return words.format(staff=actor.name, lender=name, amount=late.written, days=shown.days_past_due)

    return {"stage": stage, "script": Text(en=said(stage.script.en, lender.en), zh=said(stage.script.zh, lender.zh))}


def _lender(shown: LoanView) -> Text:
    try:
        return product_version(shown.line.product_code, shown.product_version).lender
    except NoSuchProduct:
        return Text(en="the lender", zh="本机构")


def _offset(request: HttpRequest) -> int:
    text = request.GET.get("offset", "0")
    return min(int(text), 100_000) if text.isdecimal() and len(text) < 7 else 0


def _id(text: str, where: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(where, "this is not an id") from None
