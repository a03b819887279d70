"""A holder has a part paid before its day: a quote with its sheet, a code, then the part is ours and the bank pays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from puhui.finmath.discounts import Discount, discounted
from puhui.flows.discount_sheet import checked_sheet
from puhui.flows.failed_payment import refer_payment
from puhui.flows.pay_by_voucher.books import draft
from puhui.flows.pay_by_voucher.codes import confirm
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
from puhui.foundation.party.facade import identity_of
from puhui.foundation.payments.facade import OrderView, Purpose, request_payment
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.canonical import digest
from puhui.kernel.errors import Conflict, InvalidInput
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import (
    Bought,
    HoldingView,
    buy_part,
    cancel_purchase,
    holding,
    program,
    settle_purchase,
    voucher_policy,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherQuote:
    """What a part would bring today. `sheet_hash` binds the confirmation to this very sheet."""

    part_id: UUID
    discount: Discount
    is_with_recourse: bool
    sheet: Mapping[str, Any]
    sheet_hash: str


@dataclass(frozen=True, slots=True)
class VoucherSold:
    """The part is ours, and the money is on its way."""

    purchase_id: UUID
    part_id: UUID
    proceeds: Money


def quote_voucher(actor: Actor, *, part_id: UUID, amount: Money | None = None) -> VoucherQuote:
    """What a part, or some of it, would bring if it were sold today; for its holder and for staff."""
    held = holding(actor, part_id)
    return _quote(held, amount or held.amount)[0]


def sell_voucher(call: Call, *, part_id: UUID, amount: Money, sheet_hash: str, code: str | Sealed) -> VoucherSold:
    """Sells a part on the terms of the sheet that was shown; the one-time code is sealed before the use case."""
    given = code if isinstance(code, Sealed) else sealed(code, where="code")
    return _sell(call, part_id=part_id, amount=amount, sheet_hash=sheet_hash, code=given)


@counts_wrong_codes
@use_case("pay_by_voucher.sell", answers=VoucherSold, subject="part_id")
def _sell(call: Call, *, part_id: UUID, amount: Money, sheet_hash: str, code: Sealed) -> VoucherSold:
    held, today = holding(call.actor, part_id), business_date()
    quote, offered = _quote(held, amount)
    if quote.sheet_hash != sheet_hash:
        raise Conflict("the terms have changed since they were shown: look at the sheet again", where="sheet_hash")
    pin_product(offered, at=call.at)
    bought = Bought(
        product_code=offered.code,
        product_version=offered.version,
        discount=quote.discount,
        is_with_recourse=quote.is_with_recourse,
        sheet=quote.sheet,
    )
    purchase_id, _ = buy_part(call, part_id=part_id, amount=amount, bought=bought, today=today)
    confirm(call, part_id=part_id, holder_id=held.holder_id, code=code)  # last: no try is used up by another refusal
    _pay(call, purchase_id, seller_id=held.holder_id, product_code=offered.code, discount=quote.discount)
    return VoucherSold(purchase_id, part_id, Money(quote.discount.proceeds_minor))


def settle_voucher_purchase(call: Call, *, order: OrderView) -> None:
    """The bank has paid the seller."""
    row = settle_purchase(order.subject_id, today=business_date())
    post_pending([derived_id(order.id, "requested")], call=call)
    settled = draft(
        "voucher_purchase_settled",
        subject_id=row.id,
        journal_id=derived_id(order.id, "settled"),
        amounts={"proceeds": order.amount.minor},
        product=row.product_code,
    )
    post([settled], call=call)
    tell_borrower(call, borrower_id=row.seller_id, kind="voucher_sold", amount=order.amount)


def refuse_voucher_purchase(call: Call, *, order: OrderView) -> None:
    """The bank could not pay the seller: the part is theirs again, and operations look at it."""
    void_pending([derived_id(order.id, "requested")], call=call)
    cancel_purchase(call, order.subject_id, today=business_date())
    refer_payment(
        call,
        order=order,
        reason=f"{order.amount.written} for a voucher could not be paid to its seller: {order.reason}",
    )


def _quote(held: HoldingView, amount: Money) -> tuple[VoucherQuote, Product]:
    today = business_date()
    terms, policy = program(SYSTEM, held.voucher.program_id), voucher_policy(today)
    offered = product(terms.product, on=today)
    if amount.currency != held.amount.currency or not 0 < amount.minor <= held.amount.minor:
        raise InvalidInput("amount", f"above zero, at most {held.amount.written}")
    check_amount(offered, amount=amount)
    check_price(offered, annual_rate_pct=terms.annual_rate_pct)
    found = discounted(
        amount.minor,
        annual_rate_pct=terms.annual_rate_pct,
        bought_on=today,
        due_on=held.voucher.due_on,
        rule=policy.discount_rule,
    )
    answers = policy.recourse == "product" and offered.trade is not None and offered.trade.recourse
    sheet = checked_sheet(
        offered,
        what=f"voucher {held.voucher.number}",
        holder_id=held.holder_id,
        on=today,
        discount=found,
        currency=amount.currency,
        year_days=policy.year_days,
        debtor=identity_of(held.voucher.issuer_id).name,
        is_with_recourse=answers,
    )
    told = VoucherQuote(
        part_id=held.part_id, discount=found, is_with_recourse=answers, sheet=sheet, sheet_hash=digest(sheet)
    )
    return told, offered


def _pay(call: Call, purchase_id: UUID, *, seller_id: UUID, product_code: str, discount: Discount) -> None:
    order_id = derived_id(purchase_id, "bought")
    requested = draft(
        "voucher_purchase_requested",
        subject_id=purchase_id,
        journal_id=derived_id(order_id, "requested"),
        amounts={"proceeds": discount.proceeds_minor, "interest": discount.interest_minor},
        product=product_code,
    )
    post([requested], call=call)
    request_payment(
        call,
        direction="pay_out",
        amount=Money(discount.proceeds_minor),
        party_id=seller_id,
        purpose=Purpose.VOUCHER_PURCHASE,
        subject_id=purchase_id,
        requested_on=business_date(),
        order_id=order_id,
        note="voucher bought",
    )
