"""A farmer's purchase contract repays their loan: the buyer's money goes to the loan first, the rest to the farmer."""

from uuid import UUID

from puhui.flows.trade.telling import tell
from puhui.foundation.catalogue.facade import product_version
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.products.lending.facade import LoanLine, LoanState, LoanView, loan, loans_page
from puhui.products.orders.facade import (
    NotRepaidByOrders,
    OrderMoved,
    OrderTooLate,
    PurchaseOrderView,
    order,
    tie_running_loan,
)

RUNNING = (LoanState.AWAITING_DISBURSEMENT, LoanState.ACTIVE)


@use_case("trade.repay_by_order", answers=OrderMoved, subject="order_id")
def repay_by_order(call: Call, *, order_id: UUID, loan_id: UUID) -> OrderMoved:
    """Ties a confirmed order to a running loan of its seller; the buyer is told to pay through us.

    Asked for by the seller, or by staff beside them. The buyer has to pay before the loan ends.
    """
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, verb="tie an order to a loan")
    found, lent = order(call.actor, order_id), loan(call.actor, loan_id)
    require_party(call.actor, party_id=found.seller_id)  # the buyer does not say what becomes of its money
    _check(found, lent)
    moved = tie_running_loan(call, order_id=order_id, loan_id=loan_id, principal=lent.line.principal)
    tell(call, party_id=found.buyer_id, kind="order_repays_loan", number=found.number, amount=found.expected)
    return moved


def repayable_loans(actor: Actor, *, seller_id: UUID) -> list[LoanLine]:
    """The running loans of a seller that an order may repay."""
    found = loans_page(actor, borrower_id=seller_id, most=50).loans
    return [line for line in found if line.state in RUNNING and is_repaid_by_order(line)]


def _check(found: PurchaseOrderView, lent: LoanView) -> None:
    is_own = lent.borrower_id == found.seller_id and lent.line.principal.currency == found.amount.currency
    if not is_own or lent.state not in RUNNING or not is_repaid_by_order(lent.line):
        raise NotRepaidByOrders(where="loan_id")
    ends_on = max(line.due_date for line in lent.instalments)
    if found.pay_by > ends_on:
        raise OrderTooLate(where="order_id", pay_by=found.pay_by, ends_on=ends_on)


def is_repaid_by_order(line: LoanLine) -> bool:
    """Whether a buyer's payment may repay this loan, as its product says; the loan is not replayed for it."""
    season = product_version(line.product_code, line.product_version).season
    return season is not None and season.repaid_by_order
