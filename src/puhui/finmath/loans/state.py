"""What comes out of a replay: schedule, dues and balances of a loan as of one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Components(NamedTuple):
    """An amount of a loan by what it is for, in minor units. `compound` is interest on overdue interest."""

    principal: int = 0
    interest: int = 0
    fees: int = 0
    penalty: int = 0
    compound: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.principal + self.interest + self.fees + self.penalty + self.compound


class Allocation(NamedTuple):
    """How one payment or waiver was split; `unapplied_minor` is held and meets later dues."""

    principal: int = 0
    interest: int = 0
    fees: int = 0
    penalty: int = 0
    compound: int = 0
    unapplied_minor: int = 0

    @property
    def applied(self) -> Components:
        """What met something that was owed."""
        return Components(*self[:5])


class InstalmentState(NamedTuple):
    """One line of the schedule. `balance` is the principal not yet fallen due after it.

    `principal` contains `prepaid`: what was repaid beyond the dues up to this line's due date, and is paid already.
    What was paid contains `forgone`: what was waived, made principal, written off or sold instead of being paid.
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
    forgone: int = 0

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
    """A loan as of the end of one day's events; interest stands as of the start of that day.

    What was owed leaves in five ways: it is paid, waived, made principal (`capitalised`), written off or sold with the
    loan. `settled` is all of them together, so that principal paid out and capitalised is always principal settled and
    outstanding; and what is earned is always what is settled and outstanding.
    """

    as_of: date
    instalments: tuple[InstalmentState, ...]
    outstanding: Components
    """Owed: principal not repaid, interest earned and not paid (accrued to `as_of`), fees due, penalty."""
    overdue: Components
    """Fell due before `as_of` and is unpaid, with all penalty."""
    due_now: Components
    """Overdue, and what falls due on `as_of` itself."""
    oldest_unpaid_due: date | None
    oldest_unpaid_principal_due: date | None
    oldest_unpaid_interest_due: date | None
    days_past_due: int
    interest_earned_minor: int
    """All interest from the first day to `as_of`: always what was paid plus what is outstanding."""
    penalty_earned_minor: int
    compound_earned_minor: int
    settled: Components
    """All that has left what is owed, in any of the five ways."""
    waived: Components
    capitalised: Components
    written_off: Components
    """The claim that a write-off left, before what came in on it."""
    recovered: Components
    """What came in on the claim after a write-off."""
    sold: Components
    sale_price_minor: int
    allocations: Mapping[str, Allocation]
    unapplied_minor: int
    next_due: tuple[date, Components] | None
    disbursed_minor: int
    annual_rate_pct: Decimal
    maturity_on: date
    """The last due date of the schedule as it stands."""
    is_closed: bool
    """Nothing is owed to the lender: repaid, written off or sold."""
    is_restructured: bool
    is_written_off: bool
    is_sold: bool

    @property
    def paid(self) -> Components:
        """What money has met, without recoveries after a write-off."""
        gone = zip(self.settled, self.waived, self.capitalised, self.written_off, self.sold, strict=True)
        return Components(*(all_of_it - sum(others) for all_of_it, *others in gone))

    @property
    def claim(self) -> Components:
        """What is still claimed after a write-off; nothing once the claim was sold."""
        if self.is_sold:
            return Components()
        return Components(*(gone - back for gone, back in zip(self.written_off, self.recovered, strict=True)))

    @property
    def recovered_minor(self) -> int:
        """All that came in on the claim after a write-off."""
        return self.recovered.total

    @property
    def capitalised_minor(self) -> int:
        """All that became principal without being paid out."""
        return self.capitalised.total
