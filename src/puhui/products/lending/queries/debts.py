"""What borrowers owe the lender together: one group of related parties in two statements."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from puhui.products.lending.contracts import Debts, LoanState
from puhui.products.lending.models import Loan, LoanPosition
from puhui.products.lending.rules.debts import monthly_due_minor, months_left

_COMING = (LoanState.AWAITING_DISBURSEMENT, LoanState.DISBURSING)


def debts_of(borrower_ids: Collection[UUID], *, on: date, currency: str = "CNY") -> Debts:
    """Principal of open loans, and of those about to be paid out, in one currency. For flows: no rights are looked at.

    A loan that is not paid out yet counts as if it were, over the periods agreed.
    """
    rows = (
        Loan.objects.filter(borrower_id__in=borrower_ids, currency=currency, state__in=[LoanState.ACTIVE, *_COMING])
        .order_by("id")
        .values_list("id", "state", "principal_minor", "annual_rate_pct", "terms__n")
    )
    loans = list(rows)
    positions = {
        loan_id: (principal, maturity_on)
        for loan_id, principal, maturity_on in LoanPosition.objects.filter(
            loan_id__in=[row[0] for row in loans], is_open=True
        ).values_list("loan_id", "principal_minor", "maturity_on")
    }
    exposure = due = 0
    for loan_id, state, agreed, rate, periods in loans:
        if state in _COMING:
            principal, months = agreed, max(1, int(periods))
        else:
            principal, maturity_on = positions.get(loan_id, (0, None))
            months = months_left(maturity_on, on=on)
        exposure += principal
        due += monthly_due_minor(principal, annual_rate_pct=rate, months=months)
    return Debts(len(loans), exposure, due)
