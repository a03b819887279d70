"""Proposes a change of a running loan; where nobody else must agree, it is booked in the same act."""

from datetime import timedelta
from uuid import UUID

from puhui.flows.change_loan.answers import ChangeMoved, ChangeShown
from puhui.flows.change_loan.finish import finish_change, offer_change
from puhui.flows.change_loan.policy import ChangePolicy, change_policy_on
from puhui.flows.change_loan.preview import policy_for, show_change
from puhui.foundation.casework.facade import clean_text, drop_case, open_case, propose_outcome
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.products.facilities.facade import line_of_loan
from puhui.products.lending.facade import (
    CannotChangeLoan,
    ChangeAsked,
    ChangeState,
    ChangeView,
    LoanMovedOn,
    keep_change,
    loan_changes,
    lock_loan,
    move_change,
)

CASE = "loan_change"
CHANGERS = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.FINANCE)


@use_case("change_loan.propose_change", answers=ChangeMoved, subject="loan_id")
def propose_change(
    call: Call, *, loan_id: UUID, asked: ChangeAsked, reason: str, after_n: int | None = None
) -> ChangeMoved:
    """Previews the change once more under the loan's lock, and keeps it for whoever must still agree.

    `after_n` is the loan's last event as the proposer saw it: when the loan has moved on since, a new preview is
    needed. A proposal that waits for a second person on an earlier state of the loan can no longer be confirmed: it
    lapses. Roles, days, amounts and the second person are policy (policies/servicing/changes.toml).
    """
    why = clean_text(reason, where="reason")
    call.actor.require(
        Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.FINANCE, verb="change a loan"
    )
    lock_loan(loan_id)
    shown = show_change(call.actor, loan_id=loan_id, asked=asked)
    rule = policy_for(asked, undoes=shown.undoes)
    call.actor.require(*rule.propose, verb=f"change a loan: {asked.kind}")
    if asked.kind == "disbursement" and line_of_loan(loan_id) is not None:
        raise CannotChangeLoan(where="kind", reason="this line is drawn through its facility, which keeps the limit")
    if rule.own_chain and not shown.undoes:
        raise CannotChangeLoan(where="kind", reason=f"a {asked.kind} has a chain of approvals of its own")
    check_still_good(shown, after_n=after_n)
    _lapse_stale(call, loan_id=loan_id, after_n=shown.preview.after_n)
    policy = change_policy_on(business_date())
    kept = keep_change(
        call,
        previewed=shown.preview,
        reason=why,
        state=_first_state(shown),
        needs_second=shown.needs_second,
        needs_consent=shown.needs_consent,
        open_until=business_date() + timedelta(days=_days_open(policy, shown)),
    )
    if shown.needs_second:
        _ask_second(call, kept, borrower_id=shown.preview.borrower_id)
        return ChangeMoved(kept.id, loan_id, ChangeState.PROPOSED)
    if shown.needs_consent:
        return offer_change(call, kept, borrower_id=shown.preview.borrower_id)
    return finish_change(call, kept, shown=shown)


@use_case("change_loan.undo_change", answers=ChangeMoved, subject="loan_id")
def undo_change(call: Call, *, loan_id: UUID, event_id: UUID, reason: str, after_n: int | None = None) -> ChangeMoved:
    """Undoes an event by another event: the loan stands as if it had never been. The same rules as for a change."""
    asked = ChangeAsked(kind="reversal", of=event_id)
    return propose_change(call, loan_id=loan_id, asked=asked, reason=reason, after_n=after_n)


def check_still_good(shown: ChangeShown, *, after_n: int | None) -> None:
    """Refuses what was previewed on another state of the loan, and what would break a legal cap."""
    if after_n is not None and after_n != shown.preview.after_n:
        raise LoanMovedOn(where="after_n")
    if shown.breaks is not None:
        raise CannotChangeLoan(where="kind", reason=shown.breaks.en)


def _lapse_stale(call: Call, *, loan_id: UUID, after_n: int) -> None:
    """Ends what was proposed before the loan's last event: such a proposal may not be in the way of a new one."""
    for change in loan_changes(SYSTEM, loan_id):
        if change.state == ChangeState.PROPOSED and change.after_n != after_n:
            drop_case(call, kind=CASE, subject=str(change.id), outcome="lapsed")
            move_change(call, change_id=change.id, state=ChangeState.LAPSED)


def _first_state(shown: ChangeShown) -> ChangeState:
    if shown.needs_second:
        return ChangeState.PROPOSED
    return ChangeState.OFFERED if shown.needs_consent else ChangeState.BOOKED


def _days_open(policy: ChangePolicy, shown: ChangeShown) -> int:
    return policy.proposal_days if shown.needs_second else policy.consent_days


def _ask_second(call: Call, kept: ChangeView, *, borrower_id: UUID) -> None:
    """A case for the second person, in which the proposer is named: four eyes."""
    case_id = open_case(
        call, kind=CASE, subject=str(kept.id), party_id=borrower_id, due_on=kept.open_until, reason=kept.reason
    )
    propose_outcome(call, case_id=case_id, outcome=kept.kind, reason=kept.reason, detail={"change_id": kept.id})
