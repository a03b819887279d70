"""Any terms that a loan can have: every method, calendar and day count, for a few instalments."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from puhui.finmath.loans.calendar import resolved_moves
from puhui.finmath.loans.check import WITH_BALLOON, check_terms
from puhui.finmath.loans.terms import Fee, LoanTerms
from puhui.kernel.errors import InvalidInput

RATES = [Decimal(text) for text in ("0", "3.65", "7", "9.4822", "12", "24", "100")]
METHODS = [
    *("equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "irregular"),
    *("graduated", "credit_line"),
]


@st.composite
def loan_terms(draw: Any) -> LoanTerms:
    """Any loan of a few instalments."""
    start = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 1300)))
    count, principal = draw(st.integers(1, 14)), draw(st.sampled_from([1, 7, 10_000, 3_333_333]))
    method = draw(st.sampled_from(METHODS))
    terms = LoanTerms(
        principal_minor=principal,
        annual_rate_pct=draw(st.sampled_from(RATES)),
        method=method,
        n=count,
        disbursement_date=start,
        day_count=draw(st.sampled_from(["30/360", "ACT/360", "ACT/365", "ACT/ACT", "period"])),
        rounding=draw(st.sampled_from(["half_up", "half_even"])),
        instalment_multiple_minor=draw(st.sampled_from([1, 1, 100])),
        even_last=draw(st.booleans()),
        principal_grace=draw(st.integers(0, count - 1)) if draw(st.booleans()) else 0,
        interest_grace=draw(st.integers(0, count - 1)) if draw(st.booleans()) else 0,
        penalty_multiple=draw(st.sampled_from([Decimal(1), Decimal("1.5")])),
        fees=_fees(draw) if draw(st.booleans()) else (),
        balloon_minor=draw(st.integers(0, principal)) if method in WITH_BALLOON and draw(st.booleans()) else 0,
    )
    terms = replace(terms, **_days(draw, terms), **_own(draw, method))
    if method != "credit_line" and draw(st.integers(0, 3)) == 0:
        terms = replace(terms, disbursements=_parts(draw, terms))
    terms = _shifted(draw, terms) if draw(st.integers(0, 2)) == 0 else terms
    try:
        check_terms(terms)
    except InvalidInput:  # a part paid out after the last due day, equal periods that move
        assume(False)
    return terms


def _fees(draw: Any) -> tuple[Fee, ...]:
    """One fee at disbursement, one with every instalment."""
    at_once, each = draw(st.integers(0, 900)), draw(st.integers(0, 90))
    return (Fee(kind="at_disbursement", amount_minor=at_once), Fee(kind="per_instalment", amount_minor=each))


def _days(draw: Any, terms: LoanTerms) -> dict[str, Any]:
    """On which days it falls due."""
    if terms.method == "irregular":
        assume(terms.day_count != "period")
        return {"principal_plan": _plan(draw, terms)}
    if draw(st.integers(0, 2)) == 0:
        quarterly = draw(st.booleans())
        return {
            "settlement_day": draw(st.sampled_from([1, 20, 30, 31])),
            "settlement_months": (3, 6, 9, 12) if quarterly else draw(st.sampled_from([(), (5,), (1, 2, 8)])),
            "first_period": draw(st.sampled_from(["short", "long"])),
        }
    agreed = terms.disbursement_date + timedelta(days=draw(st.integers(1, 70)))
    return {
        "every": draw(st.integers(1, 3)),
        "unit": draw(st.sampled_from(["day", "week", "month", "quarter"])),
        "first_due_date": agreed if draw(st.booleans()) else None,
    }


def _plan(draw: Any, terms: LoanTerms) -> tuple[tuple[date, int], ...]:
    days = sorted(draw(st.sets(st.integers(3, 900), min_size=terms.n, max_size=terms.n)))
    part = terms.principal_minor // terms.n
    amounts = [part] * (terms.n - 1) + [terms.principal_minor - part * (terms.n - 1)]
    return tuple(
        (terms.disbursement_date + timedelta(days=day), amount) for day, amount in zip(days, amounts, strict=True)
    )


def _own(draw: Any, method: str) -> dict[str, Any]:
    """The terms that one method has of its own."""
    if method != "graduated":
        return {}
    growth = draw(st.sampled_from([Decimal(0), Decimal("2.5"), Decimal("33.3333")]))
    return {"growth_pct": growth, "growth_every": draw(st.integers(1, 5))}


def _parts(draw: Any, terms: LoanTerms) -> tuple[tuple[date, int], ...]:
    """Paid out in two or three parts, before and after the first due day."""
    assume(terms.principal_minor >= 10)
    later = sorted(draw(st.lists(st.integers(0, 60), min_size=1, max_size=2)))
    part = draw(st.integers(1, terms.principal_minor // 3))
    first = terms.principal_minor - part * len(later)
    start = terms.disbursement_date
    return ((start, first), *((start + timedelta(days=days), part) for days in later))


def _shifted(draw: Any, terms: LoanTerms) -> LoanTerms:
    """Due days that a holiday calendar moves."""
    shift = draw(st.sampled_from(["next", "previous", "modified_next"]))
    moves_interest = terms.day_count != "period" and draw(st.booleans())
    shifted = replace(
        terms, due_shift=shift, calendar=draw(st.sampled_from(["CN", "DE"])), shift_interest=moves_interest
    )
    return replace(shifted, moved_dues=resolved_moves(shifted))
