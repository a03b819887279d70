"""Changes of the terms: another rate, more lent, a rest from paying, a longer term."""

from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold, scaled_rate
from puhui.kernel.errors import InvalidInput


def apply_rate_change(fold: LoanFold, event: LoanEvent) -> None:
    """From the start of this day interest is counted at the new rate."""
    if event.annual_rate_pct is None:
        raise InvalidInput("annual_rate_pct", "a change of rate names the new rate")
    fold.annual_rate_pct, fold.rate = event.annual_rate_pct, scaled_rate(event.annual_rate_pct)
    fold.method.replan(fold)


def apply_disbursement(fold: LoanFold, event: LoanEvent) -> None:
    """More is lent, and bears interest from this day. What was only agreed lapses when the loan is repaid before."""
    if fold.has_ended_early and (fold.projecting or not event.id):
        return
    if fold.is_past_term:
        raise InvalidInput("disbursement", "nothing is paid out after the last due date or after a pay-off")
    fold.method.check_draw(fold, event.amount_minor)
    fold.balance += event.amount_minor
    fold.disbursed += event.amount_minor
    fold.flat_base += event.amount_minor
    fold.method.replan(fold)


def apply_payment_holiday(fold: LoanFold, event: LoanEvent) -> None:
    """Instalments from this day to the day before `until` ask for nothing.

    Interest accrues and is collected, without interest on it, with the first instalment after; or is free.
    One that fitted only a longer term which lapsed has no effect.
    """
    if fold.has_ended_early:
        return
    until = event.until.toordinal() if event.until else 0
    if until <= fold.cursor:
        raise InvalidInput("until", "a payment holiday ends after it begins")
    if fold.is_past_term or until > fold.periods[len(fold.rows) - 1].end:
        if fold.has_lapsed:
            return
        raise InvalidInput("until", "a payment holiday ends on or before the last due date")
    for index in range(fold.open_index, len(fold.rows) - 1):
        row = fold.rows[index]
        if fold.cursor <= row.due < until and not row.is_done:
            fold.resting.add(index)
            fold.deferring.add(index)
            following = fold.rows[index + 1]
            following.fees += row.fees - row.paid_fees
            following.charged += row.charged_unpaid
            row.fees = row.charged = row.paid_fees
    if event.interest == "free":
        fold.free_until = max(fold.free_until, until)
    fold.method.replan(fold)


def apply_extension(fold: LoanFold, event: LoanEvent) -> None:
    """`n` more instalments; what is not yet due is spread over all that are to come."""
    if fold.has_ended_early:
        return
    if fold.is_past_term:
        if fold.has_lapsed:
            return
        raise InvalidInput("extension", "a loan is extended before its last due date")
    fold.add_rows(event.n)
    fold.method.replan(fold)
