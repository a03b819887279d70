"""Sells a pledged thing for its loans: begun when a loan is late enough; the money is split, booked, and paid on."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from puhui.flows.failed_payment import refer_payment
from puhui.flows.follow_facilities import facilities_follow
from puhui.flows.secure_loan.debts import claim_today, days_late
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import (
    JournalDraft,
    business_date,
    draft_from_template,
    post,
    post_pending,
    void_pending,
)
from puhui.foundation.payments.facade import OrderState, OrderView, Purpose, orders_about, request_payment
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Conflict
from puhui.kernel.ids import bucket_of, derived_id
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    EnforcementMoved,
    EnforcementView,
    ShareView,
    debts_of,
    distribute,
    enforcement,
    start_enforcement,
)
from puhui.products.lending.facade import (
    ChangeAsked,
    LoanState,
    PaymentIn,
    book_change,
    book_payment,
    claims_of,
    lock_loan,
)


@dataclass(frozen=True, slots=True)
class ProceedsBooked:
    """A sale that is in the books: what the loans got together, and what is on its way to the owner."""

    enforcement_id: UUID
    paid: Money
    costs: Money
    surplus: Money


@use_case("secure_loan.begin_enforcement", answers=EnforcementMoved, subject="asset_id")
def begin_enforcement(call: Call, *, asset_id: UUID, reason: str) -> EnforcementMoved:
    """Begins to sell a thing; refused while no loan behind which it stands is late enough."""
    return start_enforcement(call, asset_id=asset_id, days_past_due=days_late(debts_of(asset_id)), reason=reason)


@use_case("secure_loan.confirm_proceeds", answers=ProceedsBooked, subject="enforcement_id")
def confirm_proceeds(call: Call, *, enforcement_id: UUID) -> ProceedsBooked:
    """A second person confirms what a sale brought: it is split by rank and booked on the loans in the same act.

    What the sale cost is owed to who sold it; what is left is on its way to the owner.
    """
    loan_ids = sorted(debts_of(enforcement(call.actor, enforcement_id).asset_id))
    for loan_id in loan_ids:
        lock_loan(loan_id)
    owed = {loan_id: claim_today(loan_id) for loan_id in loan_ids}
    split = distribute(call, enforcement_id=enforcement_id, owed_minor=owed)
    sale = enforcement(call.actor, enforcement_id)
    _book_others(call, sale, costs_minor=split.costs_minor)
    _book_shares(call, sale, sale.shares)
    if split.surplus_minor:
        _pay_owner(call, sale)
    currency = sale.proceeds.currency
    return ProceedsBooked(
        enforcement_id,
        Money(sum(split.paid.values()), currency),
        Money(split.costs_minor, currency),
        Money(split.surplus_minor, currency),
    )


@use_case("secure_loan.pay_surplus", answers=EnforcementMoved, subject="enforcement_id")
def pay_surplus(call: Call, *, enforcement_id: UUID) -> EnforcementMoved:
    """Asks the bank once more to pay the owner what is left, after it had refused."""
    call.actor.require(Role.OPERATIONS, Role.FINANCE, verb="pay what is left of a sale")
    sale = enforcement(call.actor, enforcement_id)
    orders = orders_about([enforcement_id])
    if not orders or any(order.state != OrderState.REFUSED for order in orders):
        raise Conflict("nothing is left, or it is on its way or paid", where="enforcement_id")
    _pay_owner(call, sale, attempt=len(orders))
    return EnforcementMoved(sale.id, sale.asset_id, sale.state)


def settle_surplus(call: Call, *, order: OrderView) -> None:
    """The bank has paid the owner."""
    post_pending([derived_id(order.id, "reserved")], call=call)
    amounts = {"surplus": order.amount.minor}
    journal_id = derived_id(order.id, "settled")
    post([_draft("surplus_settled", order.subject_id, journal_id, amounts, order.amount.currency)], call=call)


def refuse_surplus(call: Call, *, order: OrderView) -> None:
    """The bank could not pay the owner: it is still owed to them, and operations look at it."""
    void_pending([derived_id(order.id, "reserved")], call=call)
    refer_payment(
        call,
        order=order,
        reason=f"{order.amount.written} left of a sale could not be paid to the owner: {order.reason}",
    )


def _book_others(call: Call, sale: EnforcementView, *, costs_minor: int) -> None:
    amounts = {"costs": costs_minor, "surplus": sale.surplus.minor}
    if any(amounts.values()):
        sold = _draft("collateral_sold", sale.id, derived_id(sale.id, "sold"), amounts, sale.proceeds.currency)
        post([sold], call=call)


def _book_shares(call: Call, sale: EnforcementView, shares: Sequence[ShareView]) -> None:
    """What each loan got, as a payment; on one that was written off, as a recovery."""
    states = claims_of([share.debt_id for share in shares])
    for share in shares:
        if not share.paid.minor:
            continue
        order_id = derived_id(sale.id, f"share/{share.pledge_id}")
        if states[share.debt_id].state == LoanState.ACTIVE:
            payment = PaymentIn(
                loan_id=share.debt_id,
                order_id=order_id,
                amount=share.paid,
                on=business_date(),
                effect="lower_instalment",
                pays_off=share.paid == share.owed,
            )
            facilities_follow(call, [book_payment(call, payment=payment)])
        else:
            asked = ChangeAsked(kind="recovery", amount=share.paid, reason="collateral sold")
            book_change(call, loan_id=share.debt_id, asked=asked, order_id=order_id)


def _pay_owner(call: Call, sale: EnforcementView, *, attempt: int = 0) -> None:
    order_id = derived_id(sale.id, f"surplus/{attempt}")
    amounts = {"surplus": sale.surplus.minor}
    reserved = _draft("surplus_requested", sale.id, derived_id(order_id, "reserved"), amounts, sale.surplus.currency)
    post([reserved], call=call)
    request_payment(
        call,
        direction="pay_out",
        amount=sale.surplus,
        party_id=sale.owner_id,
        purpose=Purpose.SURPLUS,
        subject_id=sale.id,
        requested_on=business_date(),
        order_id=order_id,
        note="surplus of a sale",
    )


def _draft(name: str, sale_id: UUID, journal_id: UUID, amounts: dict[str, int], currency: str) -> JournalDraft:
    """A journal of one sale: all of them in the same stripe of the house accounts."""
    return draft_from_template(
        name,
        id=journal_id,
        amounts=amounts,
        owners={},
        bucket=bucket_of(sale_id),
        value_date=business_date(),
        source=f"collateral:{sale_id}",
        currency=currency,
    )
