"""How orders are told apart, how a loan is split over milestones, and how a buyer's payment is shared."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from puhui.kernel.canonical import digest
from puhui.kernel.money import Money


class Shared(NamedTuple):
    """A buyer's payment: what repays the loan, and what is the seller's; in minor units."""

    to_loan: int
    to_seller: int


def number_key(number: str) -> str:
    """A number as it is compared: without what people type differently."""
    return re.sub(r"[\W_]+", "", number).upper()


def fingerprint_of(*, buyer_id: UUID, number: str, amount: Money, ordered_on: date) -> str:
    """The same for one order, whoever names it: buyer, number, amount and date. The seller is no part of it."""
    return digest([str(buyer_id), number_key(number), amount.minor, amount.currency, ordered_on])


def parts_of(principal_minor: int, shares_pct: Sequence[int]) -> list[int]:
    """The principal by milestones: each up to the fen of the running sum, so that all make the whole."""
    parts, done, share = [], 0, 0
    for pct in shares_pct:
        share += pct
        upto = principal_minor * share // 100
        parts.append(upto - done)
        done = upto
    return parts


def shared(paid_minor: int, *, owed_minor: int) -> Shared:
    """The loan first, the surplus to the seller."""
    to_loan = min(paid_minor, owed_minor)
    return Shared(to_loan, paid_minor - to_loan)


def most_lent(amount: Money, *, advance_pct: int) -> Money:
    """What is lent on an order at the most, rounded down to the fen."""
    return Money(amount.minor * advance_pct // 100, amount.currency)
