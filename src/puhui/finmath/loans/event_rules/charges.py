"""A fee charged, or something owed given up."""

from puhui.finmath.loans.allocation import COMPONENTS
from puhui.finmath.loans.dues import waive_dues
from puhui.finmath.loans.event_rules.forgoing import forgone
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import HELD


def apply_fee(fold: LoanFold, event: LoanEvent) -> None:
    """The fee is owed from this day, and falls due with this day's instalment or the next; after the term, at once."""
    index = fold.open_index
    if index == len(fold.rows) or (index and fold.rows[index - 1].due == fold.cursor):
        index -= 1
        fold.first_unpaid = min(fold.first_unpaid, index)
    fold.rows[index].charge(event.amount_minor)
    fold.has_fees = True


def apply_waiver(fold: LoanFold, event: LoanEvent) -> None:
    """Gives up what is due, as far as the amount goes: one component, or fees, penalty, compound and interest in turn.

    Principal is never waived; what finds nothing to give up has no effect.
    """
    tally = fold.tallies[event.id] = [0] * 6
    component = COMPONENTS.index(event.component) if event.component else None
    with forgone(fold, "waived", tally):
        tally[HELD] = waive_dues(fold, event.amount_minor, tally, component=component)
