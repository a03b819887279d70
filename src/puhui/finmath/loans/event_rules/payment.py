"""A payment: meets what is owed, then has the effect that was chosen for the rest."""

from puhui.finmath.loans.event_rules.settlement import close_if_repaid, pay_ahead, prepay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold


def apply_payment(fold: LoanFold, event: LoanEvent) -> None:
    """Dues first, those of this day included; what has no use yet is held for later dues."""
    tally = fold.tallies[event.id] = [0] * 6
    rest = fold.pay_dues(event.amount_minor, tally)
    if rest and event.effect == "next_dues" and not fold.method.repays_any_day:
        rest = pay_ahead(fold, rest, tally)
    elif rest:
        rest = prepay(fold, rest, tally, effect=event.effect)
    close_if_repaid(fold)
    if rest:
        tally[5] = rest
        fold.held.append(event.id)
