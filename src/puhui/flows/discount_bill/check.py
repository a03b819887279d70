"""Staff have found a bill at the registry, or do not take it; its holder is told."""

from uuid import UUID

from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import SYSTEM, Call
from puhui.products.bills.facade import BillMoved, bill, decline_bill, quote_bill


@use_case("discount_bill.check", answers=BillMoved, subject="bill_id")
def check_bill(call: Call, *, bill_id: UUID, registry_reference: str) -> BillMoved:
    """The bill is there and in order: it may be sold until the quote ends."""
    moved = quote_bill(call, bill_id=bill_id, registry_reference=registry_reference)
    shown = bill(SYSTEM, bill_id)
    tell_borrower(call, borrower_id=shown.holder_id, kind="bill_quoted", amount=shown.face, until=shown.quoted_until)
    return moved


@use_case("discount_bill.refuse", answers=BillMoved, subject="bill_id")
def refuse_bill(call: Call, *, bill_id: UUID, reason: str) -> BillMoved:
    """The bill is not taken, with a reason that its holder reads; or its holder takes it back."""
    moved = decline_bill(call, bill_id=bill_id, reason=reason)
    shown = bill(SYSTEM, bill_id)
    if not call.actor.is_customer:
        tell_borrower(call, borrower_id=shown.holder_id, kind="bill_declined", amount=shown.face, reason=shown.reason)
    return moved
