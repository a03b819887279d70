"""What stands behind one loan: things by rank, guarantees and schemes, and how what is owed compares."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.secure_loan.covers import keep_cover
from puhui.flows.secure_loan.guarantee import call_guarantee, claim_guarantee_scheme, guarantee_loan
from puhui.flows.secure_loan.seen import security_of
from puhui.foundation.casework.facade import MOST_FILE_BYTES
from puhui.foundation.documents.facade import FileTooLarge
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_names
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.collateral import KEEPERS, kind_names
from puhui.interfaces.workbench.collateral_forms import Form, decimal_of, id_of, money_of
from puhui.interfaces.workbench.frame import actor_from, call_from, page, staff_page
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.products.collateral.facade import (
    GuaranteeMode,
    Means,
    NewCertificate,
    NewGuarantee,
    schemes,
    withdraw_certificate,
)
from puhui.products.lending.facade import loan


@require_GET
@staff_page("collateral")
def show_security(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """The security of a loan, drawn as a bar: what counts over what is owed."""
    actor = actor_from(request)
    view, borrower_id = security_of(actor, loan_id), loan(actor, loan_id).borrower_id
    guarantors = {one.guarantor_id for one in view.guarantees if one.guarantor_id}
    told = schemes(actor, on=business_date())
    return page(
        request,
        "loan_security",
        _("What stands behind the loan"),
        view=view,
        kinds=kind_names(),
        names=party_names(actor, party_ids=guarantors | {borrower_id}),
        borrower_id=borrower_id,
        schemes=told,
        scheme_names={one.code: one.name for one in told},
        covered=min(100 * view.things.minor // view.owed.minor, 100) if view.owed.minor else 0,
        modes=list(GuaranteeMode),
        may_keep=bool(actor.roles & KEEPERS),
        may_cover=bool(actor.roles & {Role.OPERATIONS, Role.RELATIONSHIP_MANAGER}),
        today=business_date(),
        may_call=bool(actor.roles & {Role.OPERATIONS, Role.RISK_OFFICER}),
    )


@require_POST
@staff_page("collateral")
def act_on_security(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """A party or a scheme answers for the loan, or is called; a certificate of cover is kept, or withdrawn."""
    form, call = request.POST, call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "guarantee": lambda: _guarantee(call, loan_id, form),
        "scheme": lambda: claim_guarantee_scheme(call, loan_id=loan_id, scheme=form.get("scheme", "")),
        "cover": lambda: _cover(request, call, loan_id),
        "withdraw": lambda: withdraw_certificate(
            call, certificate_id=id_of(form, "certificate_id"), reason=form.get("reason", "")
        ),
        "call": lambda: call_guarantee(call, guarantee_id=id_of(form, "guarantee_id"), grounds=form.get("grounds", "")),
    }
    return done_by(request, acts, then=reverse("workbench:loan_security", args=[loan_id]))


def _cover(request: HttpRequest, call: Call, loan_id: UUID) -> object:
    form, given = request.POST, request.FILES.get("file")
    if given is not None and (given.size or 0) > MOST_FILE_BYTES:
        raise FileTooLarge(where="file", most_megabytes=MOST_FILE_BYTES // 1_000_000)
    asked = NewCertificate(
        cover=form.get("cover", ""),
        number=form.get("number", ""),
        insurer=form.get("insurer", ""),
        insured=money_of(form, "insured"),
        valid_from=parse_date(form.get("valid_from", ""), where="valid_from"),
        valid_until=parse_date(form.get("valid_until", ""), where="valid_until"),
    )
    if given is None:
        return keep_cover(call, loan_id=loan_id, asked=asked)
    return keep_cover(call, loan_id=loan_id, asked=asked, name=given.name or "file", content=given.read())


def _guarantee(call: Call, loan_id: UUID, form: Form) -> object:
    if form.get("mode", "") not in set(GuaranteeMode):
        raise InvalidInput("mode", "choose how they answer")
    asked = NewGuarantee(
        guarantor_id=id_of(form, "guarantor_id"),
        mode=GuaranteeMode(form["mode"]),
        share_pct=decimal_of(form, "share_pct"),
        most=money_of(form, "most"),
        means=Means(
            assets_minor=money_of(form, "assets").minor,
            income_minor=money_of(form, "income").minor,
            debts_minor=money_of(form, "debts").minor,
        ),
    )
    return guarantee_loan(call, loan_id=loan_id, asked=asked)
