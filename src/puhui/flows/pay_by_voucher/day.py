"""What a day close does for vouchers: discounts are earned, offers lapse, and what has come due is collected."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.discount_income import income_drafts
from puhui.foundation.ledger.facade import post
from puhui.foundation.payments.facade import PaymentRequest, Purpose, orders_about, request_payments
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.products.vouchers.facade import earn_until, lapse_offers, vouchers_due

INCOME: Final = UUID("00000000-0000-7000-8000-0000000000f2")  # what the ids of the day's journals are derived from


def earn_on_vouchers(call: Call, *, day: date) -> int:
    """The discount of the day into the books, one journal for each product. Gives what was earned, in minor units."""
    sums = earn_until(day + timedelta(days=1))
    drafts = list(income_drafts("voucher_income", amount="earned", sums=sums, day=day, what="voucher", of=INCOME))
    if drafts:
        post(drafts, call=call)
    lapse_offers(call, on=day)
    return sum(sums.values())


def collect_due_vouchers(call: Call, *, day: date) -> int:
    """Asks for the payment of every voucher whose day has come and that nobody was asked for: a few statements."""
    due = vouchers_due(on=day)
    asked = {order.subject_id for order in orders_about([one.id for one in due])} if due else set()
    requests = [
        PaymentRequest(
            id=derived_id(one.id, "redeem/0"),
            direction="collect",
            amount=one.amount,
            party_id=one.issuer_id,
            purpose=Purpose.VOUCHER_REDEMPTION,
            subject_id=one.id,
            requested_on=day,
            note="voucher due",
        )
        for one in due
        if one.id not in asked
    ]
    request_payments(call, requests=requests)
    return len(requests)
