"""Behaviour of a running loan from its own repayment history: what fell due, what was paid, and when.

Payments settle dues in the order of their dates. A due is late by the days from its date until it was settled, or until
today. Windows are calendar months back from the day; shares have six decimals; what nothing is known of is unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from puhui.kernel.dates import add_months
from puhui.kernel.texts import Text

GRACE_DAYS: Final = 3  # a payment that banks carried over a weekend is not late
_SIX_PLACES = Decimal("0.000001")
Flow = tuple[date, int]
FactValue = Decimal | int | None

BEHAVIOUR_FACTS: Final[Mapping[str, Text]] = {
    "months_on_book": Text(en="Months since it was paid out", zh="放款后月数"),
    "dues_12m": Text(en="Instalments due in the last 12 months", zh="近12个月到期期数"),
    "days_past_due": Text(en="Days past due today", zh="当前逾期天数"),
    "worst_days_late_12m": Text(en="Most days late in 12 months", zh="近12个月最长逾期天数"),
    "worst_days_late_3m": Text(en="Most days late in 3 months", zh="近3个月最长逾期天数"),
    "late_share_12m": Text(en="Share of instalments paid late in 12 months", zh="近12个月逾期期数占比"),
    "early_share_12m": Text(en="Share of instalments paid early in 12 months", zh="近12个月提前还款期数占比"),
    "paid_share": Text(en="Share of principal repaid", zh="已还本金占比"),
    "clean_months": Text(en="Months since it was last late", zh="距上次逾期月数"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaymentHistory:
    """A loan as it was lived up to a day; amounts in minor units. `payments` are those that were not reversed."""

    paid_out_on: date
    principal_minor: int
    owed_principal_minor: int
    dues: Sequence[Flow]
    payments: Sequence[Flow]


@dataclass(frozen=True, slots=True)
class SettledDue:
    """One due and the day on which it was settled in full; None while something of it is owed."""

    on: date
    settled_on: date | None

    def days_late(self, today: date) -> int:
        """Days late when it was settled, or by today."""
        return max(0, ((self.settled_on or today) - self.on).days)

    def was_late_until(self, today: date) -> date | None:
        """The last day on which it was late, if it ever was."""
        end = self.settled_on or today
        return end if (end - self.on).days > GRACE_DAYS else None


def settled_dues(dues: Sequence[Flow], payments: Sequence[Flow]) -> list[SettledDue]:
    """Which due was settled when, payments taken in the order of their dates."""
    found, paid, owed, left = [], 0, 0, iter(sorted(payments))
    last: date | None = None
    for on, amount in sorted(dues):
        owed += amount
        while paid < owed and (payment := next(left, None)) is not None:
            last, paid = payment[0], paid + payment[1]
        found.append(SettledDue(on, last if paid >= owed and last is not None else None))
    return found


def behaviour_facts(history: RepaymentHistory, *, on: date) -> dict[str, FactValue]:
    """Every fact of `BEHAVIOUR_FACTS` as of a day; nothing later is looked at."""
    dues = settled_dues(
        [due for due in history.dues if due[0] <= on], [payment for payment in history.payments if payment[0] <= on]
    )
    year, quarter = _since(dues, on, 12), _since(dues, on, 3)
    late = [due for due in year if due.days_late(on) > GRACE_DAYS]
    early = [due for due in year if due.settled_on is not None and due.settled_on < due.on]
    unpaid = [due for due in dues if due.settled_on is None]
    ends = [end for due in dues if (end := due.was_late_until(on)) is not None]
    return {
        "months_on_book": _months(history.paid_out_on, on),
        "dues_12m": len(year),
        "days_past_due": unpaid[0].days_late(on) if unpaid else 0,
        "worst_days_late_12m": max((due.days_late(on) for due in year), default=None),
        "worst_days_late_3m": max((due.days_late(on) for due in quarter), default=None),
        "late_share_12m": _share(len(late), len(year)),
        "early_share_12m": _share(len(early), len(year)),
        "paid_share": _share(history.principal_minor - history.owed_principal_minor, history.principal_minor),
        "clean_months": _months(max([history.paid_out_on, *ends]), on),
    }


def worst_days_late(history: RepaymentHistory, *, on: date, since: date) -> int:
    """The most days that any due was late on a day after `since`, up to `on`."""
    dues = settled_dues([due for due in history.dues if due[0] <= on], [p for p in history.payments if p[0] <= on])
    return max((due.days_late(on) for due in dues if (due.settled_on or on) > since), default=0)


def _since(dues: Sequence[SettledDue], on: date, months: int) -> list[SettledDue]:
    """Dues that fell in the window, or were still owed or late in it."""
    first = add_months(on, -months)
    return [due for due in dues if due.on > first or (due.settled_on or on) > first]


def _months(first: date, last: date) -> int:
    """Complete months between two days, never below zero."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (add_months(first, months) > last))


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(_SIX_PLACES, rounding=ROUND_HALF_EVEN) if whole else None
