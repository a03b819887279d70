"""Reads the forms of orders, receivables, leases and payees, and calls the one use case that each asks for."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.flows.lease_equipment.end import sell_equipment, take_equipment_back
from puhui.flows.lease_equipment.use import record_reading
from puhui.flows.pay_payee.register import decide_payee, propose_payee, suspend_payee
from puhui.flows.trade.order_loans import pay_milestone
from puhui.flows.trade.sell_invoices import dispute_invoice
from puhui.flows.trade.take_order import answer_order, call_off_order
from puhui.interfaces.workbench.acts import Act, Form
from puhui.interfaces.workbench.collateral_forms import decimal_of, id_of, money_of
from puhui.kernel.actors import Call
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.products.orders.facade import clear_order, note_delivery, pay_order, show_milestone
from puhui.products.receivables.facade import (
    LimitSide,
    NewLimit,
    acknowledge,
    buy_back,
    confirm_write_off,
    dilute,
    fund_sale,
    notify_debtor,
    pay_claim,
    pay_receivable,
    pay_reserve_again,
    propose_write_off,
    receivable,
    resolve_dispute,
)


def limit_of(form: Form) -> NewLimit:
    """A limit of trade: product and rate for sellers, days for debtors."""
    side = form.get("side", "")
    if side not in set(LimitSide):
        raise InvalidInput("side", "choose one of the sides")
    is_seller = side == LimitSide.SELLER
    return NewLimit(
        party_id=id_of(form, "party_id"),
        side=LimitSide(side),
        limit=money_of(form, "limit"),
        valid_until=parse_date(form.get("valid_until", ""), where="valid_until"),
        reason=form.get("reason", ""),
        product_code=form.get("product_code", "")[:41] if is_seller else "",
        annual_rate_pct=decimal_of(form, "annual_rate_pct") if is_seller else Decimal(0),
        payment_days=0 if is_seller else whole_of(form, "payment_days"),
    )


def whole_of(form: Form, name: str) -> int:
    """A whole number of at most three digits."""
    text = form.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise InvalidInput(name, "this is not a number")
    return int(text)


def propose(call: Call, form: Form) -> object:
    """A payee from the form of the register."""
    return propose_payee(
        call,
        party_id=id_of(form, "party_id"),
        kind=form.get("kind", ""),
        reason=form.get("reason", ""),
        may_open_baskets=form.get("baskets") == "on",
        returns_within_days=whole_of(form, "returns_within_days"),
        pays_interest_pct=whole_of(form, "pays_interest_pct") if form.get("pays_interest_pct") else 0,
    )


def _reading(call: Call, lease_id: UUID, form: Form) -> object:
    meter, value = form.get("meter", ""), decimal_of(form, "value")
    return record_reading(call, lease_id=lease_id, meter=meter, value=value, read_at=call.at, source="workbench")


def _back(*, by_agreement: bool) -> Act:
    return lambda call, lease_id, form: take_equipment_back(
        call, lease_id=lease_id, note=form.get("reason", ""), by_agreement=by_agreement
    )


ORDER_ACTS: Final[Mapping[str, Act]] = {
    "confirm": lambda call, id_, form: answer_order(call, order_id=id_, agree=True, evidence=form.get("reason", "")),
    "reject": lambda call, id_, form: answer_order(call, order_id=id_, agree=False, evidence=form.get("reason", "")),
    "clear": lambda call, id_, form: clear_order(call, order_id=id_, agree=True, reason=form.get("reason", "")),
    "refuse": lambda call, id_, form: clear_order(call, order_id=id_, agree=False, reason=form.get("reason", "")),
    "show": lambda call, id_, form: show_milestone(
        call, order_id=id_, code=form.get("code", ""), evidence=form.get("reason", "")
    ),
    "pay_out": lambda call, id_, form: pay_milestone(call, order_id=id_, code=form.get("code", "")),
    "deliver": lambda call, id_, form: note_delivery(
        call, order_id=id_, delivered=money_of(form, "amount"), evidence=form.get("reason", "")
    ),
    "pay": lambda call, id_, form: pay_order(call, order_id=id_, amount=money_of(form, "amount")),
    "call_off": lambda call, id_, form: call_off_order(call, order_id=id_, reason=form.get("reason", "")),
}
RECEIVABLE_ACTS: Final[Mapping[str, Act]] = {
    "notify": lambda call, id_, _: notify_debtor(call, receivable_id=id_),
    "acknowledge": lambda call, id_, form: acknowledge(call, receivable_id=id_, evidence=form.get("reason", "")),
    "fund": lambda call, id_, _: fund_sale(call, sale_id=receivable(call.actor, id_).sale_id),
    "pay": lambda call, id_, form: pay_receivable(call, receivable_id=id_, amount=money_of(form, "amount")),
    "pay_claim": lambda call, id_, form: pay_claim(call, receivable_id=id_, amount=money_of(form, "amount")),
    "reserve": lambda call, id_, _: pay_reserve_again(call, receivable_id=id_),
    "dilute": lambda call, id_, form: dilute(
        call, receivable_id=id_, amount=money_of(form, "amount"), reason=form.get("reason", "")
    ),
    "dispute": lambda call, id_, form: dispute_invoice(call, receivable_id=id_, reason=form.get("reason", "")),
    "resolve": lambda call, id_, form: resolve_dispute(call, receivable_id=id_, outcome=form.get("reason", "")),
    "buy_back": lambda call, id_, form: buy_back(call, receivable_id=id_, reason=form.get("reason", "")),
    "write_off": lambda call, id_, form: propose_write_off(call, receivable_id=id_, reason=form.get("reason", "")),
    "agree": lambda call, id_, _: confirm_write_off(call, receivable_id=id_, agree=True),
    "decline": lambda call, id_, _: confirm_write_off(call, receivable_id=id_, agree=False),
}
LEASE_ACTS: Final[Mapping[str, Act]] = {
    "reading": _reading,
    "return": _back(by_agreement=True),
    "take_back": _back(by_agreement=False),
    "sell": lambda call, id_, form: sell_equipment(
        call, lease_id=id_, amount=money_of(form, "amount"), note=form.get("reason", "")
    ),
}
PAYEE_ACTS: Final[Mapping[str, Act]] = {
    "agree": lambda call, id_, _: decide_payee(call, payee_id=id_, agree=True),
    "decline": lambda call, id_, _: decide_payee(call, payee_id=id_, agree=False),
    "suspend": lambda call, id_, _: suspend_payee(call, payee_id=id_),
}
