"""A second person confirms a proposed change or rejects it; who proposed it may withdraw it."""

from uuid import UUID

from puhui.flows.change_loan.answers import ChangeMoved
from puhui.flows.change_loan.finish import finish_change, offer_change
from puhui.flows.change_loan.policy import KindPolicy, change_policy_on
from puhui.flows.change_loan.preview import show_change
from puhui.flows.change_loan.propose_change import CASE, check_still_good
from puhui.foundation.casework.facade import confirm_outcome, drop_case, open_case_of
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import STAFF_ROLES, SYSTEM, Call
from puhui.kernel.errors import Forbidden, NotFound
from puhui.products.lending.facade import ChangeState, ChangeView, loan_event, move_change, take_change


@use_case("change_loan.confirm_change", answers=ChangeMoved, subject="change_id")
def confirm_change(call: Call, *, change_id: UUID, note: str = "") -> ChangeMoved:
    """Four eyes: never by who proposed it. Books it, or asks the borrower, on the very loan that was previewed.

    When anything happened to the loan since the proposal, this is refused: a new preview and proposal are needed.
    """
    waiting = _decide(call, change_id=change_id, agree=True, note=note)
    shown = show_change(call.actor, loan_id=waiting.loan_id, asked=waiting.asked)
    check_still_good(shown, after_n=waiting.after_n)
    if waiting.needs_consent or shown.needs_consent:
        return offer_change(call, waiting, borrower_id=shown.preview.borrower_id, confirmed=True)
    return finish_change(call, waiting, shown=shown, confirmed=True)


@use_case("change_loan.reject_change", answers=ChangeMoved, subject="change_id")
def reject_change(call: Call, *, change_id: UUID, note: str = "") -> ChangeMoved:
    """The second person does not agree: nothing changes, and the proposal is over."""
    waiting = _decide(call, change_id=change_id, agree=False, note=note)
    drop_case(call, kind=CASE, subject=str(change_id), outcome="rejected")
    move_change(call, change_id=change_id, state=ChangeState.REJECTED, confirmed=True)
    return ChangeMoved(change_id, waiting.loan_id, ChangeState.REJECTED)


@use_case("change_loan.withdraw_change", answers=ChangeMoved, subject="change_id")
def withdraw_change(call: Call, *, change_id: UUID) -> ChangeMoved:
    """Who proposed a change takes it back before it is booked."""
    call.actor.require(*STAFF_ROLES, verb="withdraw a change")
    waiting = take_change(call, change_id=change_id, states=(ChangeState.PROPOSED, ChangeState.OFFERED))
    if waiting.proposed_by != call.actor.id:
        raise Forbidden("withdraw a colleague's change", where="change_id")
    drop_case(call, kind=CASE, subject=str(change_id), outcome="withdrawn")
    move_change(call, change_id=change_id, state=ChangeState.REJECTED)
    return ChangeMoved(change_id, waiting.loan_id, ChangeState.REJECTED)


def kind_policy_of(change: ChangeView) -> KindPolicy:
    """What holds for a proposal; for an undoing, what holds for the kind of event that it undoes."""
    undone = loan_event(SYSTEM, change.loan_id, change.asked.of).kind if change.asked.of else ""
    return change_policy_on(business_date()).kind(undone or change.kind)


def _decide(call: Call, *, change_id: UUID, agree: bool, note: str) -> ChangeView:
    """The second person's word: roles by policy, never the proposer (casework holds the four eyes)."""
    call.actor.require(*STAFF_ROLES, verb="confirm a change")
    waiting = take_change(call, change_id=change_id, states=(ChangeState.PROPOSED,))
    call.actor.require(*kind_policy_of(waiting).confirm, verb=f"confirm a change: {waiting.kind}")
    case = open_case_of(call.actor, kind=CASE, subject=str(change_id))
    if case is None:
        raise NotFound("case", where="change_id")
    confirm_outcome(call, case_id=case.id, agree=agree, note=note)
    return waiting
