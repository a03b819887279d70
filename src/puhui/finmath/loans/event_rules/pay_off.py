"""A pay-off: everything that is owed today, interest to this day; the schedule ends."""

from puhui.finmath.loans.dues import pay_dues
from puhui.finmath.loans.event_rules.settlement import close_if_repaid, meet_claim, needed_to_pay_off, prepay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import HELD


def apply_pay_off(fold: LoanFold, event: LoanEvent) -> None:
    """Takes the amount that came, or exactly what is owed when none is named; money held before counts first.

    Less than what is owed repays principal as far as it goes; more is held, and owed back to the payer.
    """
    tally = fold.tallies[event.id] = [0] * 6
    fold.put_off = [0] * 5
    use_held(fold)
    rest = pay_dues(fold, event.amount_minor or 10**20, tally)
    if not event.amount_minor:
        rest = min(rest, needed_to_pay_off(fold))
    rest = prepay(fold, rest, tally, effect="lower_instalment")
    close_if_repaid(fold, by_pay_off=True)
    if event.amount_minor:
        rest = meet_claim(fold, rest, tally)
    if rest and event.amount_minor:
        tally[HELD] = rest
        fold.held.append(event.id)


def use_held(fold: LoanFold) -> None:
    """What earlier payments left over is used before new money."""
    for event_id in list(fold.held):
        tally = fold.tallies[event_id]
        tally[HELD] = prepay(fold, pay_dues(fold, tally[HELD], tally), tally, effect="lower_instalment")
    fold.held = [event_id for event_id in fold.held if fold.tallies[event_id][HELD]]
