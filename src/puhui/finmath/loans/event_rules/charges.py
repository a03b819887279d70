"""A fee charged, or something owed given up."""

from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold


def apply_fee(fold: LoanFold, event: LoanEvent) -> None:
    """The fee is owed from this day, and falls due with this day's instalment or the next; after the term, at once."""
    index = fold.open_index
    if index == len(fold.rows) or (index and fold.rows[index - 1].due == fold.cursor):
        index -= 1
        fold.first_unpaid = min(fold.first_unpaid, index)
    fold.rows[index].fees += event.amount_minor
    fold.rows[index].charged += event.amount_minor


def apply_waiver(fold: LoanFold, event: LoanEvent) -> None:
    """Gives up fees, default interest and interest that are due, as far as the amount goes; never principal."""
    tally = fold.tallies[event.id] = [0] * 6
    tally[5] = fold.pay_dues(event.amount_minor, tally, principal=False)
