"""What was agreed: the terms of one loan."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from puhui.finmath.day_count import DayCountName
from puhui.kernel.dates import PeriodUnit
from puhui.kernel.money import RoundingMode

Method = Literal["equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "irregular"]
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

    @property
    def paid_out(self) -> tuple[tuple[date, int], ...]:
        """The agreed disbursements: all on one day unless said otherwise."""
        return self.disbursements or ((self.disbursement_date, self.principal_minor),)

    def fee_minor(self, kind: FeeKind) -> int:
        """The sum of the fees of one kind."""
        return sum(fee.amount_minor for fee in self.fees if fee.kind == kind)
