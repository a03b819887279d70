"""What comes out of a replay: schedule, dues and balances of a loan as of one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Components(NamedTuple):
    """An amount of a loan by what it is for, in minor units."""

    principal: int = 0
    interest: int = 0
    fees: int = 0
    penalty: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.principal + self.interest + self.fees + self.penalty


class Allocation(NamedTuple):
    """How one payment or waiver was split; `unapplied_minor` is held and meets later dues."""

    principal: int = 0
    interest: int = 0
    fees: int = 0
    penalty: int = 0
    unapplied_minor: int = 0

    @property
    def applied(self) -> Components:
        """What met something that was owed."""
        return Components(self.principal, self.interest, self.fees, self.penalty)


class InstalmentState(NamedTuple):
    """One line of the schedule. `balance` is the principal not yet fallen due after it.

    `principal` contains `prepaid`: what was repaid beyond the dues up to this line's due date, and is paid already.
    """

    n: int
    due_date: date
    principal: int
    interest: int
    fees: int
    balance: int
    paid_principal: int
    paid_interest: int
    paid_fees: int
    prepaid: int

    @property
    def total(self) -> int:
        """All that this line asks for."""
        return self.principal + self.interest + self.fees

    @property
    def paid(self) -> int:
        """All that has met it."""
        return self.paid_principal + self.paid_interest + self.paid_fees

    @property
    def unpaid(self) -> Components:
        """What it still asks for."""
        return Components(
            self.principal - self.paid_principal, self.interest - self.paid_interest, self.fees - self.paid_fees
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanState:
    """A loan as of the end of one day's events; interest stands as of the start of that day."""

    as_of: date
    instalments: tuple[InstalmentState, ...]
    outstanding: Components
    """Owed: principal not repaid, interest earned and not paid (accrued to `as_of`), fees due, penalty."""
    overdue: Components
    """Fell due before `as_of` and is unpaid, with all penalty."""
    due_now: Components
    """Overdue, and what falls due on `as_of` itself."""
    oldest_unpaid_due: date | None
    days_past_due: int
    interest_earned_minor: int
    """All interest from the first day to `as_of`: always what was paid plus what is outstanding."""
    penalty_earned_minor: int
    settled: Components
    """Paid or waived so far."""
    allocations: Mapping[str, Allocation]
    unapplied_minor: int
    next_due: tuple[date, Components] | None
    disbursed_minor: int
    annual_rate_pct: Decimal
    is_closed: bool
