"""The lessee chooses the equipment that an application is about."""

from uuid import UUID

from puhui.flows.originate_loan.standing import product_of, require_firm
from puhui.foundation.catalogue.facade import LeaseBlock
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import party_card
from puhui.kernel.actors import SYSTEM, Call
from puhui.products.leasing.facade import LeaseFor, LeaseMoved, NewEquipment, NotALease, choose_thing
from puhui.products.origination.facade import ApplicationView, WrongState, application


@use_case("lease_equipment.choose_equipment", answers=LeaseMoved, subject="lease_id")
def choose_equipment(call: Call, *, application_id: UUID, new: NewEquipment) -> LeaseMoved:
    """Says what is to be let, from whom and for how much, before the application is submitted."""
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb="choose equipment")
    block = lease_block(asked)
    if asked.state != "draft":
        raise WrongState(where="application_id", state=asked.state, step="choose equipment")
    party_card(SYSTEM, party_id=new.supplier_id)  # refuses a supplier whom nobody knows
    return choose_thing(
        call,
        new=new,
        on_behalf=LeaseFor(
            application_id=asked.id,
            lessee_id=asked.firm_id,
            asked=asked.amount,
            down_payment_pct=block.down_payment_pct,
            residual_pct=block.residual_pct,
        ),
    )


def lease_block(asked: ApplicationView) -> LeaseBlock:
    """What the product of the application says of leases; refuses a product that is none."""
    block = product_of(asked).lease
    if block is None:
        raise NotALease(where="application_id")
    return block
