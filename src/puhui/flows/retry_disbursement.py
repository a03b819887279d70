"""Operations ask the bank again to pay a loan out, after they looked at why it refused."""

from uuid import UUID

from puhui.flows.disburse_loan import DisbursementRequested, request_disbursement
from puhui.foundation.casework.facade import case, close_case
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role


@use_case("retry_disbursement", answers=DisbursementRequested, subject="case_id")
def retry_disbursement(call: Call, *, case_id: UUID) -> DisbursementRequested:
    """Asks again and closes the case; another refusal opens a new one."""
    call.actor.require(Role.OPERATIONS, Role.FINANCE, verb="retry a payout")
    loan_id = UUID(case(call.actor, case_id).subject)
    close_case(call, case_id=case_id, outcome="retried")
    return request_disbursement(call, loan_id=loan_id)
