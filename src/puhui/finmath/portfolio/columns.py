"""Terms of many loans as columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from puhui.finmath.day_count import DayCountName
from puhui.finmath.loans.fold import scaled_rate
from puhui.finmath.loans.terms import Fee, LoanTerms, Method
from puhui.finmath.portfolio.exact import Ints
from puhui.kernel.dates import PeriodUnit

METHODS: Final[tuple[Method, ...]] = get_args(Method)
DAY_COUNTS: Final[tuple[DayCountName, ...]] = get_args(DayCountName)
UNITS: Final[tuple[PeriodUnit, ...]] = get_args(PeriodUnit)
AS_ARRAYS: Final = frozenset({"equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "irregular"})
_METHOD: Final = {name: place for place, name in enumerate(METHODS)}
_DAY_COUNT: Final = {name: place for place, name in enumerate(DAY_COUNTS)}
_UNIT: Final = {name: place for place, name in enumerate(UNITS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TermColumns:
    """One place a loan in every column. Money in minor units, days as ordinals, rates in 1/10**10 of 100 % a year.

    `method`, `unit` and `day_count` are places in METHODS, UNITS and DAY_COUNTS; `first_due` is 0 where none was
    agreed; `penalty_rate` is what default interest adds, in 1/10**4 of the rate. Loans in `own_calendar` have due days
    that these columns do not tell; loans in `alone` have terms that only the one-loan engine knows.
    """

    principal: Ints
    rate: Ints
    method: Ints
    n: Ints
    start: Ints
    first_due: Ints
    every: Ints
    unit: Ints
    day_count: Ints
    half_even: NDArray[np.bool_]
    multiple: Ints
    even_last: NDArray[np.bool_]
    principal_grace: Ints
    interest_grace: Ints
    fee_each: Ints
    penalty_rate: Ints
    grace_days: Ints
    compound: NDArray[np.bool_]
    own_calendar: Mapping[int, LoanTerms] = field(default_factory=dict)
    alone: Mapping[int, LoanTerms] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.principal)

    def terms_of(self, place: int) -> LoanTerms:
        """The terms of one loan, as the one-loan engine takes them."""
        known = self.alone.get(place) or self.own_calendar.get(place)
        if known:
            return known
        fee, first_due = int(self.fee_each[place]), int(self.first_due[place])
        return LoanTerms(
            principal_minor=int(self.principal[place]),
            annual_rate_pct=Decimal(int(self.rate[place])).scaleb(-8),
            method=METHODS[self.method[place]],
            n=int(self.n[place]),
            disbursement_date=date.fromordinal(int(self.start[place])),
            every=int(self.every[place]),
            unit=UNITS[self.unit[place]],
            first_due_date=date.fromordinal(first_due) if first_due else None,
            day_count=DAY_COUNTS[self.day_count[place]],
            rounding="half_even" if self.half_even[place] else "half_up",
            instalment_multiple_minor=int(self.multiple[place]),
            even_last=bool(self.even_last[place]),
            principal_grace=int(self.principal_grace[place]),
            interest_grace=int(self.interest_grace[place]),
            fees=(Fee(kind="per_instalment", amount_minor=fee),) if fee else (),
            penalty_multiple=1 + Decimal(int(self.penalty_rate[place])).scaleb(-4),
            grace_days=int(self.grace_days[place]),
            compound_interest=bool(self.compound[place]),
        )


def columns_of(terms: Sequence[LoanTerms]) -> TermColumns:
    """The columns of these loans. Their terms were checked before (`check_terms`)."""
    return TermColumns(
        principal=_ints(t.principal_minor for t in terms),
        rate=_ints(scaled_rate(t.annual_rate_pct) for t in terms),
        method=_ints(_METHOD[t.method] for t in terms),
        n=_ints(t.n for t in terms),
        start=_ints(t.disbursement_date.toordinal() for t in terms),
        first_due=_ints(t.first_due_date.toordinal() if t.first_due_date else 0 for t in terms),
        every=_ints(t.every for t in terms),
        unit=_ints(_UNIT[t.unit] for t in terms),
        day_count=_ints(_DAY_COUNT[t.day_count] for t in terms),
        half_even=_ints(t.rounding == "half_even" for t in terms).astype(np.bool_),
        multiple=_ints(t.instalment_multiple_minor for t in terms),
        even_last=_ints(t.even_last for t in terms).astype(np.bool_),
        principal_grace=_ints(t.principal_grace for t in terms),
        interest_grace=_ints(t.interest_grace for t in terms),
        fee_each=_ints(t.fee_minor("per_instalment") if t.fees else 0 for t in terms),
        penalty_rate=_ints(int((t.penalty_multiple - 1) * 10_000) for t in terms),
        grace_days=_ints(t.grace_days for t in terms),
        compound=_ints(t.compound_interest for t in terms).astype(np.bool_),
        own_calendar={place: t for place, t in enumerate(terms) if t.principal_plan},
        alone={place: t for place, t in enumerate(terms) if not is_plain(t)},
    )


def is_plain(terms: LoanTerms) -> bool:
    """True for terms that are reckoned as arrays: paid out at once, by a method and on days of the plain kind."""
    if terms.method not in AS_ARRAYS or terms.balloon_minor or terms.settlement_day or terms.moved_dues:
        return False
    return not terms.disbursements or terms.paid_out == ((terms.disbursement_date, terms.principal_minor),)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
