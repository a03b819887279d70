"""What happened to a loan: immutable events, in one stated order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

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
]
Effect = Literal["next_dues", "lower_instalment", "shorten_term"]
HolidayInterest = Literal["accrues", "free"]


@dataclass(frozen=True, slots=True)
class LoanEvent:
    """One thing that happened to a loan on one day. `id` names it for ever; two events of a loan never share one."""

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


def standing_events(events: Iterable[LoanEvent], *, as_of: date) -> list[LoanEvent]:
    """The events without those that a reversal known on `as_of` undoes, and without the reversals.

    A reversed event never happened: not from the day of the reversal, but from its own.
    """
    known = list(events)
    undone = {event.of for event in known if event.kind == "reversal" and event.on <= as_of}
    return [event for event in known if event.kind != "reversal" and event.id not in undone]
