"""The lessee chooses the equipment that an application is about."""

from uuid import UUID

from puhui.flows.originate_loan.standing import product_of, require_firm
from puhui.foundation.catalogue.facade import LeaseBlock
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.products.leasing.facade import LeaseFor, LeaseMoved, NewEquipment, NotALease, choose_thing
from puhui.products.origination.facade import ApplicationView, WrongState, application
from puhui.products.payees.facade import PayeeMissing, paid_to_of_application


@use_case("lease_equipment.choose_equipment", answers=LeaseMoved, subject="lease_id")
def choose_equipment(call: Call, *, application_id: UUID, new: NewEquipment) -> LeaseMoved:
    """Says what is to be let and for how much, before the application is submitted; the payee of it sells."""
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb="choose equipment")
    block = lease_block(asked)
    if asked.state != "draft":
        raise WrongState(where="application_id", state=asked.state, step="choose equipment")
    supplier = paid_to_of_application(asked.id)
    if supplier is None:
        raise PayeeMissing(where="payee_id")
    return choose_thing(
        call,
        new=new,
        on_behalf=LeaseFor(
            application_id=asked.id,
            lessee_id=asked.firm_id,
            supplier_id=supplier.payee_id,
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
