"""Where the cash of a meeting goes: to what is due, then into the group's savings, to the fen."""

from typing import NamedTuple


class Put(NamedTuple):
    """The parts of what a household brought, in minor units."""

    to_loan: int
    to_savings: int


def put_cash(cash_minor: int, *, due_minor: int, owed_minor: int, savings_pct: int) -> Put:
    """First what is due; of what is more, the savings up to their share of the due; the rest repays early.

    What is beyond all that is owed goes into savings, so that nothing is left over: the parts are the cash.
    """
    first = min(cash_minor, due_minor)
    rest = cash_minor - first
    saved = min(rest, due_minor * savings_pct // 100)
    early = min(rest - saved, owed_minor - first) if owed_minor > first else 0
    return Put(first + early, saved + rest - saved - early)
