"""What the cost sheet tells of instalments that follow an income: no way of lengthening the loan costs more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from puhui.finmath.all_in_cost import schedule_of
from puhui.finmath.loans.terms import LoanTerms
from puhui.products.origination.rules.income_link import worst_case


def terms(principal_minor: int, rate: Decimal, n: int) -> LoanTerms:
    return LoanTerms(
        principal_minor=principal_minor,
        annual_rate_pct=rate,
        method="equal_instalment",
        n=n,
        disbursement_date=date(2026, 1, 15),
        day_count="period",
    )


PLANS = st.builds(
    terms,
    st.integers(100_000, 8_000_000),
    st.decimals(min_value=4, max_value=15, places=2),
    st.sampled_from([6, 12, 24, 36]),
)


@settings(max_examples=25)
@given(PLANS, st.sampled_from([Decimal(40), Decimal(50), Decimal(75), Decimal(100)]), st.integers(0, 200))
def test_no_length_within_the_bounds_costs_more(plan: LoanTerms, least: Decimal, longer: int) -> None:
    worst = worst_case(plan, least_due_pct=least)
    planned = schedule_of(plan)
    assert worst.months >= plan.n
    assert worst.instalment_minor * 100 >= least * planned[0].total
    assert schedule_of(replace(plan, n=worst.months + 1))[0].total * 100 < least * planned[0].total
    other = schedule_of(replace(plan, n=min(plan.n + longer, worst.months)))
    assert sum(line.total for line in other) <= worst.total_minor
    assert sum(line.principal for line in other) == plan.principal_minor  # the principal is repaid whole, and ends
