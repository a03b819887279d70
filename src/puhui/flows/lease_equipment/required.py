"""What a lease needs before it goes on: a thing that was chosen, and one that was delivered."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from puhui.foundation.casework.facade import drop_case, open_case
from puhui.foundation.catalogue.facade import Product
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.products.leasing.facade import (
    LeaseState,
    LeaseStep,
    NoEquipment,
    NotAccepted,
    attach_lease,
    lease_of_application,
    leases_of_loans,
    move_thing,
)

KIND: Final = "lease"
DAYS_TO_DELIVER: Final = 30  # after them somebody asks the supplier; our own choice


def require_equipment(*, application_id: UUID, product: Product) -> None:
    """Refuses to go on with a lease for which nothing was chosen."""
    if product.lease and lease_of_application(application_id) is None:
        raise NoEquipment(where="application_id")


def described(application_id: UUID) -> str:
    """The thing as a contract names it; empty where nothing is let."""
    thing = lease_of_application(application_id)
    if thing is None:
        return ""
    return f"{thing.kind}, {thing.maker} {thing.model}, {thing.serial}, {thing.price.written}"


def require_delivery(*, loan_id: UUID) -> None:
    """Refuses to pay for a thing that the lessee has not accepted."""
    thing = leases_of_loans([loan_id]).get(loan_id)
    if thing is not None and thing.state is not LeaseState.DELIVERED:
        raise NotAccepted(where="loan_id")


def waits_for_delivery(call: Call, *, application_id: UUID, loan_id: UUID) -> bool:
    """True for a lease that was signed: it is paid for on acceptance, and a case watches that it comes to that."""
    thing = lease_of_application(application_id)
    if thing is None:
        return False
    attach_lease(application_id=application_id, loan_id=loan_id)
    open_case(
        call,
        kind=KIND,
        subject=f"{thing.id}/delivery",
        party_id=thing.lessee_id,
        due_on=business_date() + timedelta(days=DAYS_TO_DELIVER),
        reason=f"leased, not yet delivered: {thing.maker} {thing.model}",
    )
    return True


def note_paid_out(call: Call, *, loan_id: UUID) -> None:
    """The supplier has its money: the thing is in use from here on."""
    thing = leases_of_loans([loan_id]).get(loan_id)
    if thing is not None:
        move_thing(call, lease_id=thing.id, step=LeaseStep.PAY_OUT)


def give_up_choice(call: Call, *, application_id: UUID) -> None:
    """The application came to nothing: somebody else may be let the thing."""
    thing = lease_of_application(application_id)
    if thing is not None and thing.state is LeaseState.CHOSEN:
        move_thing(call, lease_id=thing.id, step=LeaseStep.CANCEL)
        drop_case(call, kind=KIND, subject=f"{thing.id}/delivery", outcome="withdrawn")
