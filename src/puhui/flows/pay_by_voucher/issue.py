"""An issuer promises a supplier a payable: the supplier is told, and takes it or does not."""

from dataclasses import replace

from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import organisation_by_uscc
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.products.vouchers.facade import NewVoucher, VoucherMoved, issue_voucher


@use_case("pay_by_voucher.issue", answers=VoucherMoved, subject="voucher_id")
def issue_to_supplier(call: Call, *, asked: NewVoucher, supplier_uscc: str = "") -> VoucherMoved:
    """Issues a voucher, to the supplier with this credit code where one is given, and tells the supplier."""
    if supplier_uscc:
        found = organisation_by_uscc(supplier_uscc)
        if found is None:
            raise InvalidInput("supplier_uscc", "no firm is registered here with this credit code")
        asked = replace(asked, supplier_id=found)
    moved = issue_voucher(call, asked=asked)
    tell_borrower(call, borrower_id=asked.supplier_id, kind="voucher_offered", amount=asked.amount, due_on=asked.due_on)
    return moved
