"""How the proceeds of a thing that was sold are split: costs, then the pledges by rank, and the rest to its owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from puhui.finmath.waterfalls import fill_in_order


class Owed(NamedTuple):
    """A pledge when the thing is sold: its rank, what it secures, and what its debt comes to that day."""

    pledge_id: UUID
    rank: int
    secured_minor: int
    owed_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Who gets what, in minor units; it adds up to the proceeds."""

    costs_minor: int
    paid: dict[UUID, int]
    surplus_minor: int


def split_proceeds(proceeds_minor: int, *, costs_minor: int, owed: Sequence[Owed]) -> Split:
    """Costs first, then each pledge in its rank up to what it secures and what is owed, the rest to the owner.

    Civil Code 389 (costs are secured), 413 and 438 (the rest belongs to the owner), 414 (rank), 561 (costs first).
    """
    ordered = sorted(owed, key=lambda one: one.rank)
    wanted = [costs_minor, *(min(one.secured_minor, one.owed_minor) for one in ordered)]
    (costs, *parts), rest = fill_in_order(proceeds_minor, wanted)
    paid = {one.pledge_id: part for one, part in zip(ordered, parts, strict=True)}
    return Split(costs_minor=costs, paid=paid, surplus_minor=rest)
