"""A person thinks again: the loan is given back within the days of the product, with the interest of the days it was
had and no fee. What was paid to a payee is not touched: goods come back by the payee's own rules.
"""

from datetime import date
from uuid import UUID

from puhui.flows.protect_person.in_force import ends_on
from puhui.flows.receive_repayment import RepaymentRequested, repay_loan
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text
from puhui.products.lending.facade import LoanView, loan


class NoCoolingOff(Refusal):
    """The days to think again are over, or the product has none."""

    code = "no_cooling_off"
    http_status = 409
    text = Text(
        en="The loan could be given back until {until}. You may still repay it early at any time without a fee.",
        zh="退还贷款的期限为 {until}，现已届满。您仍可随时提前还款，不收手续费。",
    )


def gives_back_until(shown: LoanView) -> date | None:
    """The last day on which the loan may be given back; None where the product has no such days."""
    return ends_on(shown.line)


@use_case("protect_person.give_back_loan", answers=RepaymentRequested, subject="loan_id")
def give_back_loan(call: Call, *, loan_id: UUID) -> RepaymentRequested:
    """Asks the bank to collect principal and interest to the day, which ends the loan; the borrower only."""
    call.actor.require(Role.CUSTOMER, verb="give a loan back")
    shown = loan(call.actor, loan_id)
    until = gives_back_until(shown)
    if until is None or business_date() > until:
        raise NoCoolingOff(where="loan_id", until=until or "-")
    return repay_loan(call, loan_id=loan_id, pay_off=True)
