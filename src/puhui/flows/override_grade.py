"""Proposes to grade a loan worse than the rules do: the loan must be there and running."""

from datetime import date
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.products.lending.facade import LoanState, loan
from puhui.risk.provisioning.facade import CannotOverride, OverrideMoved, propose_override


@use_case("override_grade", answers=OverrideMoved, subject="loan_id")
def override_grade(call: Call, *, loan_id: UUID, grade: int, until: date, reason: str) -> OverrideMoved:
    """Asks for a grade of people; another colleague must confirm it, and the next day close applies it."""
    if loan(call.actor, loan_id).state != LoanState.ACTIVE:
        raise CannotOverride(where="loan_id", reason="the loan is not running")
    return propose_override(call, loan_id=loan_id, grade=grade, until=until, reason=reason)
