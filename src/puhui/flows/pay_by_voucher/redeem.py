"""On its day the issuer pays a voucher: what is ours is collected, and every other holder is paid."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from puhui.flows.failed_payment import refer_payment
from puhui.flows.pay_by_voucher.books import draft
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.casework.facade import drop_case, open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post, post_pending, void_pending
from puhui.foundation.payments.facade import (
    OrderState,
    OrderView,
    PaymentRequest,
    Purpose,
    open_orders_about,
    orders_about,
    request_payment,
    request_payments,
)
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Conflict
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import (
    HoldingState,
    PartMoved,
    VoucherMoved,
    VoucherState,
    due_part,
    mark_overdue,
    mark_paid,
    purchases_page,
    redeem,
    release,
    require_due,
    voucher_policy,
)

CASE = "trade_paper"


@use_case("pay_by_voucher.collect", answers=VoucherMoved, subject="voucher_id")
def collect_from_issuer(call: Call, *, voucher_id: UUID) -> VoucherMoved:
    """Asks the bank to collect a voucher from its issuer, on its day or, by staff, again when it was not paid."""
    call.actor.require(Role.SYSTEM, Role.OPERATIONS, verb="collect a voucher")
    row = require_due(voucher_id, today=business_date())
    waiting = [voucher_id, *(one.id for one in purchases_page(SYSTEM, voucher_id=voucher_id, most=200))]
    if open_orders_about(waiting):
        raise Conflict("a payment for this voucher is on its way", where="voucher_id")
    attempt = len(orders_about([voucher_id]))
    request_payment(
        call,
        direction="collect",
        amount=Money(row.amount_minor, row.currency),
        party_id=row.issuer_id,
        purpose=Purpose.VOUCHER_REDEMPTION,
        subject_id=voucher_id,
        requested_on=business_date(),
        order_id=derived_id(voucher_id, f"redeem/{attempt}"),
        note="voucher due",
    )
    return VoucherMoved(voucher_id, VoucherState(row.state))


def settle_voucher_redemption(call: Call, *, order: OrderView) -> None:
    """The issuer has paid: the books, our parts, and an order for every other holder, all in a few statements."""
    done = redeem(order.subject_id, today=business_date())
    journals = [
        draft(
            "voucher_collected",
            subject_id=one.purchase_id,
            journal_id=derived_id(order.id, f"ours/{one.purchase_id}"),
            amounts={"face": one.face_minor, "earned": one.unearned_minor},
            product=one.product,
        )
        for one in done.ended
    ]
    if done.others_minor:
        amounts, journal_id = {"others": done.others_minor}, derived_id(order.id, "others")
        told = draft("voucher_redeemed", subject_id=order.subject_id, journal_id=journal_id, amounts=amounts)
        journals.append(told)
    post(journals, call=call)
    _pay_holders(call, done.due, attempt=0)
    drop_case(call, kind=CASE, subject=str(order.subject_id), outcome="paid")


def refuse_voucher_redemption(call: Call, *, order: OrderView) -> None:
    """The issuer did not pay: the voucher is overdue, holders keep their claim, and a person takes it up."""
    row = mark_overdue(order.subject_id)
    today = business_date()
    open_case(
        call,
        kind=CASE,
        subject=str(row.id),
        party_id=row.issuer_id,
        due_on=today + timedelta(days=voucher_policy(today).case_days),
        reason=f"voucher {row.number} of {order.amount.written} was not paid: {order.reason}"[:2000],
    )
    tell_borrower(call, borrower_id=row.issuer_id, kind="voucher_overdue", amount=order.amount, due_on=row.due_on)


@use_case("pay_by_voucher.release_part", answers=PartMoved, subject="part_id")
def release_part(call: Call, *, part_id: UUID) -> PartMoved:
    """A part stands behind no debt any more; when its voucher was paid meanwhile, so is its holder now."""
    call.actor.require(Role.OPERATIONS, verb="release a pledged voucher")
    holding = release(part_id)
    if holding.state == HoldingState.DUE:
        _pay_holders(call, [(part_id, holding.holder_id, holding.amount_minor)], attempt=0)
    return PartMoved(part_id, holding.voucher_id)


@use_case("pay_by_voucher.pay_holder_again", answers=PartMoved, subject="part_id")
def pay_holder_again(call: Call, *, part_id: UUID) -> PartMoved:
    """Asks the bank once more to pay a holder, after it had refused."""
    call.actor.require(Role.OPERATIONS, Role.FINANCE, verb="pay a holder of a voucher")
    holding = due_part(part_id)
    orders = orders_about([part_id])
    if any(order.state != OrderState.REFUSED for order in orders):
        raise Conflict("the money is on its way", where="part_id")
    _pay_holders(call, [(part_id, holding.holder_id, holding.amount_minor)], attempt=len(orders))
    return PartMoved(part_id, holding.voucher_id)


def settle_voucher_payout(call: Call, *, order: OrderView) -> None:
    """The bank has paid a holder."""
    mark_paid([order.subject_id])
    post_pending([derived_id(order.id, "requested")], call=call)
    paid = draft(
        "voucher_payout_settled",
        subject_id=order.subject_id,
        journal_id=derived_id(order.id, "settled"),
        amounts={"due": order.amount.minor},
    )
    post([paid], call=call)
    tell_borrower(call, borrower_id=order.party_id, kind="voucher_paid", amount=order.amount)


def refuse_voucher_payout(call: Call, *, order: OrderView) -> None:
    """The bank could not pay a holder: it is still due to them, and operations look at it."""
    void_pending([derived_id(order.id, "requested")], call=call)
    refer_payment(
        call,
        order=order,
        reason=f"{order.amount.written} of a voucher could not be paid to its holder: {order.reason}",
    )


def _pay_holders(call: Call, due: Sequence[tuple[UUID, UUID, int]], *, attempt: int) -> None:
    """Orders for holders, and the money set aside for each; the same ids when it is repeated."""
    orders = {part_id: derived_id(part_id, f"payout/{attempt}") for part_id, _, _ in due}
    drafts = [
        draft(
            "voucher_payout_requested",
            subject_id=part_id,
            journal_id=derived_id(orders[part_id], "requested"),
            amounts={"due": minor},
        )
        for part_id, _, minor in due
    ]
    if not drafts:
        return
    post(drafts, call=call)
    requests = [
        PaymentRequest(
            id=orders[part_id],
            direction="pay_out",
            amount=Money(minor),
            party_id=holder_id,
            purpose=Purpose.VOUCHER_PAYOUT,
            subject_id=part_id,
            requested_on=business_date(),
            note="voucher paid",
        )
        for part_id, holder_id, minor in due
    ]
    request_payments(call, requests=requests)
