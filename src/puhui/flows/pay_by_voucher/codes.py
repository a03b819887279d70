"""A holder who gives a part away, or sells it, confirms it with a one-time code."""

from dataclasses import dataclass
from uuid import UUID

from puhui.flows.one_time_codes import send_code_for, use_code_for
from puhui.foundation.access.facade import Sealed
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.products.vouchers.facade import own_part

PURPOSE = "voucher"


@dataclass(frozen=True, slots=True)
class VoucherCodeSent:
    """A code is on its way to the phone of who asked."""

    part_id: UUID


@use_case("pay_by_voucher.request_code", answers=VoucherCodeSent, subject="part_id")
def request_voucher_code(call: Call, *, part_id: UUID) -> VoucherCodeSent:
    """Sends a new code for moving this part; an earlier one ends."""
    holding = own_part(call.actor, part_id)
    send_code_for(call, purpose=PURPOSE, subject_id=part_id, holder_id=holding.holder_id)
    return VoucherCodeSent(part_id)


def confirm(call: Call, *, part_id: UUID, holder_id: UUID, code: Sealed) -> None:
    """Uses the code up, or refuses."""
    use_code_for(call, purpose=PURPOSE, subject_id=part_id, holder_id=holder_id, code=code)
