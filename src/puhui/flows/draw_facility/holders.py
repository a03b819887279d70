"""Who draws on a limit: its holder, and the adults of the household who signed its contract beside the holder."""

from puhui.flows.originate_loan.standing import require_signer
from puhui.foundation.party.facade import debtors_of_household
from puhui.kernel.actors import Actor
from puhui.products.facilities.facade import FacilityView
from puhui.products.farms.facade import signed_beside


def require_holder(actor: Actor, shown: FacilityView, *, verb: str) -> None:
    """Only the holder's own people, or an adult of the household that holds the limit who signed for it."""
    if shown.household_id and actor.is_customer and actor.party_id != shown.holder_id:
        adults = debtors_of_household(shown.household_id)
        if actor.party_id in adults and actor.party_id in signed_beside(shown.contract_id):
            return
    require_signer(actor, firm_id=shown.holder_id, verb=verb)
