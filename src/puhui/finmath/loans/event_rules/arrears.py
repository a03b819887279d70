"""What fell due and is unpaid is taken out of the past dues, to be asked for anew or given up."""

from puhui.finmath.cents import split_by_weights
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import Row


def take_principal(fold: LoanFold) -> int:
    """Unpaid principal is no longer due: it is part of what the lines to come repay."""
    taken = 0
    for row in _owed(fold):
        taken += row.principal - row.paid_principal
        row.principal = row.paid_principal
    fold.unpaid_principal -= taken
    return taken


def take_interest(fold: LoanFold) -> int:
    """Unpaid interest is no longer due; it stays owed, and is to be set aside for lines to come."""
    taken = 0
    for row in _owed(fold):
        taken += row.interest - row.paid_interest
        row.interest = row.paid_interest
    return taken


def take_fees(fold: LoanFold) -> int:
    """Unpaid fees are no longer due; they stay owed."""
    taken = 0
    for row in _owed(fold):
        taken += row.fees - row.paid_fees
        row.fees = row.paid_fees
        row.charged = min(row.charged, row.paid_fees)
    return taken


def spread_interest(fold: LoanFold, amount: int) -> None:
    """Equal parts of it are asked for with the lines to come, on top of their own interest."""
    rows = [row for row in fold.rows[fold.open_index :] if not row.is_done]
    if amount and rows:
        for row, part in zip(rows, split_by_weights(amount, [1] * len(rows)), strict=True):
            set_interest_aside(fold, row, part)


def set_interest_aside(fold: LoanFold, row: Row, amount: int) -> None:
    """Interest that is owed is asked for with this line to come, on top of its own; it bears no interest."""
    row.extra += amount
    fold.set_aside += amount


def _owed(fold: LoanFold) -> list[Row]:
    """What is unpaid; in a schedule to come, everything is taken as met."""
    return [] if fold.projecting else fold.owed_rows()
