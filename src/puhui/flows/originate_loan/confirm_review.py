"""A second reviewer confirms or sends back: offers, or a final refusal with its reasons, follow in the same act."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from puhui.flows.originate_loan.answers import ReviewConfirmed
from puhui.flows.originate_loan.drafting import finished_drafts
from puhui.flows.originate_loan.standing import product_of
from puhui.flows.originate_loan.telling import tell_of_offers, tell_of_refusal
from puhui.flows.pay_payee.checking import check_payee_of, is_less_than_basket
from puhui.flows.pay_payee.telling_shops import follow_basket
from puhui.foundation.casework.facade import CaseView, case, confirm_outcome
from puhui.foundation.catalogue.facade import check_product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Conflict
from puhui.kernel.texts import Text
from puhui.products.origination.facade import (
    ApplicationView,
    OfferDraft,
    ReasonView,
    application,
    make_offers,
    note_review,
)
from puhui.products.payees.facade import MessageKind

REVIEWED = ReasonView(
    "reviewed_by_people",
    Text(en="Two of our staff have looked at the application.", zh="本申请已由两名工作人员人工复核。"),
)


@use_case("originate_loan.confirm_review", answers=ReviewConfirmed, subject="case_id")
def confirm_review(call: Call, *, case_id: UUID, agree: bool, note: str = "") -> ReviewConfirmed:
    """Four eyes: never by the one who proposed. Agreement decides the application, for good."""
    call.actor.require(Role.RISK_OFFICER, verb="confirm the outcome of a review")
    reviewed = case(call.actor, case_id)
    asked = application(call.actor, UUID(reviewed.subject))
    confirm_outcome(call, case_id=case_id, agree=agree, note=note)
    if not agree:
        return ReviewConfirmed(case_id, asked.id, "", ())
    if reviewed.outcome == "approve":
        return ReviewConfirmed(case_id, asked.id, "approve", tuple(_approve(call, asked, reviewed)))
    reasons = [*asked.reasons, REVIEWED]
    note_review(asked.id, step="decline", on=business_date(), reasons=reasons)
    tell_of_refusal(call, asked=asked, reasons=reasons, is_final=True)
    follow_basket(call, application_id=asked.id, kind=MessageKind.REFUSED)
    return ReviewConfirmed(case_id, asked.id, "decline", ())


def _approve(call: Call, asked: ApplicationView, reviewed: CaseView) -> list[UUID]:
    on, product = business_date(), product_of(asked)
    check_product(product, on=on)
    note_review(asked.id, step="approve", on=on, reasons=[])
    proposed = [_draft(kept) for kept in reviewed.outcome_detail["offers"]]
    if is_less_than_basket(asked, [draft.amount_minor for draft in proposed], whole=True):
        raise Conflict("a basket is paid whole or not at all", where="offers")
    drafts = finished_drafts(proposed, asked=asked, product=product, on=on)
    offer_ids = make_offers(
        call, application=asked, product=product, drafts=drafts, on=on, paid_to=check_payee_of(asked)
    )
    tell_of_offers(call, asked=asked, count=len(offer_ids), on=on)
    follow_basket(call, application_id=asked.id, kind=MessageKind.APPROVED)
    return offer_ids


def _draft(kept: Mapping[str, Any]) -> OfferDraft:
    return OfferDraft(**{**kept, "annual_rate_pct": Decimal(kept["annual_rate_pct"])})
