"""A holder pays with a bill: it goes, as it is, to another firm that is registered here and may sell it then."""

from uuid import UUID

from puhui.flows.discount_bill.codes import PASSING, own_bill
from puhui.flows.one_time_codes import use_code_for
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.access.facade import Sealed, counts_wrong_codes, sealed
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import organisation_by_uscc
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.products.bills.facade import BillPassed, pass_on


def pass_on_bill(call: Call, *, bill_id: UUID, to_uscc: str, code: str | Sealed) -> BillPassed:
    """Endorses a bill to the firm with this credit code; the one-time code is sealed before the use case."""
    given = code if isinstance(code, Sealed) else sealed(code, where="code")
    return _pass_on(call, bill_id=bill_id, to_uscc=to_uscc, code=given)


@counts_wrong_codes
@use_case("discount_bill.pass_on", answers=BillPassed, subject="bill_id")
def _pass_on(call: Call, *, bill_id: UUID, to_uscc: str, code: Sealed) -> BillPassed:
    shown = own_bill(call.actor, bill_id)
    to_id = organisation_by_uscc(to_uscc)
    if to_id is None:
        raise InvalidInput("to_uscc", "no firm is registered here with this credit code")
    passed = pass_on(call, bill_id=bill_id, to_id=to_id)
    use_code_for(call, purpose=PASSING, subject_id=bill_id, holder_id=shown.holder_id, code=code)
    tell_borrower(call, borrower_id=to_id, kind="bill_received", amount=shown.face, due_on=shown.due_on)
    return passed
