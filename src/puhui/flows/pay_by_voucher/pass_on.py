"""A holder pays with a part: it goes, whole or in part, to another firm that is registered here."""

from uuid import UUID

from puhui.flows.pay_by_voucher.codes import confirm
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.access.facade import Sealed, counts_wrong_codes, sealed
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import organisation_by_uscc
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import PartMoved, own_part, pass_on


def pass_on_voucher(call: Call, *, part_id: UUID, to_uscc: str, amount: Money, code: str | Sealed) -> PartMoved:
    """Passes a part on to the firm with this credit code; the one-time code is sealed before the use case."""
    given = code if isinstance(code, Sealed) else sealed(code, where="code")
    return _pass_on(call, part_id=part_id, to_uscc=to_uscc, amount=amount, code=given)


@counts_wrong_codes
@use_case("pay_by_voucher.pass_on", answers=PartMoved, subject="part_id")
def _pass_on(call: Call, *, part_id: UUID, to_uscc: str, amount: Money, code: Sealed) -> PartMoved:
    holding = own_part(call.actor, part_id)
    to_id = organisation_by_uscc(to_uscc)
    if to_id is None:
        raise InvalidInput("to_uscc", "no firm is registered here with this credit code")
    moved = pass_on(call, part_id=part_id, to_id=to_id, amount=amount)
    confirm(call, part_id=part_id, holder_id=holding.holder_id, code=code)  # last: no try is used up by another refusal
    tell_borrower(call, borrower_id=to_id, kind="voucher_received", amount=amount, due_on=holding.voucher.due_on)
    return moved
