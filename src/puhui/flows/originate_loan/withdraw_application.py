"""The firm does not want the loan any more: at any time before it signs, without giving a reason."""

from uuid import UUID

from puhui.flows.lease_equipment.required import give_up_choice
from puhui.flows.originate_loan.answers import ApplicationWithdrawn
from puhui.flows.originate_loan.standing import require_firm
from puhui.foundation.casework.facade import drop_case
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.products.origination.facade import application, withdraw


@use_case("originate_loan.withdraw_application", answers=ApplicationWithdrawn, subject="application_id")
def withdraw_application(call: Call, *, application_id: UUID) -> ApplicationWithdrawn:
    """Ends the application; offers lapse, an unsigned contract is void, a review is closed."""
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb="withdraw an application")
    withdraw(asked.id)
    drop_case(call, kind="review", subject=str(asked.id), outcome="withdrawn")
    give_up_choice(call, application_id=asked.id)
    return ApplicationWithdrawn(asked.id)
