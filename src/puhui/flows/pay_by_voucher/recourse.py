"""When an issuer is late, who sold us a part with recourse pays in its place, and has the part again."""

from uuid import UUID

from puhui.flows.failed_payment import refer_payment
from puhui.flows.pay_by_voucher.books import draft
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post
from puhui.foundation.payments.facade import OrderView, Purpose, open_orders_about, orders_about, request_payment
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Conflict
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import VoucherMoved, VoucherState, recover_purchase, require_recourse


@use_case("pay_by_voucher.claim_recourse", answers=VoucherMoved, subject="purchase_id")
def claim_recourse(call: Call, *, purchase_id: UUID) -> VoucherMoved:
    """Asks the bank to collect the face from who sold it; refused while the issuer is not late, or without recourse."""
    call.actor.require(Role.OPERATIONS, Role.RISK_OFFICER, verb="claim recourse")
    row = require_recourse(purchase_id)
    if open_orders_about([purchase_id, row.voucher_id]):
        raise Conflict("a payment for this is on its way", where="purchase_id")
    attempt = sum(order.purpose == Purpose.VOUCHER_RECOURSE for order in orders_about([purchase_id]))
    amount = Money(row.face_minor, row.voucher.currency)
    request_payment(
        call,
        direction="collect",
        amount=amount,
        party_id=row.seller_id,
        purpose=Purpose.VOUCHER_RECOURSE,
        subject_id=purchase_id,
        requested_on=business_date(),
        order_id=derived_id(purchase_id, f"recourse/{attempt}"),
        note="voucher recourse",
    )
    tell_borrower(call, borrower_id=row.seller_id, kind="voucher_recourse", amount=amount)
    return VoucherMoved(row.voucher_id, VoucherState(row.voucher.state))


def settle_voucher_recourse(call: Call, *, order: OrderView) -> None:
    """The seller has paid."""
    ended = recover_purchase(call, order.subject_id, today=business_date())
    collected = draft(
        "voucher_collected",
        subject_id=ended.purchase_id,
        journal_id=derived_id(order.id, "ours"),
        amounts={"face": ended.face_minor, "earned": ended.unearned_minor},
        product=ended.product,
    )
    post([collected], call=call)


def refuse_voucher_recourse(call: Call, *, order: OrderView) -> None:
    """The seller did not pay either."""
    refer_payment(
        call,
        order=order,
        reason=f"{order.amount.written} of recourse for a voucher were not paid: {order.reason}",
    )
