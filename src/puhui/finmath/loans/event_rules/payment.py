"""Money that comes in: meets what is owed, then what is claimed, then has the effect that was chosen for the rest."""

from puhui.finmath.loans.dues import pay_dues
from puhui.finmath.loans.event_rules.settlement import close_if_repaid, meet_claim, pay_ahead, prepay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import HELD


def apply_payment(fold: LoanFold, event: LoanEvent) -> None:
    """Dues first, those of this day included; what has no use yet is held for later dues.

    After a write-off money meets the claim, whatever it is called; before one, a recovery is a payment.
    """
    tally = fold.tallies[event.id] = [0] * 6
    rest = meet_claim(fold, pay_dues(fold, event.amount_minor, tally), tally)
    if rest and event.effect == "next_dues" and not fold.method.repays_any_day:
        rest = pay_ahead(fold, rest, tally)
    elif rest and event.effect != "hold":
        rest = prepay(fold, rest, tally, effect=event.effect)
    close_if_repaid(fold)
    if rest:
        tally[HELD] = rest
        fold.held.append(event.id)
