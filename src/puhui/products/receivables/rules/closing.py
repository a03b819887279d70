"""How a receivable ends: what goes against the reserve, what is claimed of the seller, what is released."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """What a credit note or a buy-back takes from the reserve, and what the seller owes beyond it."""

    from_reserve: int
    claimed: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What a write-off takes from the reserve that is not owed any more, the allowance, and the result."""

    from_reserve: int
    from_allowance: int
    expense: int


@dataclass(frozen=True, slots=True)
class Closing:
    """What happens to the reserve when nothing is outstanding any more; amounts in minor units."""

    rebate: int
    late_charge: int
    offset: int
    released: int
    claim_left: int


def taken_from(amount: int, *, reserve_left: int) -> Taken:
    """The reserve first, the seller for the rest."""
    part = min(amount, reserve_left)
    return Taken(part, amount - part)


def loss_of(outstanding: int, *, reserve_left: int, allowance: int) -> Loss:
    """What nobody will pay: the reserve, owed only once the debtor paid; then what was set aside; then the result."""
    reserve = min(outstanding, reserve_left)
    set_aside = min(outstanding - reserve, allowance)
    return Loss(reserve, set_aside, outstanding - reserve - set_aside)


def closing_of(*, reserve_left: int, unearned: int, late_charge: int, claim_left: int) -> Closing:
    """The discount not earned goes back to the seller; a late charge and what the seller owes are taken from the whole.

    The late charge never takes more than there is: it is no new debt.
    """
    pool = reserve_left + unearned
    late = min(late_charge, pool)
    offset = min(claim_left, pool - late)
    return Closing(unearned, late, offset, pool - late - offset, claim_left - offset)


def allowance_of(
    outstanding: int, *, reserve_left: int, days_past_due: int, ladder: tuple[tuple[int, int], ...]
) -> int:
    """What is set aside for a debtor who is late: percent of what the reserve does not cover, by days past due."""
    pct = max((share for days, share in ladder if days_past_due >= days), default=0)
    return -(-max(outstanding - reserve_left, 0) * pct // 100)
