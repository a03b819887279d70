"""The lessee has the equipment and it is what was chosen: only then is the supplier paid."""

from uuid import UUID

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.lease_equipment.required import KIND
from puhui.flows.originate_loan.standing import require_signer
from puhui.foundation.casework.facade import drop_case
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.products.leasing.facade import LeaseMoved, accept_thing, lease


@use_case("lease_equipment.accept_delivery", answers=LeaseMoved, subject="lease_id")
def accept_delivery(call: Call, *, lease_id: UUID, serial: str) -> LeaseMoved:
    """By the lessee alone, who reads the number off the plate; the payout is asked for in the same act."""
    thing = lease(call.actor, lease_id).line
    require_signer(call.actor, firm_id=thing.lessee_id, verb="accept delivery")
    accepted = accept_thing(call, lease_id=lease_id, serial=serial)
    drop_case(call, kind=KIND, subject=f"{lease_id}/delivery", outcome="delivered")
    if thing.loan_id:
        request_disbursement(call.step("pay"), loan_id=thing.loan_id)
    return accepted
