"""Money that is held goes back to the payer."""

from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import HELD


def apply_refund(fold: LoanFold, event: LoanEvent) -> None:
    """Takes what is held, oldest first; never more than there is, and never what met a due."""
    fold.tallies[event.id] = [0] * 6
    rest = event.amount_minor
    for event_id in list(fold.held):
        tally = fold.tallies[event_id]
        part = min(rest, tally[HELD])
        tally[HELD] -= part
        rest -= part
    fold.held = [event_id for event_id in fold.held if fold.tallies[event_id][HELD]]
