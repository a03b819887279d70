"""What of a thing's value may be lent against: after the haircut for its kind and age, and for how long it runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from puhui.finmath.waterfalls import fill_in_order
from puhui.products.collateral.contracts import WatchLevel


class Step(NamedTuple):
    """From so many whole months on, so many percent."""

    months: int
    pct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRule:
    """How the value of one kind of thing is counted. `terms` is empty for things that do not end."""

    haircuts: tuple[Step, ...]
    terms: tuple[Step, ...]


class Valued(NamedTuple):
    """A thing as it is valued: how much in minor units, when, until when that holds, and when the right ends."""

    value_minor: int
    valued_on: date
    valid_until: date
    right_until: date | None


class Claim(NamedTuple):
    """A live pledge on a thing: its rank, and how much it secures in minor units."""

    pledge_id: UUID
    rank: int
    secured_minor: int


def whole_months(earlier: date, later: date) -> int:
    """Whole months from one day to a later one; below zero when it lies before."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - 1 if later.day < earlier.day else months


def lendable_minor(rule: ValueRule, valued: Valued | None, *, on: date) -> int:
    """What may be lent against a thing on a day, in minor units, rounded down.

    Nothing without a valuation, after its last day, or after the end of the right.
    """
    if valued is None or not valued.valued_on <= on <= valued.valid_until:
        return 0
    haircut = _from_step(rule.haircuts, whole_months(valued.valued_on, on), before=100)
    counted = valued.value_minor * (100 - haircut)
    if not rule.terms:
        return counted // 100
    if valued.right_until is None or valued.right_until < on:
        return 0
    return counted * _from_step(rule.terms, whole_months(on, valued.right_until), before=0) // 10_000


def allocate(lendable: int, claims: Iterable[Claim]) -> dict[UUID, int]:
    """What each pledge is given of a thing's lendable value: in the order of rank, each up to what it secures.

    The parts add up to no more than the value, so that nothing is counted twice; a pledge of a later rank takes only
    what those before it leave. A senior one keeps all that it secures set aside, drawn or not (Civil Code 414, 420).
    """
    ordered = sorted(claims, key=lambda claim: claim.rank)
    given, _ = fill_in_order(lendable, (claim.secured_minor for claim in ordered))
    return {claim.pledge_id: part for claim, part in zip(ordered, given, strict=True)}


def free_minor(lendable: int, claims: Sequence[Claim]) -> int:
    """What of the lendable value no pledge takes."""
    return lendable - sum(allocate(lendable, claims).values())


def needed_minor(owed_minor: int, *, cover_least_pct: int) -> int:
    """The cover that policy asks for what is owed, rounded up."""
    return -(-owed_minor * cover_least_pct // 100)


def ratio_bps(owed_minor: int, cover_minor: int) -> int | None:
    """What is owed over the value that counts, in hundredths of a percent, rounded up; None without such a value."""
    return -(-owed_minor * 10_000 // cover_minor) if cover_minor > 0 else None


def watch_level(owed_minor: int, cover_minor: int, *, warn_pct: int, act_pct: int) -> WatchLevel:
    """How a debt stands: what is owed, over what counts, from which share on a person is told."""
    if owed_minor <= 0:
        return WatchLevel.FINE
    ratio = ratio_bps(owed_minor, cover_minor)
    if ratio is None or ratio > act_pct * 100:
        return WatchLevel.ACT
    return WatchLevel.WARN if ratio > warn_pct * 100 else WatchLevel.FINE


def _from_step(steps: Sequence[Step], months: int, *, before: int) -> int:
    return next((step.pct for step in sorted(steps, reverse=True) if months >= step.months), before)
