"""The position of a loan: what a replay says, in the numbers that the books are kept by."""

from dataclasses import dataclass, field
from datetime import date

from puhui.finmath.loans.state import LoanState
from puhui.products.lending.rules.departures import NOTHING_DEPARTED, PARTS, Departed, departed_of, departing_amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Totals of one loan since its first day, in minor units. `interest` and `penalty` are what was earned.

    `is_suspended`: the loan does not accrue; what it earned and was not paid stands in memo accounts, not in the books.
    Compound interest counts as default interest. `departed` is what was settled otherwise than by payment.
    """

    principal: int = 0
    interest: int = 0
    interest_settled: int = 0
    penalty: int = 0
    penalty_settled: int = 0
    fees: int = 0
    fees_settled: int = 0
    unapplied: int = 0
    is_suspended: bool = False
    departed: Departed = NOTHING_DEPARTED


NOTHING = Position()


def position_of(state: LoanState) -> Position:
    """The totals that a replay ends with."""
    return Position(
        principal=state.outstanding.principal,
        interest=state.interest_earned_minor,
        interest_settled=state.settled.interest,
        penalty=state.penalty_earned_minor + state.compound_earned_minor,
        penalty_settled=state.settled.penalty + state.settled.compound,
        fees=state.settled.fees + state.outstanding.fees,
        fees_settled=state.settled.fees,
        unapplied=state.unapplied_minor,
        departed=departed_of(state),
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """What the books must move to get from one position to another, by the names of the posting templates.

    `is_plain`: new money went forward, into dues or held for the customer, and nothing else moved. `raised` and
    `lowered`: what changes the claim without a payment; the one is booked before the rest, the other after it.
    """

    amounts: dict[str, int]
    is_plain: bool = False
    raised: dict[str, int] = field(default_factory=dict)
    lowered: dict[str, int] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """True when the books stay as they are."""
        return not (self.amounts or self.raised or self.lowered)

    def through_unapplied(self) -> "Movement":
        """The same with every part seen: money comes in as held for the customer, and goes on from there."""
        if not self.is_plain:
            return self
        parts = {name: amount for name, amount in self.amounts.items() if name != "unapplied"}
        return Movement({"received": sum(self.amounts.values()), **parts})

    def without_earnings(self) -> "Movement":
        """Only what money did: what was earned is in the day's journal of the group."""
        return Movement({name: amount for name, amount in self.amounts.items() if name not in EARNED_PARTS})


PLAIN_PARTS = frozenset({"fees", "penalty", "interest", "principal", "unapplied"})
EARNED_PARTS = frozenset(
    {"interest_earned", "penalty_earned", "fees_charged", "interest_unearned", "penalty_unearned", "fees_uncharged"}
)
ALL_PARTS = (
    "interest_earned",
    "penalty_earned",
    "fees_charged",
    "received",
    "fees_back",
    "penalty_back",
    "interest_back",
    "principal_back",
    "fees",
    "penalty",
    "interest",
    "principal",
    "interest_unearned",
    "penalty_unearned",
    "fees_uncharged",
    "returned",
)


def movement_between(before: Position, after: Position, *, received: int) -> Movement:
    """The net difference: income that grew or shrank, and money that met dues, or left them again.

    `received` is new money (below zero: money that went back). What is not used up stays unapplied.
    """
    earned = {
        "interest_earned": after.interest - before.interest,
        "penalty_earned": after.penalty - before.penalty,
        "fees_charged": after.fees - before.fees,
    }
    gone = [after.departed.gone(part) - before.departed.gone(part) for part in range(len(PARTS))]
    lent = after.departed.became_principal - before.departed.became_principal
    met = {
        "fees": after.fees_settled - before.fees_settled - gone[2],
        "penalty": after.penalty_settled - before.penalty_settled - gone[3],
        "interest": after.interest_settled - before.interest_settled - gone[1],
        "principal": before.principal - after.principal + lent - gone[0],
    }
    held = after.unapplied - before.unapplied + after.departed.recovered - before.departed.recovered
    if sum(met.values()) + held != received:
        raise AssertionError("a booking must use up the money it is about")
    raised, lowered = departing_amounts(before.departed, after.departed, suspended=before.is_suspended)
    if received > 0 and held >= 0 and not any(earned.values()) and min(met.values()) >= 0:
        return Movement(_without_zeros({**met, "unapplied": held}), is_plain=True, raised=raised, lowered=lowered)
    opposite = {"interest_earned": "interest_unearned", "penalty_earned": "penalty_unearned"}
    amounts = {"received": max(received, 0), "returned": max(-received, 0)}
    for name, amount in earned.items():
        amounts[name if amount > 0 else opposite.get(name, "fees_uncharged")] = abs(amount)
    for name, amount in met.items():
        amounts[name if amount > 0 else f"{name}_back"] = abs(amount)
    return Movement(_without_zeros(amounts), raised=raised, lowered=lowered)


def _without_zeros(amounts: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in amounts.items() if amount}


def days_between(earlier: date | None, later: date) -> int:
    """Days past due of the oldest unpaid due; 0 when nothing is late."""
    return max((later - earlier).days, 0) if earlier else 0
