"""The annualised all-in cost of a loan, over every cash flow that truly moves."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from puhui.finmath.effective_rate import effective_annual_rate
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.state import InstalmentState
from puhui.finmath.loans.terms import LoanTerms

_CENT = Decimal("0.01")


def schedule_of(terms: LoanTerms) -> tuple[InstalmentState, ...]:
    """The instalments as planned on the first day; of a credit line as if all of it were drawn then."""
    first = terms.disbursement_date
    drawn = () if terms.paid_out else (LoanEvent("drawn", first, "disbursement", terms.principal_minor),)
    return replay(terms, drawn, as_of=first).instalments


def all_in_pct(terms: LoanTerms, instalments: Sequence[InstalmentState]) -> Decimal:
    """The internal rate of return over every true cash flow, in percent a year.

    Compound, 365 days a year (PBOC announcement 2021-3 allows the internal-rate form); rounded up to 0.01, so that
    what is shown never understates what is paid.
    """
    received = (terms.disbursement_date, terms.fee_minor("at_disbursement") - terms.principal_minor)
    flows = [received, *((line.due_date, line.total) for line in instalments)]
    return effective_annual_rate(flows).quantize(_CENT, rounding=ROUND_CEILING)
