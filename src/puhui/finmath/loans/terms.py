"""What was agreed: the terms of one loan."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from puhui.finmath.day_count import DayCountName
from puhui.finmath.loans.allocation import CIVIL_CODE_561, AllocationPolicy
from puhui.kernel.dates import PeriodUnit
from puhui.kernel.money import RoundingMode

Method = Literal[
    "equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "irregular", "graduated", "credit_line"
]
FirstPeriod = Literal["short", "long"]
DueShift = Literal["none", "next", "previous", "modified_next"]
FeeKind = Literal["at_disbursement", "per_instalment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee agreed with the loan: taken when it is paid out, or with every instalment."""

    kind: FeeKind
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """The terms of a loan. Money in minor units, the rate in percent per year; `check_terms` says what is allowed."""

    principal_minor: int
    annual_rate_pct: Decimal
    method: Method
    n: int
    disbursement_date: date
    currency: str = "CNY"
    every: int = 1
    unit: PeriodUnit = "month"
    first_due_date: date | None = None
    day_count: DayCountName = "30/360"
    rounding: RoundingMode = "half_up"
    instalment_multiple_minor: int = 1
    even_last: bool = False
    principal_grace: int = 0
    interest_grace: int = 0
    disbursements: tuple[tuple[date, int], ...] = ()
    fees: tuple[Fee, ...] = ()
    principal_plan: tuple[tuple[date, int], ...] = ()
    penalty_multiple: Decimal = field(default=Decimal(1))
    grace_days: int = 0
    growth_pct: Decimal = field(default=Decimal(0))
    """By how much graduated instalments grow, in percent, every `growth_every` instalments."""
    growth_every: int = 12
    balloon_minor: int = 0
    """Principal that the level instalments leave for the last one."""
    settlement_day: int = 0
    """Dues on this day of the month, 31 being its end; 0: counted from the first day of the loan."""
    settlement_months: tuple[int, ...] = ()
    """The months that have a settlement day; empty: all."""
    first_period: FirstPeriod = "short"
    due_shift: DueShift = "none"
    """Where a due day moves that is no working day of `calendar`."""
    calendar: str = ""
    moved_dues: tuple[tuple[date, date], ...] = ()
    """Due days as agreed and as moved: resolved once, so that a later calendar changes no running loan."""
    shift_interest: bool = False
    """Whether interest is counted to the moved day, or as if no day had moved."""
    compound_interest: bool = False
    """Whether overdue interest bears interest, at the penalty rate."""
    allocation: AllocationPolicy = CIVIL_CODE_561

    @property
    def paid_out(self) -> tuple[tuple[date, int], ...]:
        """The agreed disbursements: all on one day unless said otherwise; of a credit line none."""
        if self.method == "credit_line":
            return ()
        return self.disbursements or ((self.disbursement_date, self.principal_minor),)

    def fee_minor(self, kind: FeeKind) -> int:
        """The sum of the fees of one kind."""
        return sum(fee.amount_minor for fee in self.fees if fee.kind == kind)
