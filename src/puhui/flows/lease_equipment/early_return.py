"""The published price of giving a leased thing back before the end, and who makes its residual good."""

from uuid import UUID

from puhui.foundation.catalogue.facade import LeaseBlock, product_version
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.dates import add_months, whole_months
from puhui.kernel.errors import InvalidInput
from puhui.products.leasing.facade import (
    EarlyReturn,
    LeaseLine,
    LeaseMoved,
    LeaseState,
    NoGuarantee,
    NoReturnPrice,
    guarantee_residual,
    lease,
    return_price,
    returned_worth,
    share_of,
)
from puhui.products.lending.facade import loan, pay_off_quote
from puhui.products.origination.facade import application

LEAST_EVIDENCE = 3


def early_return(actor: Actor, lease_id: UUID) -> EarlyReturn:
    """What giving the thing back comes to today; refuses a lease that publishes no price, or that is not in use."""
    line = lease(actor, lease_id).line
    block = _block(line)
    if line.state is not LeaseState.IN_USE or line.loan_id is None or line.accepted_on is None:
        raise NoReturnPrice(where="lease_id", from_on="–")
    if not block.return_worth_pct:
        raise NoReturnPrice(where="lease_id", from_on="–")
    today, term = business_date(), loan(SYSTEM, line.loan_id).terms.n
    months = whole_months(line.accepted_on, today)
    first = share_of(line.price, pct=block.return_worth_pct)
    worth = returned_worth(first, residual=line.residual, months=months, term_months=term)
    pay_off = pay_off_quote(SYSTEM, line.loan_id).to_pay
    to_pay, to_lessee = return_price(pay_off, worth=worth)
    return EarlyReturn(
        pay_off=pay_off,
        worth=worth,
        to_pay=to_pay,
        to_lessee=to_lessee,
        months=months,
        term_months=term,
        first_worth=first,
        from_on=add_months(line.accepted_on, block.return_from_months),
    )


def early_return_or_none(actor: Actor, lease_id: UUID) -> EarlyReturn | None:
    """The same for pages: None where there is no price."""
    try:
        return early_return(actor, lease_id)
    except NoReturnPrice:
        return None


@use_case("lease_equipment.guarantee_residual", answers=LeaseMoved, subject="lease_id")
def agree_guarantee(call: Call, *, lease_id: UUID, evidence: str = "") -> LeaseMoved:
    """The supplier agrees to make good its share of the residual, as the product says; before the thing is delivered.

    By the supplier's own people, or by operations who name the paper that the supplier signed.
    """
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, verb="guarantee a residual")
    line = lease(SYSTEM, lease_id).line
    require_party(call.actor, party_id=line.supplier_id)  # the lessee does not bind the supplier
    if not call.actor.is_customer and len(evidence.strip()) < LEAST_EVIDENCE:
        raise InvalidInput("evidence", "where the paper is that the supplier signed")
    amount = share_of(line.residual, pct=_block(line).supplier_guarantees_pct)
    if not amount.minor:
        raise NoGuarantee(where="lease_id")
    return guarantee_residual(call, lease_id=lease_id, amount=amount)


def _block(line: LeaseLine) -> LeaseBlock:
    asked = application(SYSTEM, line.application_id)
    block = product_version(asked.product_code, asked.product_version).lease
    assert block is not None
    return block
