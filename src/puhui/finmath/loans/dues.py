"""What late dues bear; how money, or a waiver, meets what is owed, in the order that the allocation states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from puhui.finmath.loans.allocation import WAIVING_GROUPS
from puhui.finmath.loans.rows import COMPOUND, PENALTY

if TYPE_CHECKING:
    from puhui.finmath.loans.fold import LoanFold
    from puhui.finmath.loans.rows import Row

Groups = tuple[tuple[int, ...], ...]
_FEES_ONLY: Final = (2,)
_LOAN_WIDE: Final = 3  # components from this number on (penalty, compound) belong to the loan, not to an instalment


def pay_dues(fold: LoanFold, amount: int, tally: list[int]) -> int:
    """Meets what is owed with `amount`, in the order for the state of the loan this day; gives back the rest."""
    if fold.is_past_term:
        fold.book_late_interest()
    owed = fold.owed_rows()
    if not owed and not charges_owed(fold):
        return amount
    return _walk(fold, amount, tally, owed, _groups_today(fold, owed))


def waive_dues(fold: LoanFold, amount: int, tally: list[int], *, component: int | None = None) -> int:
    """Gives up what is due, as far as the amount goes: one component, or one after the other; never principal."""
    fold.book_late_interest()
    groups = WAIVING_GROUPS if component is None else ((component,),)
    return _walk(fold, amount, tally, fold.owed_rows(), groups)


def charge_due(fold: LoanFold, component: int) -> int:
    """Default interest (3) or compound interest (4) that is owed and was not put off."""
    earned = fold.penalty_earned() if component == PENALTY else fold.compound_earned()
    return earned - fold.settled[component] - fold.put_off[component]


def charges_owed(fold: LoanFold) -> bool:
    """True when default or compound interest is due."""
    if not fold.penalty_accrued and not fold.compound_accrued:
        return False
    return charge_due(fold, PENALTY) + charge_due(fold, COMPOUND) > 0


def accrue_late_charges(fold: LoanFold, day: int) -> None:
    """Default interest on overdue principal, compound interest on interest that fell due with an instalment."""
    grace, cursor, rate = fold.terms.grace_days, fold.cursor, fold.rate
    if not fold.compound_rate and fold.open_index and fold.rows[fold.open_index - 1].due + grace <= cursor:
        fold.penalty_accrued += fold.unpaid_principal * rate * fold.penalty_rate * (day - cursor)  # all of it is late
        return
    for row in fold.rows[fold.first_unpaid : fold.open_index]:
        since = row.due + grace
        days = day - (since if since > cursor else cursor)
        if days <= 0:
            break
        late = row.principal - row.paid_principal
        if late > 0:
            fold.penalty_accrued += late * rate * fold.penalty_rate * days
        if fold.compound_rate:
            booked = fold.late_booked if row is fold.rows[-1] else 0
            interest = row.interest - booked - row.paid_interest
            if interest > 0:
                fold.compound_accrued += interest * rate * fold.compound_rate * days


def _groups_today(fold: LoanFold, owed: list[Row]) -> Groups:
    """The order for the state of the loan at the first money of this day, kept for the rest of the day."""
    if fold.ordered_on != fold.cursor:
        late = fold.cursor - owed[0].due if owed else 0
        fold.ordered_on, fold.groups_today = fold.cursor, fold.terms.allocation.order_at(late).groups
        fold.oldest_today = owed[0] if owed else None
    return fold.groups_today


def _walk(fold: LoanFold, amount: int, tally: list[int], owed: list[Row], groups: Groups) -> int:
    """Default and compound interest are met with the oldest instalment of the day, before any later one."""
    for group in groups:
        if group == _FEES_ONLY and not fold.has_fees:
            continue
        if not owed or group[0] >= _LOAN_WIDE or owed[0] is not fold.oldest_today:
            for component in group:
                if component >= _LOAN_WIDE:
                    amount -= _meet_charge(fold, amount, tally, component)
        if len(group) > 1 or group[0] < _LOAN_WIDE:
            amount = _meet_rows(fold, amount, tally, owed, group)
        if not amount:
            break
    return amount


def _meet_rows(fold: LoanFold, amount: int, tally: list[int], owed: list[Row], group: tuple[int, ...]) -> int:
    for row in owed:
        amount -= _meet_row(fold, amount, tally, row, group)
        if not amount:
            break
    return amount


def _meet_row(fold: LoanFold, amount: int, tally: list[int], row: Row, group: tuple[int, ...]) -> int:
    """Meets these components of one instalment; gives what was used."""
    left = amount
    for component in group:
        if component == 0:
            part = row.principal - row.paid_principal
            if part > 0:
                part = fold.settle(tally, 0, part if part < left else left, row)
                fold.unpaid_principal -= part
                left -= part
        elif component == 1:
            part = row.interest - row.paid_interest
            if part > 0:
                left -= fold.settle(tally, 1, part if part < left else left, row)
        elif component == 2:
            part = row.fees - row.paid_fees
            if part > 0:
                left -= fold.settle(tally, 2, part if part < left else left, row)
        else:
            left -= _meet_charge(fold, left, tally, component)
    return amount - left


def _meet_charge(fold: LoanFold, amount: int, tally: list[int], component: int) -> int:
    """Meets default interest (3) or compound interest (4) of the loan."""
    if component == COMPOUND and not fold.compound_accrued:
        return 0
    return fold.settle(tally, component, min(amount, charge_due(fold, component)))
