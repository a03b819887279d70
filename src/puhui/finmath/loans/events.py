"""What happened to a loan: immutable events, in one stated order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from puhui.kernel.errors import InvalidInput

EventKind = Literal[
    "payment",
    "reversal",
    "rate_change",
    "disbursement",
    "payment_holiday",
    "extension",
    "pay_off",
    "fee",
    "waiver",
    "refund",
    "write_off",
    "recovery",
    "sale",
    "re_amortise",
    "renewal",
    "restructure",
    "calendar_change",
]
Effect = Literal["next_dues", "lower_instalment", "shorten_term", "hold"]
HolidayInterest = Literal["accrues", "free"]
Waivable = Literal["", "fees", "penalty", "compound", "interest"]
Treatment = Literal["capitalise", "defer", "waive"]
Arrears = Literal["principal", "interest", "fees", "penalty"]


@dataclass(frozen=True, slots=True)
class LoanEvent:
    """One thing that happened to a loan on one day. `id` names it for ever; two events of a loan never share one.

    Each kind reads the fields that belong to it (docs/reference/schedule.md); the others stay empty. `component` is
    what a waiver gives up (empty: whatever is due), `reason` why a holiday was granted, `method` and `treatment` what a
    restructuring does with each part of the arrears, `moved_dues` the due dates of a new official calendar.
    """

    id: str
    on: date
    kind: EventKind
    amount_minor: int = 0
    effect: Effect = "next_dues"
    of: str = ""
    annual_rate_pct: Decimal | None = None
    until: date | None = None
    interest: HolidayInterest = "accrues"
    n: int = 0
    component: Waivable = ""
    reason: str = ""
    method: str = ""
    treatment: tuple[tuple[Arrears, Treatment], ...] = ()
    moved_dues: tuple[tuple[date, date], ...] = ()


def standing_events(events: Iterable[LoanEvent], *, as_of: date) -> list[LoanEvent]:
    """The events without those that a reversal known on `as_of` undoes, and without the reversals.

    A reversed event never happened: not from the day of the reversal, but from its own.
    """
    known = list(events)
    reversals = {event.id for event in known if event.kind == "reversal"}
    if any(event.of in reversals for event in known if event.kind == "reversal"):
        raise InvalidInput("of", "a reversal is not reversed: what it undid is done again by a new event")
    undone = {event.of for event in known if event.kind == "reversal" and event.on <= as_of}
    return [event for event in known if event.kind != "reversal" and event.id not in undone]
