"""A holder who gives a part away, or sells it, confirms it with a one-time code."""

from dataclasses import dataclass
from uuid import UUID

from puhui.foundation.access.facade import Sealed, check_code, limit_rate, make_code
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import phone_of
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
    limit_rate(f"voucher_code/{part_id}", most=6, seconds=600, at=call.at)
    signer = call.actor.party_id or holding.holder_id
    code = make_code(call, purpose=PURPOSE, subject=_subject(part_id, signer))
    send_code_notice(call, phone=phone_of(signer), code=code, purpose=PURPOSE)
    return VoucherCodeSent(part_id)


def confirm(call: Call, *, part_id: UUID, holder_id: UUID, code: Sealed) -> None:
    """Uses the code up, or refuses."""
    signer = call.actor.party_id or holder_id
    check_code(call, purpose=PURPOSE, subject=_subject(part_id, signer), code=code)


def _subject(part_id: UUID, signer: UUID) -> str:
    """A code is for one part and one signer."""
    return f"{part_id}/{signer}"
