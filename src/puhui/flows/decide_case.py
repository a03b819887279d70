"""How a case of two people ends, whatever its kind: a review moves its application as well, any other only itself."""

from uuid import UUID

from puhui.flows.originate_loan.answers import ReviewConfirmed
from puhui.flows.originate_loan.confirm_review import confirm_review
from puhui.flows.originate_loan.propose_review import propose_review
from puhui.foundation.casework.facade import CaseMoved, case, confirm_outcome, propose_outcome
from puhui.kernel.actors import Call
from puhui.kernel.errors import Conflict, InvalidInput

OWN_FLOWS = frozenset({"loan_change"})  # kinds whose second person speaks elsewhere


def propose_case(call: Call, *, case_id: UUID, outcome: str, reason: str) -> CaseMoved:
    """Proposes one of the outcomes that the kind has; a colleague must confirm it."""
    found = case(call.actor, case_id)
    if found.kind == "review":
        return propose_review(call, case_id=case_id, outcome=outcome, reason=reason)
    _check_own(found.kind)
    if outcome not in found.outcomes:
        raise InvalidInput("outcome", f"one of {', '.join(found.outcomes)}")
    return propose_outcome(call, case_id=case_id, outcome=outcome, reason=reason)


def confirm_case(call: Call, *, case_id: UUID, agree: bool, note: str = "") -> ReviewConfirmed | CaseMoved:
    """Agrees, which ends the case, or sends it back. Never by the one who proposed."""
    found = case(call.actor, case_id)
    if found.kind == "review":
        return confirm_review(call, case_id=case_id, agree=agree, note=note)
    _check_own(found.kind)
    return confirm_outcome(call, case_id=case_id, agree=agree, note=note)


def _check_own(kind: str) -> None:
    if kind in OWN_FLOWS:
        raise Conflict("a change of a loan is confirmed on its own page, where its terms are seen", where="case_id")
