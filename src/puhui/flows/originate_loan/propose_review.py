"""A reviewer proposes how a referred application ends; a colleague must confirm it."""

from collections.abc import Sequence
from uuid import UUID

from puhui.flows.originate_loan.standing import drafts_of, product_of
from puhui.foundation.casework.facade import CaseMoved, case, propose_outcome
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput
from puhui.products.origination.facade import ApplicationView, OfferDraft, application, check_offer
from puhui.risk.decisioning.facade import decision

OUTCOMES = ("approve", "decline")


@use_case("originate_loan.propose_review", answers=CaseMoved, subject="case_id")
def propose_review(
    call: Call, *, case_id: UUID, outcome: str, reason: str, offers: Sequence[OfferDraft] = ()
) -> CaseMoved:
    """Proposes approval with offers (the decision's own indicative terms when none are given), or a refusal.

    Terms that the product does not have are refused here already; caps are looked at again on confirmation.
    """
    call.actor.require(Role.RISK_OFFICER, Role.RELATIONSHIP_MANAGER, verb="propose the outcome of a review")
    if outcome not in OUTCOMES:
        raise InvalidInput("outcome", f"one of {', '.join(OUTCOMES)}")
    reviewed = case(call.actor, case_id)
    if reviewed.kind != "review":
        raise InvalidInput("case_id", "this case is not the review of an application")
    asked = application(call.actor, UUID(reviewed.subject))
    drafts: list[OfferDraft] = []
    if outcome == "approve":
        drafts = list(offers) or _indicative(call.actor, asked)
        if not 1 <= len(drafts) <= 3:
            raise InvalidInput("offers", "an approval has one to three offers")
        for draft in drafts:
            check_offer(product_of(asked), draft=draft, purpose=asked.purpose, on=business_date())
    return propose_outcome(
        call, case_id=case_id, outcome=outcome, reason=reason, detail={"offers": [plain(d) for d in drafts]}
    )


def _indicative(actor: Actor, asked: ApplicationView) -> list[OfferDraft]:
    """What the decision would have offered, for a reviewer who agrees with it."""
    if asked.decision_id is None:
        return []
    made = decision(actor, decision_id=asked.decision_id)
    return drafts_of(made.offers or made.indicative)
