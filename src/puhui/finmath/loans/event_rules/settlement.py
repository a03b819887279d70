"""How money beyond the dues is used: next dues ahead, principal prepaid, everything paid off."""

from puhui.finmath.loans.events import Effect
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import Row


def pay_ahead(fold: LoanFold, amount: int, tally: list[int]) -> int:
    """Meets the next instalments before they fall due; gives back what cannot be used yet.

    Each takes its fees, the interest earned to this day, then principal up to what it will ask for: principal is
    repaid, and saves interest, from this day. Interest of the days after goes to the next instalment that is not met.
    """
    while amount and not fold.is_past_term:
        index = fold.open_index
        row = fold.rows[index]
        amount -= fold.settle(tally, 2, min(amount, row.fees - row.paid_fees), row)
        amount -= _pay_accrued(fold, row, amount, tally)
        room = _room_ahead(fold, index, row)
        part = fold.settle(tally, 0, min(amount, room), row)
        amount -= part
        if part < room or not row.paid_principal or _accrued_unpaid(fold, row):
            break
        close_row(fold, row)
    return amount


def prepay(fold: LoanFold, amount: int, tally: list[int], *, effect: Effect) -> int:
    """Repays principal that is not due; interest earned so far stays owed until its instalment. Gives back the rest."""
    part = min(amount, fold.future_principal)
    if part:
        row = _row_of_today(fold)
        fold.settle(tally, 0, part)
        row.prepaid += part
        row.balance = fold.future_principal
        fold.method.principal_prepaid(fold, part, effect)
    amount -= part
    if amount and not fold.is_past_term:
        row = fold.rows[fold.open_index]
        _gather(fold, row)
        amount -= fold.settle(tally, 2, min(amount, row.charged_unpaid), row)
        amount -= _pay_accrued(fold, row, amount, tally)
        close_if_repaid(fold)
    return amount


def needed_to_pay_off(fold: LoanFold) -> int:
    """What is missing beyond the dues to repay the loan today."""
    if fold.is_past_term:
        return 0
    row = fold.rows[fold.open_index]
    later = sum(line.extra + line.charged_unpaid for line in fold.rows[fold.open_index + 1 :])
    return fold.future_principal + row.charged_unpaid + _accrued_unpaid(fold, row) + later


def meet_claim(fold: LoanFold, amount: int, tally: list[int]) -> int:
    """Money meets what was written off, in the order for loans that do not perform; gives back the rest."""
    if "written_off" not in fold.ways or "sold" in fold.ways:
        return amount
    claim, recovered = fold.ways["written_off"], fold.ways.setdefault("recovered", [0] * 5)
    for group in fold.terms.allocation.non_performing.groups:
        for component in group:
            part = min(amount, claim[component] - recovered[component])
            tally[component] += part
            recovered[component] += part
            amount -= part
    return amount


def close_if_repaid(fold: LoanFold, *, by_pay_off: bool = False) -> None:
    """Ends the schedule today when nothing is owed any more; that of a credit line only by a pay-off."""
    if fold.is_past_term or fold.balance or (fold.method.repays_any_day and not by_pay_off):
        return
    row = fold.rows[fold.open_index]
    if row.charged_unpaid or _accrued_unpaid(fold, row) or _owed_later(fold):
        return
    index = fold.open_index
    if index and not (row.paid_interest or row.paid_principal or row.paid_fees or row.prepaid):
        fold.clear_accrual()
        fold.drop_rows_after(index - 1)
        return
    row.fees = row.paid_fees
    fold.drop_rows_after(index)
    fold.open_index = index
    close_row(fold, row)
    fold.rows = [line for line in fold.rows if line is row or line.due <= fold.cursor or not line.is_empty]
    fold.open_index = len(fold.rows)
    if all(line.due <= fold.cursor for line in fold.rows[:-1]):
        row.due = min(row.due, fold.cursor)


def close_row(fold: LoanFold, row: Row) -> None:
    """The open instalment is met: it asks for what it was paid, and interest goes on with the next."""
    row.principal, row.interest, row.is_done = row.paid_principal, row.paid_interest, True
    fold.take_extra(row)
    fold.clear_accrual()
    fold.open_index += 1
    fold.has_ended_early = fold.is_past_term
    row.balance = fold.future_principal


def _accrued_unpaid(fold: LoanFold, row: Row) -> int:
    return fold.accrued_minor() + fold.deferred + row.extra - row.paid_interest


def _gather(fold: LoanFold, row: Row) -> None:
    """Interest and fees that later lines would ask for, though they are owed already, come to the open one."""
    for later in fold.rows[fold.open_index + 1 :]:
        row.extra, later.extra = row.extra + later.extra, 0
        moved = later.charged_unpaid
        if moved:
            row.charge(moved)
            later.fees, later.charged = later.fees - moved, later.charged - moved


def _owed_later(fold: LoanFold) -> bool:
    """True when lines after the open one will ask for something that is owed already."""
    return any(later.extra or later.charged_unpaid for later in fold.rows[fold.open_index + 1 :])


def _pay_accrued(fold: LoanFold, row: Row, amount: int, tally: list[int]) -> int:
    return fold.settle(tally, 1, min(amount, max(_accrued_unpaid(fold, row), 0)), row)


def _room_ahead(fold: LoanFold, index: int, row: Row) -> int:
    """How much principal the open instalment can still take ahead."""
    future = fold.future_principal
    if index == len(fold.rows) - 1:
        return future
    if index in fold.resting:
        return 0
    part = fold.method.principal_part(fold, index, fold.accrued_minor())
    return max(min(part - row.paid_principal, future), 0)


def _row_of_today(fold: LoanFold) -> Row:
    """The line that a repayment beyond the dues is shown with: today's, else the next to fall due."""
    index = fold.open_index
    if index and fold.rows[index - 1].due == fold.cursor:
        return fold.rows[index - 1]
    return fold.rows[index]
