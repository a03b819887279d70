"""What collateral is told of a loan."""

from collections.abc import Collection
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Actor
from puhui.kernel.money import Money
from puhui.products.collateral.facade import CannotPledge, DebtFacts
from puhui.products.lending.facade import LoanState, LoanView, claims_of, loan, loans_now, pay_off_quote

SECURABLE = (LoanState.AWAITING_DISBURSEMENT, LoanState.DISBURSING, LoanState.ACTIVE)


def owed_now(shown: LoanView) -> Money:
    """What is owed of a loan today; of one that is not paid out, what will be."""
    currency = shown.line.principal.currency
    return Money(shown.outstanding.total, currency) if shown.line.disbursed_on else shown.line.principal


def debt_of(actor: Actor, loan_id: UUID) -> DebtFacts:
    """A loan that can be secured; refuses one that is over."""
    shown = loan(actor, loan_id)
    if shown.state not in SECURABLE:
        raise CannotPledge(where="loan_id", why=f"the loan is {shown.state}", why_zh="该贷款已结清或已取消")
    owed = owed_now(shown)
    ends_on = max((row.due_date for row in shown.instalments), default=shown.as_of)
    return DebtFacts(
        debt_id=loan_id,
        borrower_id=shown.borrower_id,
        currency=owed.currency,
        owed_minor=owed.minor,
        ends_on=ends_on,
    )


def claim_today(loan_id: UUID) -> int:
    """All that a loan comes to today, in minor units: what ends it, or what was written off and not recovered."""
    claim = claims_of([loan_id])[loan_id]
    if claim.state == LoanState.ACTIVE:
        return pay_off_quote(SYSTEM, loan_id).to_pay.minor
    return claim.written_off_minor


def days_late(loan_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many days past due each of these loans is today; of one that was written off, very late."""
    late = {
        one.loan_id: max(one.principal_age, one.interest_age)
        for one in loans_now(loan_ids=loan_ids, on=business_date())
    }
    for loan_id, claim in claims_of(loan_ids).items():
        if claim.written_off_minor:
            late[loan_id] = 9999
    return late
