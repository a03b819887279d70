"""The commitment fee of limits: charged into the books as a day is closed, collected by the bank, asked for again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from puhui.flows.failed_payment import refer_payment
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template, post
from puhui.foundation.payments.facade import OrderView, PaymentRequest, Purpose, open_amounts, request_payments
from puhui.kernel.actors import Call
from puhui.kernel.ids import bucket_of, derived_id
from puhui.products.facilities.facade import FeeCharged, charge_undrawn, fee_paid, note_asked, owed_fees

ASK_AGAIN_DAYS: Final = 7  # our own choice: a week after the bank could not collect


def charge_commitment(call: Call, *, day: date) -> int:
    """Charges what was undrawn until the end of the day, and asks the bank for it; how many fees. Part of a step."""
    charged = charge_undrawn(day=day)
    post([_journal("commitment_fee_charged", fee, on=day) for fee in charged], call=call)
    _ask(call, charged, on=day)
    for fee in charged:
        tell_borrower(
            call,
            borrower_id=fee.holder_id,
            kind="commitment_fee_charged",
            sms=False,
            amount=fee.amount,
            until=fee.to_on,
        )
    late = owed_fees(asked_before=day - timedelta(days=ASK_AGAIN_DAYS - 1))
    on_its_way = open_amounts(Purpose.COMMITMENT_FEE, subject_ids=[fee.fee_id for fee in late])
    again = [fee for fee in late if fee.fee_id not in on_its_way]
    note_asked([fee.fee_id for fee in again], on=day)
    _ask(call, again, on=day, again=1)
    return len(charged) + len(again)


def settle_commitment_fee(call: Call, *, order: OrderView) -> None:
    """The bank has collected a fee."""
    paid = fee_paid(fee_id=order.subject_id, amount=order.amount)
    post([_journal("commitment_fee_paid", paid, on=business_date())], call=call)


def refuse_commitment_fee(call: Call, *, order: OrderView) -> None:
    """The bank could not collect: the fee stays owed, the holder is told, operations look at it."""
    tell_borrower(call, borrower_id=order.party_id, kind="repayment_failed", amount=order.amount)
    refer_payment(call, order=order, reason=f"a commitment fee of {order.amount} was not collected: {order.reason}")


def _ask(call: Call, fees: Sequence[FeeCharged], *, on: date, again: int = 0) -> None:
    requests = [
        PaymentRequest(
            id=derived_id(fee.fee_id, f"collect/{fee.asked_n + again}"),
            direction="collect",
            amount=fee.amount - fee.paid,
            party_id=fee.holder_id,
            purpose=Purpose.COMMITMENT_FEE,
            subject_id=fee.fee_id,
            requested_on=on,
            note="commitment fee",
        )
        for fee in fees
    ]
    if requests:
        request_payments(call, requests=requests)


def _journal(template: str, fee: FeeCharged, *, on: date) -> JournalDraft:
    return draft_from_template(
        template,
        id=derived_id(fee.fee_id, template),
        amounts={"fee": fee.amount.minor},
        owners={},
        bucket=bucket_of(fee.facility_id),
        value_date=on,
        source=f"facility:{fee.facility_id}",
        currency=fee.amount.currency,
        segment=fee.product_code,
    )
