"""The running state of a loan while its days and events are folded into it: what accrues, what falls due.

Amounts are whole minor units. Interest inside a period is an exact ratio: `accrued` counts minor units times the rate
scale times the day count's denominator, and is rounded once, when the instalment that collects it falls due.
"""

from decimal import Decimal
from math import lcm
from typing import Final

from puhui.finmath.day_count import Period, day_count_of
from puhui.finmath.loans.calendar import periods_of
from puhui.finmath.loans.dues import accrue_late_charges, pay_dues
from puhui.finmath.loans.methods.base import RepaymentMethod
from puhui.finmath.loans.plain_run import RATE_ONE, Timetable, run_plain, timetable
from puhui.finmath.loans.rows import HELD, Row
from puhui.finmath.loans.terms import LoanTerms
from puhui.finmath.rounding import round_ratio

_MULTIPLE_ONE: Final = 10**4
_PENALTY_DAYS: Final = {"30/360": 360, "ACT/360": 360, "period": 360, "ACT/365": 365, "ACT/ACT": 365}


def scaled_rate(annual_rate_pct: Decimal) -> int:
    """A percentage per year as a whole number of 1/RATE_ONE."""
    return int(annual_rate_pct.scaleb(8))


class LoanFold:
    """One loan, walked from its first day on. `replay` makes it, moves it and reads it; rules and methods change it."""

    __slots__ = (
        "_count",
        "_denominator",
        "_factor",
        "_penalty_scale",
        "_share",
        "accrued",
        "annual_rate_pct",
        "balance",
        "carried",
        "compound_accrued",
        "compound_rate",
        "cursor",
        "deferred",
        "deferring",
        "disbursed",
        "first_unpaid",
        "flat_base",
        "forgoing",
        "free_until",
        "groups_today",
        "has_ended_early",
        "has_fees",
        "has_lapsed",
        "held",
        "in_transit",
        "is_restructured",
        "late_booked",
        "level",
        "method",
        "oldest_today",
        "open_index",
        "ordered_on",
        "penalty_accrued",
        "penalty_rate",
        "period_index",
        "periods",
        "plan",
        "prefix",
        "projecting",
        "put_off",
        "rate",
        "resting",
        "rows",
        "sale_price",
        "set_aside",
        "settled",
        "shortened",
        "tallies",
        "terms",
        "unpaid_principal",
        "ways",
        "weights",
    )

    def __init__(self, terms: LoanTerms, method: RepaymentMethod) -> None:
        self.terms, self.method = terms, method
        self.prefix: tuple[Period, ...] = ()  # stand for the lines before the plan that the loan runs on now
        self.periods: tuple[Period, ...] = periods_of(terms)
        fee = terms.fee_minor("per_instalment")
        self.rows = [Row(index, period.due, fee) for index, period in enumerate(self.periods, 1)]
        self.has_fees = fee > 0
        self.resting = set(range(terms.principal_grace))  # instalments that repay no principal
        self.deferring = set(range(terms.interest_grace))  # and those that collect no interest
        self._count = day_count_of(terms.day_count, every=terms.every, unit=terms.unit)
        self._denominator = self._count.denominator(self.periods[0])
        self._factor = 1
        self.annual_rate_pct = terms.annual_rate_pct
        self.rate = scaled_rate(terms.annual_rate_pct)
        self.penalty_rate = int((terms.penalty_multiple - 1) * _MULTIPLE_ONE)
        self.compound_rate = self.penalty_rate + _MULTIPLE_ONE if terms.compound_interest else 0
        self._penalty_scale = RATE_ONE * _MULTIPLE_ONE * _PENALTY_DAYS[terms.day_count]
        self.ordered_on, self.groups_today = -1, terms.allocation.normal.groups
        self.oldest_today: Row | None = None  # the oldest unpaid instalment at the first money of the day
        self.cursor = self.periods[0].start
        self.period_index = self.open_index = self._share = 0
        self.accrued = self.carried = self.deferred = self.free_until = 0
        self.balance = self.unpaid_principal = self.disbursed = self.flat_base = 0
        self.level = 0
        self.plan: list[int] = []
        self.weights: list[int] = []  # what an irregular plan is scaled from
        self.first_unpaid = self.late_booked = self.penalty_accrued = self.compound_accrued = 0
        self.settled = [0] * 5  # what has left each component so far, in any way
        self.set_aside = 0  # interest owed since before, asked for with lines to come (`Row.extra`)
        self.put_off = [0] * 5  # default and compound interest that is asked for with the last instalment only
        self.ways: dict[str, list[int]] = {}  # how it left other than by payment -> components; and what was recovered
        self.sale_price = 0
        self.forgoing = False  # True while something is met without money
        self.projecting = self.shortened = self.has_ended_early = False
        self.has_lapsed = False  # a longer term had no effect, and what was agreed on top of it may not fit
        self.is_restructured = False
        self.tallies: dict[str, list[int]] = {}  # event id -> components, and what is held
        self.in_transit: list[Row] = []  # due, and not yet late, where days are moved: see calendar
        self.held: list[str] = []  # events with money that waits for later dues, oldest first
        method.arrange(self)

    @property
    def future_principal(self) -> int:
        """Principal that has not fallen due."""
        return self.balance - self.unpaid_principal

    @property
    def is_past_term(self) -> bool:
        """True when every instalment has fallen due or was met ahead."""
        return self.open_index >= len(self.rows)

    def accrual_ratio(self) -> tuple[int, int]:
        """Interest of the open instalment so far, not rounded, without what was deferred to it."""
        scale = RATE_ONE * self._denominator
        return self.accrued + self.carried * scale, scale

    def accrued_minor(self) -> int:
        """Interest of the open instalment so far, rounded, without what was deferred to it."""
        if not self.accrued:
            return self.carried
        return self.carried + round_ratio(self.accrued, RATE_ONE * self._denominator, mode=self.terms.rounding)

    def penalty_earned(self) -> int:
        """All default interest so far: what overdue principal bears beyond the contract's own rate."""
        if not self.penalty_accrued:
            return 0
        return round_ratio(self.penalty_accrued, self._penalty_scale, mode=self.terms.rounding)

    def compound_earned(self) -> int:
        """All compound interest so far: what overdue interest bears at the penalty rate."""
        if not self.compound_accrued:
            return 0
        return round_ratio(self.compound_accrued, self._penalty_scale, mode=self.terms.rounding)

    def year_share(self, index: int, *, since: int = 0) -> tuple[int, int]:
        """The interest-bearing share of a year in period `index`, or in what is left of it from `since` on."""
        period = self.periods[index]
        first = max(since, self.free_until)
        if first >= period.end:
            return 0, 1
        share = self._count.share
        begun = share(period, first) if first > period.start else 0
        return share(period, period.end) - begun, self._count.denominator(period)

    @property
    def timetable(self) -> Timetable:
        """When each instalment falls due, and its share of a year."""
        return timetable(self.periods, self._count)

    def pass_over(self, index: int) -> None:
        """Goes on with period `index`, at the due day of the one before."""
        self.cursor, self.period_index = self.timetable.falls[index - 1], index - 1
        self._enter_next_period()

    def accrue_years(self, share: int, parts: int) -> None:
        """Interest of `share` / `parts` of a year on what is owed now."""
        if self.balance and self.rate:
            common = lcm(parts, self._denominator)
            self.accrued *= common // self._denominator
            self.accrued += self.method.interest_base(self) * self.rate * share * (common // parts)
            self._denominator = common

    def advance(self, day: int, *, with_dues: bool) -> None:
        """Moves to the start of `day`; dues of that very day fall due too when `with_dues`."""
        while self.period_index < len(self.rows):
            period = self.periods[self.period_index]
            due = min(period.end, period.due)
            if due > day or (due == day and not with_dues):
                break
            if self.projecting and run_plain(self, day if with_dues else day - 1):
                continue
            self._accrue(due, to_the_end=period.due < period.end)
            self._fall_due(self.period_index)
            self._enter_next_period()
        while day > self.cursor:
            end = self.periods[self.period_index].end
            self._accrue(min(day, end))
            if end < day:
                self._enter_next_period()

    def project(self) -> None:
        """From here on everything is met on its day, and what is owed now was met now: the schedule to come."""
        self.projecting = True
        self.balance, self.unpaid_principal = self.future_principal, 0
        self.in_transit = []

    def clear_accrual(self) -> None:
        """Interest so far was collected, rounded: its instalment is done."""
        self.accrued = self.carried = self.deferred = 0

    def drop_rows_after(self, index: int) -> None:
        """The loan is repaid: later instalments ask for nothing and go, agreed changes lose their object."""
        self.has_ended_early = self.has_ended_early or index + 1 < len(self.rows)
        del self.rows[index + 1 :]
        self.open_index = len(self.rows)

    def add_rows(self, count: int) -> None:
        """The loan runs for `count` more instalments."""
        first = len(self.rows)
        self._know_periods(first + count)
        fee = self.terms.fee_minor("per_instalment")
        self.rows += [Row(index + 1, self.periods[index].due, fee) for index in range(first, first + count)]
        self.method.arrange(self)

    def begin_plan(self, terms: LoanTerms, method: RepaymentMethod, *, done: list[Row]) -> None:
        """From today on the loan runs on `terms`; `done` are the lines of what was before. Interest was collected."""
        self.terms, self.method = terms, method
        self.prefix = (Period(self.cursor - 2, self.cursor - 1, 1, self.cursor - 1),) * len(done)
        first, self.rows, self.periods = len(done), done, self.prefix
        for n, row in enumerate(done, 1):
            row.n = n
            if row.due == self.cursor:
                row.balance = self.future_principal
        self.period_index = self.open_index = first
        self.first_unpaid = self.late_booked = self._share = 0
        self.clear_accrual()
        self.resting, self.deferring, self.plan = set(), set(), []
        self.weights = []
        self.shortened = self.has_ended_early = False
        self.flat_base = self.balance
        self.add_rows(terms.n)
        self._denominator, self._factor = self._count.denominator(self.periods[first]), 1
        self.method.replan(self)

    def move_dues(self, terms: LoanTerms) -> None:
        """The due days to come are those of `terms`, which differ in nothing else."""
        self.terms = terms
        self._know_periods(len(self.periods))
        for row, period in zip(self.rows[self.period_index :], self.periods[self.period_index :], strict=False):
            row.due = period.due
        period = self.periods[self.period_index]
        self._count_in(self._count.denominator(period))
        self._share = self._count.share(period, self.cursor)
        if terms.shift_interest:  # else interest is counted as before, and so are the instalments
            self.method.replan(self)

    def _know_periods(self, count: int) -> None:
        """The first `count` periods at least, the agreed term in any case."""
        more = max(count - len(self.prefix) - self.terms.n, 0)
        self.periods = self.prefix + periods_of(self.terms, more=more)

    def principal_in_transit(self) -> int:
        """Due by the interest's own day, or by a moved one, and not yet late: bears nothing."""
        return sum(row.principal - row.paid_principal for row in self.in_transit)

    def _accrue(self, day: int, *, to_the_end: bool = False) -> None:
        while self.in_transit and self.in_transit[0].due < day:
            self._accrue_stretch(self.in_transit[0].due)
            del self.in_transit[0]
        self._accrue_stretch(day, to_the_end=to_the_end)

    def _accrue_stretch(self, day: int, *, to_the_end: bool = False) -> None:
        cursor = self.cursor
        if day <= cursor and not to_the_end:
            return
        period = self.periods[self.period_index]
        until = period.end if to_the_end else day if day > period.start else period.start
        share = self._count.share(period, until)
        if self.balance and self.rate:
            begun = self._share
            if cursor < self.free_until:
                begun = self._count.share(period, min(until, max(self.free_until, period.start)))
            self.accrued += self.method.interest_base(self) * self.rate * (share - begun) * self._factor
        if (self.unpaid_principal and self.penalty_rate) or self.compound_rate:
            accrue_late_charges(self, day)
        self._share, self.cursor = share, day if day > cursor else cursor

    def _enter_next_period(self) -> None:
        self.period_index += 1
        self._share = 0
        if self.period_index >= len(self.periods):
            self._know_periods(self.period_index + max(12, self.period_index // 2))
        self._count_in(self._count.denominator(self.periods[self.period_index]))

    def _count_in(self, own: int) -> None:
        """Goes on counting interest in parts of a year that fit `own` parts."""
        if not self.accrued:
            self._denominator = own
        elif self._denominator % own:
            common = lcm(own, self._denominator)
            self.accrued *= common // self._denominator
            self._denominator = common
        self._factor = self._denominator // own

    def _fall_due(self, index: int) -> None:
        row = self.rows[index]
        if not row.is_done:
            is_last = index == len(self.rows) - 1
            interest = self.accrued_minor()
            available = self.future_principal + row.paid_principal
            if is_last:
                principal = available
            elif index in self.resting:
                principal = row.paid_principal
            else:
                principal = min(max(self.method.principal_part(self, index, interest), row.paid_principal), available)
            is_last = is_last or (self.shortened and principal == available)
            self._collect_interest(row, interest, is_last=is_last)
            row.principal, row.is_done = principal, True
            self.open_index = index + 1
            if self.terms.moved_dues and not self.projecting:
                self.in_transit.append(row)
            self._owe_principal(principal - row.paid_principal)
            if is_last:
                self.drop_rows_after(index)
        elif self.method.rounds_each_period:  # met ahead: the interest of this period waits, rounded, for a later line
            self.carried, self.accrued = self.accrued_minor(), 0
        row.balance = self.future_principal

    def _collect_interest(self, row: Row, interest: int, *, is_last: bool) -> None:
        if row.n - 1 in self.deferring and not is_last:
            row.interest = row.paid_interest
            self.deferred += interest + self.take_extra(row) - row.paid_interest
            self.accrued = self.carried = 0
            return
        due = interest if is_last else self.method.interest_part(self, row, interest)
        before = self.deferred + self.take_extra(row)
        if is_last:
            before += self.set_aside
            self.set_aside = 0
            self.put_off = [0] * 5
        due = max(due, row.paid_interest - before)
        row.interest = due + before
        self.clear_accrual()
        self.carried = interest - due

    def take_extra(self, row: Row) -> int:
        """The interest set aside for this line, which asks for it now."""
        extra, row.extra = row.extra, 0
        self.set_aside -= extra
        return extra

    def _owe_principal(self, amount: int) -> None:
        if self.projecting:
            self.balance -= amount
            return
        self.unpaid_principal += amount
        while self.held:
            tally = self.tallies[self.held[0]]
            tally[HELD] = pay_dues(self, tally[HELD], tally)
            if tally[HELD]:
                break
            del self.held[0]

    def book_late_interest(self) -> None:
        """After the term, what overdue principal bears is asked for at once, with the last instalment."""
        if self.is_past_term:
            fresh = self.accrued_minor() - self.late_booked
            if fresh > 0:
                self.rows[-1].interest += fresh
                self.late_booked += fresh
                self.first_unpaid = min(self.first_unpaid, len(self.rows) - 1)

    def owed_rows(self) -> list[Row]:
        """Instalments that fell due and may still ask for something, oldest first."""
        rows, index = self.rows, self.first_unpaid
        while index < self.open_index and rows[index].is_met:
            index += 1
        self.first_unpaid = index
        return rows[index : self.open_index]

    def settle(self, tally: list[int], component: int, amount: int, row: Row | None = None) -> int:
        """Books that `amount` met one component, by its number, on a row if there is one."""
        if not amount:
            return 0
        tally[component] += amount
        self.settled[component] += amount
        if component == 0:
            self.balance -= amount
        if row is not None:
            row.meet(component, amount)
            if self.forgoing:
                row.forgone += amount
        return amount
