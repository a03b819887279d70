"""Where the due days of a running loan would go on another day of the month."""

from datetime import date
from typing import Final
from uuid import UUID

from puhui.finmath.loans.engine import replay
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor
from puhui.kernel.texts import Text
from puhui.products.lending.change_contracts import CannotChangeLoan, ChangeAsked
from puhui.products.lending.queries.loans import loan_row
from puhui.products.lending.queries.replays import engine_events, events_by_loan, terms_of, unmoved_events
from puhui.products.lending.rules.payment_day import PAYMENT_DAY, moves_to_day

OWN_CALENDAR: Final = Text(
    en="the due days of this loan follow a calendar of their own", zh="该贷款的还款日按专门日历安排"
)
NOTHING_MOVES: Final = Text(en="no payment to come would move to that day", zh="没有后续还款可以移到这一天")


def asked_payment_day(actor: Actor, loan_id: UUID, *, day: int, earliest: date, most_days: int) -> ChangeAsked:
    """The change that moves what falls due from `earliest` on to the day `day` of the month, by `most_days` at most.

    Refused where a holiday calendar moves due days already, or nothing is left that could move.
    """
    row = loan_row(actor, loan_id)
    rows, terms, today = events_by_loan([loan_id])[loan_id], terms_of(row), business_date()
    own, now = (
        [line.due_date for line in replay(terms, events, as_of=today).instalments]
        for events in (unmoved_events(rows), engine_events(rows))
    )
    if terms.due_shift != "none" or len(own) != len(now):
        raise CannotChangeLoan(where="day", reason=OWN_CALENDAR)
    dues = list(zip(own, now, strict=True))
    moves = moves_to_day(dues, day=day, after=today, earliest=earliest, most_days=most_days)
    if all(moves.get(natural, natural) == known for natural, known in dues):
        raise CannotChangeLoan(where="day", reason=NOTHING_MOVES)
    treatment = {natural.isoformat(): moved.isoformat() for natural, moved in moves.items()}
    return ChangeAsked(kind="calendar_change", on=today, treatment=treatment, reason=PAYMENT_DAY)
