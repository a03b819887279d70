"""Money that is held goes back to the payer."""

from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import HELD
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class RefundNotHeld(Refusal):
    """More goes back than is held: too much is asked for, or something was put before it that uses the money."""

    code = "refund_not_held"
    http_status = 409
    text = Text(
        en="{amount} that were paid back on {on} would not be held then. Take that refund back first.",
        zh="{on} 已退还的款项中有 {amount} 届时并不在待退余额内；请先撤回该笔退款。",
    )


def apply_refund(fold: LoanFold, event: LoanEvent) -> None:
    """Takes what is held, oldest first, and never what met a due; refuses more than there is (`RefundNotHeld`)."""
    fold.tallies[event.id] = [0] * 6
    rest = event.amount_minor
    for event_id in list(fold.held):
        tally = fold.tallies[event_id]
        part = min(rest, tally[HELD])
        tally[HELD] -= part
        rest -= part
    if rest:
        missing = Money(rest, fold.terms.currency)
        raise RefundNotHeld(where="events", amount=missing, on=event.on)
    fold.held = [event_id for event_id in fold.held if fold.tallies[event_id][HELD]]
