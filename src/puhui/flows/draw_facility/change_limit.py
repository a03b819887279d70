"""Limits are changed: by staff, where policy asks with a second person's case; by their holder, downwards, at once."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from puhui.flows.draw_facility.holders import require_holder
from puhui.flows.draw_facility.watch import CASE
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.casework.facade import clean_text, drop_case, open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.facilities.facade import (
    Act,
    CannotChangeLimit,
    FacilityMoved,
    ProposalMoved,
    ProposalState,
    change_facility,
    decide_proposal,
    facility,
    lower_limit,
)

CASE_DAYS: Final = 5
RAISE_FROM: Final = Text(
    en="you lowered it yourself, and it may be raised from {on} on", zh="您已主动调低额度，自 {on} 起可申请调高"
)
BETWEEN: Final = Text(
    en="above {now} and not above {most}, which the contract says", zh="应高于 {now} 且不超过合同约定的 {most}"
)
NOTICES: Final = {
    "cut": "limit_changed",
    "raised": "limit_changed",
    "frozen": "limit_frozen",
    "unfrozen": "limit_free_again",
}


@use_case("draw_facility.change_limit", answers=ProposalMoved, subject="facility_id")
def change_limit(call: Call, *, facility_id: UUID, act: Act, reason: str, limit: Money | None = None) -> ProposalMoved:
    """Staff cut, raise, freeze, unfreeze, review or close a limit; what lets more be lent becomes a case first."""
    moved = change_facility(call, facility_id=facility_id, act=act, reason=reason, limit=limit)
    if moved.state == ProposalState.PROPOSED:
        open_case(
            call,
            kind=CASE,
            subject=str(moved.proposal_id),
            party_id=facility(SYSTEM, facility_id).holder_id,
            due_on=business_date() + timedelta(days=CASE_DAYS),
            reason=f"{act}: {reason}"[:2000],
        )
    else:
        _tell(call, moved)
    return moved


@use_case("draw_facility.confirm_limit", answers=ProposalMoved, subject="proposal_id")
def confirm_limit(call: Call, *, proposal_id: UUID, agree: bool) -> ProposalMoved:
    """A second person agrees, or does not."""
    moved = decide_proposal(call, proposal_id=proposal_id, agree=agree)
    drop_case(call, kind=CASE, subject=str(proposal_id), outcome=moved.state.value)
    if moved.state == ProposalState.DONE:
        _tell(call, moved)
    return moved


@use_case("draw_facility.lower_own_limit", answers=FacilityMoved, subject="facility_id")
def lower_own_limit(call: Call, *, facility_id: UUID, limit: Money) -> FacilityMoved:
    """The holder wants to be able to borrow less, from now on; nobody has to agree."""
    shown = facility(call.actor, facility_id)
    require_holder(call.actor, shown, verb="lower a limit")
    moved = lower_limit(call, facility_id=facility_id, limit=limit)
    tell_borrower(call, borrower_id=shown.holder_id, kind="limit_lowered", limit=limit)
    return moved


@use_case("draw_facility.ask_for_more", answers=UUID, subject="facility_id")
def ask_for_more(call: Call, *, facility_id: UUID, limit: Money, reason: str) -> UUID:
    """The holder wants the limit back up: a new decision, by people, after the wait that policy asks for."""
    shown = facility(call.actor, facility_id)
    require_holder(call.actor, shown, verb="ask for a higher limit")
    today = business_date()
    if limit.currency != shown.line.limit.currency or not shown.line.limit.minor < limit.minor <= shown.ceiling.minor:
        raise InvalidInput("limit", BETWEEN.filled(now=shown.line.limit, most=shown.ceiling))
    if shown.raise_from and today < shown.raise_from:
        raise CannotChangeLimit(
            where="limit",
            why=RAISE_FROM.filled(on=shown.raise_from).en,
            why_zh=RAISE_FROM.filled(on=shown.raise_from).zh,
        )
    return open_case(
        call,
        kind=CASE,
        subject=f"raise {facility_id}",
        party_id=shown.holder_id,
        due_on=today + timedelta(days=CASE_DAYS),
        reason=f"asks for a limit of {limit.written}: {clean_text(reason, where='reason', most=300)}",
    )


def _tell(call: Call, moved: ProposalMoved) -> None:
    """What the holder reads of it; a review is told only when it changes something."""
    if moved.kind == "reviewed":
        drop_case(call, kind=CASE, subject=str(moved.facility_id), outcome="reviewed")
    if moved.kind == "raised":
        drop_case(call, kind=CASE, subject=f"raise {moved.facility_id}", outcome="raised")
    shown, kind = facility(SYSTEM, moved.facility_id), NOTICES.get(moved.kind)
    if kind:
        tell_borrower(call, borrower_id=shown.holder_id, kind=kind, limit=shown.line.limit)
