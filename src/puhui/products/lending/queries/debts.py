"""What borrowers owe the lender together, and what is due of each: any number of parties in two statements."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from puhui.foundation.evidence.facade import written_once
from puhui.products.lending.contracts import Debts, LoanState
from puhui.products.lending.models import Loan, LoanPosition
from puhui.products.lending.queries.replays import states_of
from puhui.products.lending.repayment_contracts import DueNow
from puhui.products.lending.rules.debts import monthly_due_minor, months_left

_COMING = (LoanState.AWAITING_DISBURSEMENT, LoanState.DISBURSING)


def debts_of(borrower_ids: Collection[UUID], *, on: date, currency: str = "CNY") -> Debts:
    """Principal of open loans, and of those about to be paid out, in one currency. For flows: no rights are looked at.

    A loan that is not paid out yet counts as if it were, over the periods agreed; of a credit line what is drawn.
    """
    return sum_of(debts_each(borrower_ids, on=on, currency=currency).values())


def sum_of(debts: Iterable[Debts]) -> Debts:
    """The debts of several borrowers together."""
    loans = exposure = due = 0
    for one in debts:
        loans, exposure, due = loans + one.loans, exposure + one.exposure_minor, due + one.monthly_due_minor
    return Debts(loans, exposure, due)


def debts_each(borrower_ids: Collection[UUID], *, on: date, currency: str = "CNY") -> dict[UUID, Debts]:
    """The same for each borrower that owes anything, in two statements for all of them."""
    loans = _running(borrower_ids, currency)
    open_ones = _open_positions([row[1] for row in loans])
    positions = {loan_id: (principal, maturity_on) for loan_id, principal, maturity_on in open_ones}
    found: dict[UUID, Debts] = {}
    for borrower_id, loan_id, state, agreed, rate, periods in loans:
        if state in _COMING:
            principal, months = agreed, max(1, int(periods))
        else:
            principal, maturity_on = positions.get(loan_id, (0, None))
            months = months_left(maturity_on, on=on)
        due = monthly_due_minor(principal, annual_rate_pct=rate, months=months)
        found[borrower_id] = sum_of([found.get(borrower_id, Debts(0, 0, 0)), Debts(1, principal, due)])
    return found


@written_once
def _running(borrower_ids: Collection[UUID], currency: str) -> QuerySet[Loan, Any]:
    is_coming_line = Q(state__in=_COMING, terms__method="credit_line")
    of_them = Loan.objects.filter(borrower_id__in=borrower_ids, currency=currency)
    rows = of_them.filter(state__in=[LoanState.ACTIVE, *_COMING]).exclude(is_coming_line).order_by("id")
    return rows.values_list("borrower_id", "id", "state", "principal_minor", "annual_rate_pct", "terms__n")


@written_once
def _open_positions(loan_ids: Collection[UUID]) -> QuerySet[LoanPosition, Any]:
    rows = LoanPosition.objects.filter(loan_id__in=loan_ids, is_open=True)
    return rows.values_list("loan_id", "principal_minor", "maturity_on")


def principal_owed(
    borrower_ids: Collection[UUID], *, currency: str = "CNY", under: Collection[str] | None = None
) -> int:
    """Fen that these borrowers owe, or are about to be paid, in two statements; `under`: of these products only.

    A line that is not paid out yet counts whole. For flows: no rights are looked at.
    """
    loans = Loan.objects.filter(borrower_id__in=borrower_ids, currency=currency)
    if under is not None:
        loans = loans.filter(product_code__in=list(under))
    coming = loans.filter(state__in=_COMING).aggregate(minor=Sum("principal_minor"))["minor"]
    paid_out = loans.exclude(state__in=_COMING).values("id")
    owed = LoanPosition.objects.filter(loan_id__in=paid_out).aggregate(minor=Sum("principal_minor"))["minor"]
    return int(coming or 0) + int(owed or 0)


def dues_each(borrower_ids: Collection[UUID], *, product_codes: Collection[str], on: date) -> list[DueNow]:
    """What is due now on the running loans of these borrowers under some products, the oldest loan first.

    The loans are replayed together, in two statements for any number of them. For flows: no rights are looked at.
    """
    rows = Loan.objects.filter(
        borrower_id__in=borrower_ids,
        product_code__in=list(product_codes),
        state=LoanState.ACTIVE,
        disbursed_on__isnull=False,
    )
    states = states_of(rows.order_by("id"), as_of=on)
    return [DueNow(row.borrower_id, row.id, state.due_now.total) for row, state in states.values()]
