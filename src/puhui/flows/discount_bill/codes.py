"""A holder sells a bill, passes it on or takes it back with a one-time code: of another kind for each."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from puhui.flows.one_time_codes import send_code_for
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.products.bills.facade import BillView, bill

SELLING: Final = "bill"
PASSING: Final = "bill_pass"
BUYING_BACK: Final = "bill_back"


@dataclass(frozen=True, slots=True)
class BillCodeSent:
    """A code is on its way to the phone of who asked."""

    bill_id: UUID


@use_case("discount_bill.request_code", answers=BillCodeSent, subject="bill_id")
def request_bill_code(
    call: Call, *, bill_id: UUID, to_pass_on: bool = False, to_buy_back: bool = False
) -> BillCodeSent:
    """Sends a new code for selling this bill, passing it on, or taking it back; an earlier one for the same ends."""
    shown = own_bill(call.actor, bill_id)
    purpose = PASSING if to_pass_on else BUYING_BACK if to_buy_back else SELLING
    send_code_for(call, purpose=purpose, subject_id=bill_id, holder_id=shown.holder_id)
    return BillCodeSent(bill_id)


def own_bill(actor: Actor, bill_id: UUID) -> BillView:
    """Only the holder's own people move a bill; for others it is not there."""
    actor.require(Role.CUSTOMER, verb="sell, pass on or take back a bill")
    shown = bill(actor, bill_id)
    require_party(actor, party_id=shown.holder_id)
    return shown
