"""A holder sells a bill: the sheet of today, a code, then the bill is ours and the bank pays."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from puhui.finmath.discounts import Discount, discounted
from puhui.flows.discount_bill.books import draft
from puhui.flows.discount_bill.codes import SELLING, own_bill
from puhui.flows.discount_sheet import checked_sheet
from puhui.flows.failed_payment import refer_payment
from puhui.flows.one_time_codes import use_code_for
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.access.facade import Sealed, counts_wrong_codes, sealed
from puhui.foundation.catalogue.facade import (
    Product,
    check_amount,
    check_price,
    pin_product,
    product,
)
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post, post_pending, void_pending
from puhui.foundation.payments.facade import OrderView, Purpose, orders_about, request_payment
from puhui.kernel.actors import Actor, Call
from puhui.kernel.canonical import digest
from puhui.kernel.errors import Conflict
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.bills.facade import (
    PRODUCTS,
    WITHOUT_RECOURSE,
    BillNotInState,
    BillState,
    BillView,
    BoughtBill,
    begin_purchase,
    bill,
    bill_policy,
    cancel_purchase,
    settle_purchase,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillQuote:
    """What a bill would bring today. `sheet_hash` binds the confirmation to this very sheet."""

    bill_id: UUID
    discount: Discount
    sheet: Mapping[str, Any]
    sheet_hash: str


@dataclass(frozen=True, slots=True)
class BillSold:
    """The bill is ours, and the money is on its way."""

    bill_id: UUID
    proceeds: Money


def quote_of(actor: Actor, bill_id: UUID, *, without_recourse: bool = False) -> BillQuote:
    """What a bill that was checked would bring today; for its holder and for staff.

    `without_recourse`: its holder owes nothing when the acceptor does not pay, for a higher price.
    """
    return _quote(bill(actor, bill_id), without_recourse=without_recourse)[0]


def sell_bill(
    call: Call, *, bill_id: UUID, sheet_hash: str, code: str | Sealed, without_recourse: bool = False
) -> BillSold:
    """Sells a bill on the terms of the sheet that was shown; the one-time code is sealed before the use case."""
    given = code if isinstance(code, Sealed) else sealed(code, where="code")
    return _sell(call, bill_id=bill_id, sheet_hash=sheet_hash, code=given, without_recourse=without_recourse)


@counts_wrong_codes
@use_case("discount_bill.sell", answers=BillSold, subject="bill_id")
def _sell(call: Call, *, bill_id: UUID, sheet_hash: str, code: Sealed, without_recourse: bool) -> BillSold:
    shown, today = own_bill(call.actor, bill_id), business_date()
    quote, offered = _quote(shown, without_recourse=without_recourse)
    if quote.sheet_hash != sheet_hash:
        raise Conflict("the terms have changed since they were shown: look at the sheet again", where="sheet_hash")
    pin_product(offered, at=call.at)
    bought = BoughtBill(
        product_code=offered.code,
        product_version=offered.version,
        discount=quote.discount,
        sheet=quote.sheet,
        is_without_recourse=without_recourse,
    )
    begin_purchase(call, bill_id=bill_id, bought=bought, today=today)
    use_code_for(call, purpose=SELLING, subject_id=bill_id, holder_id=shown.holder_id, code=code)
    _pay(call, shown, discount=quote.discount, product_code=offered.code)
    return BillSold(bill_id, Money(quote.discount.proceeds_minor, shown.face.currency))


def settle_bill_purchase(call: Call, *, order: OrderView) -> None:
    """The bank has paid the holder."""
    row = settle_purchase(order.subject_id, today=business_date())
    post_pending([derived_id(order.id, "requested")], call=call)
    settled = draft(
        "bill_purchase_settled",
        bill_id=row.id,
        journal_id=derived_id(order.id, "settled"),
        amounts={"proceeds": order.amount.minor},
        product=row.product_code,
        currency=row.currency,
    )
    post([settled], call=call)
    tell_borrower(call, borrower_id=row.holder_id, kind="bill_bought", amount=order.amount)


def refuse_bill_purchase(call: Call, *, order: OrderView) -> None:
    """The bank could not pay the holder: the bill is theirs as before, and operations look at it."""
    void_pending([derived_id(order.id, "requested")], call=call)
    cancel_purchase(order.subject_id)
    refer_payment(
        call,
        order=order,
        reason=f"{order.amount.written} for a bill could not be paid to its holder: {order.reason}",
    )


def _quote(shown: BillView, *, without_recourse: bool) -> tuple[BillQuote, Product]:
    today = business_date()
    if shown.state != BillState.QUOTED or shown.annual_rate_pct is None:
        raise BillNotInState(where="bill_id", state=shown.state)
    codes, policy = WITHOUT_RECOURSE if without_recourse else PRODUCTS, bill_policy(today)
    offered, rate = product(codes[shown.kind], on=today), shown.annual_rate_pct
    if without_recourse:
        rate += policy.without_recourse_add_pct.get(shown.kind.value, Decimal(0))
    check_amount(offered, amount=shown.face)
    check_price(offered, annual_rate_pct=rate)
    found = discounted(
        shown.face.minor,
        annual_rate_pct=rate,
        bought_on=today,
        due_on=shown.due_on,
        rule=policy.discount_rule(travel_days=(shown.ends_on - shown.pays_on).days),
    )
    sheet = checked_sheet(
        offered,
        what=f"bill {shown.number}",
        holder_id=shown.holder_id,
        on=today,
        discount=found,
        currency=shown.face.currency,
        year_days=policy.year_days,
        debtor=shown.acceptor.name,
        is_with_recourse=not without_recourse,
    )
    return BillQuote(bill_id=shown.id, discount=found, sheet=sheet, sheet_hash=digest(sheet)), offered


def _pay(call: Call, shown: BillView, *, discount: Discount, product_code: str) -> None:
    attempt = len(orders_about([shown.id]))  # the bank may have refused before
    order_id = derived_id(shown.id, f"bought/{attempt}")
    requested = draft(
        "bill_purchase_requested",
        bill_id=shown.id,
        journal_id=derived_id(order_id, "requested"),
        amounts={"proceeds": discount.proceeds_minor, "interest": discount.interest_minor},
        product=product_code,
        currency=shown.face.currency,
    )
    post([requested], call=call)
    request_payment(
        call,
        direction="pay_out",
        amount=Money(discount.proceeds_minor, shown.face.currency),
        party_id=shown.holder_id,
        purpose=Purpose.BILL_PURCHASE,
        subject_id=shown.id,
        requested_on=business_date(),
        order_id=order_id,
        note="bill discounted",
    )
