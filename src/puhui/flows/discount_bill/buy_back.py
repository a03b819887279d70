"""A holder takes a bill back before its day: the discount of the days that are left is not kept from them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.flows.discount_bill.books import draft
from puhui.flows.discount_bill.codes import BUYING_BACK, own_bill
from puhui.flows.one_time_codes import use_code_for
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.access.facade import Sealed, counts_wrong_codes, sealed
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post
from puhui.foundation.payments.facade import OrderView, Purpose, orders_about, request_payment
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import Conflict
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.bills.facade import back_of, begin_buy_back, bill, cancel_buy_back, end_buy_back


@dataclass(frozen=True, slots=True, kw_only=True)
class BackQuote:
    """For what the holder has a bill back on a day; `returned`: of the discount, for the days that are left."""

    bill_id: UUID
    on: date
    price: Money
    returned: Money
    kept: Money


@dataclass(frozen=True, slots=True)
class BillBoughtBack:
    """The money for it is on its way to us, and then the bill is its holder's."""

    bill_id: UUID
    price: Money


def back_quote(actor: Actor, bill_id: UUID) -> BackQuote:
    """For what a bill of ours would go back to its holder today; for its holder and for staff."""
    shown, today = bill(actor, bill_id), business_date()
    found, currency = back_of(bill_id, on=today), shown.face.currency
    returned = Money(found.returned_minor, currency)
    return BackQuote(
        bill_id=bill_id,
        on=today,
        price=Money(found.price_minor, currency),
        returned=returned,
        kept=shown.interest - returned,
    )


def buy_bill_back(call: Call, *, bill_id: UUID, price: Money, code: str | Sealed) -> BillBoughtBack:
    """The holder has their bill back for the price that was shown; the code is sealed before the use case."""
    given = code if isinstance(code, Sealed) else sealed(code, where="code")
    return _buy_back(call, bill_id=bill_id, price=price, code=given)


@counts_wrong_codes
@use_case("discount_bill.buy_back", answers=BillBoughtBack, subject="bill_id")
def _buy_back(call: Call, *, bill_id: UUID, price: Money, code: Sealed) -> BillBoughtBack:
    shown = own_bill(call.actor, bill_id)
    _, found = begin_buy_back(call, bill_id=bill_id, today=business_date())
    now = Money(found.price_minor, shown.face.currency)
    if now != price:
        raise Conflict("the price is that of another day: look at it again", where="price")
    use_code_for(call, purpose=BUYING_BACK, subject_id=bill_id, holder_id=shown.holder_id, code=code)
    request_payment(
        call,
        direction="collect",
        amount=now,
        party_id=shown.holder_id,
        purpose=Purpose.BILL_BUY_BACK,
        subject_id=bill_id,
        requested_on=business_date(),
        order_id=derived_id(bill_id, f"back/{len(orders_about([bill_id]))}"),  # the bank may have refused before
        note="bill taken back",
    )
    return BillBoughtBack(bill_id, now)


def settle_bill_buy_back(call: Call, *, order: OrderView) -> None:
    """The holder has paid: the bill leaves our books, and what was not earned of its discount with it."""
    back = end_buy_back(order.subject_id, today=business_date())
    amounts = {"price": order.amount.minor, "unearned": back.unearned_minor, "over": back.over_minor}
    journal = draft(
        "bill_bought_back",
        bill_id=back.row.id,
        journal_id=derived_id(order.id, "settled"),
        amounts=amounts,
        product=back.row.product_code,
        currency=back.row.currency,
    )
    post([journal], call=call)
    tell_borrower(call, borrower_id=back.row.holder_id, kind="bill_bought_back", amount=order.amount)


def refuse_bill_buy_back(call: Call, *, order: OrderView) -> None:
    """The holder's bank did not pay: the bill is ours as before, and its holder is told."""
    row = cancel_buy_back(order.subject_id)
    tell_borrower(call, borrower_id=row.holder_id, kind="bill_not_bought_back", amount=order.amount)
