"""Whether people, scores, answers and outcomes are what they were: measures of one segment from its tallies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from puhui.finmath.group_statistics import counts_between, cuts_of, psi_by_chance
from puhui.finmath.statistics import Z95, Interval, psi, share_interval
from puhui.risk.monitoring.contracts import Level, Measured, Segment
from puhui.risk.monitoring.rules.levels import (
    Limit,
    level_above,
    level_of_difference,
    level_of_index,
)
from puhui.risk.monitoring.rules.tallies import rows_in

Table = Mapping[str, Sequence[int]]
MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """What measures are judged by: limits by name, and how many rows say anything."""

    limits: Mapping[str, Limit]
    least_rows: int
    least_group: int


def measured(
    segment: Segment,
    name: str,
    subject: str,
    found: Interval | float,
    *,
    reference: float | None,
    rows: int,
    level: Level,
) -> Measured:
    """A row of the watch, from an interval or from a plain value."""
    shape = found if isinstance(found, Interval) else None
    return Measured(
        segment=segment,
        measure=name,
        subject=subject,
        value=found.value if isinstance(found, Interval) else found,
        reference=reference,
        low=shape.low if shape else None,
        high=shape.high if shape else None,
        rows=rows,
        level=level,
    )


def score_shift(segment: Segment, *, now: Table, before: Table, judge: Judge) -> list[Measured]:
    """PSI of the score over ten parts fixed at the reference, and the mean score."""
    told, known = _numbers(now), _numbers(before)
    cuts = cuts_of(known)
    rows = sum(told.values())
    thin = rows < judge.least_rows
    expected, actual = counts_between(known, cuts), counts_between(told, cuts)
    index = _index(segment, "score_psi", "", counts=(expected, actual), judge=judge)
    mean = _mean(told)
    reference = _mean(known).value
    level = level_of_difference(mean, reference=reference, limit=judge.limits["score_mean"], is_thin=thin)
    return [index, measured(segment, "score_mean", "", mean, reference=reference, rows=rows, level=level)]


def fact_shift(segment: Segment, fact: str, *, now: Table, before: Table, judge: Judge) -> list[Measured]:
    """The shift of a fact over the model's own bins, and how much of it is not known."""
    bins = sorted({*now, *before})
    expected, actual = ([table.get(b, [0])[0] for b in bins] for table in (before, now))
    rows = sum(actual)
    unknown = share_interval(now.get(MISSING, [0])[0], of=rows)
    reference = before.get(MISSING, [0])[0] / max(1, sum(expected))
    level = level_of_difference(
        unknown, reference=reference, limit=judge.limits["fact_unknown"], is_thin=rows < judge.least_rows
    )
    return [
        _index(segment, "fact_psi", fact, counts=(expected, actual), judge=judge),
        measured(segment, "fact_unknown", fact, unknown, reference=reference, rows=rows, level=level),
    ]


def answers(segment: Segment, *, now: Table, before: Table | None, judge: Judge) -> list[Measured]:
    """How often the machine approves and refers, against the reference once there is one."""
    rows, base = rows_in(now), rows_in(before or {})
    found = []
    for name, outcome in (("approval", "approve"), ("referral", "refer")):
        share = share_interval(now.get(outcome, [0])[0], of=rows)
        reference = before.get(outcome, [0])[0] / base if before and base else None
        level = Level.THIN
        if reference is not None:
            thin = rows < judge.least_rows
            level = level_of_difference(share, reference=reference, limit=judge.limits[name], is_thin=thin)
        found.append(measured(segment, name, "", share, reference=reference, rows=rows, level=level))
    return found


def reviews(segment: Segment, *, now: Table, judge: Judge) -> list[Measured]:
    """What people make of the machine's refusals and referrals."""
    found = []
    for name, machine in (("turned_round", "decline"), ("people_approve", "refer")):
        yes = now.get(f"{machine}|approve", [0])[0]
        rows = yes + now.get(f"{machine}|decline", [0])[0]
        if rows:
            share, limit = share_interval(yes, of=rows), judge.limits[name]
            level = level_above(share, base=limit.warn / 2, limit=limit, is_thin=rows < judge.least_group)
            found.append(measured(segment, name, "", share, reference=None, rows=rows, level=level))
    return found


def outcomes(segment: Segment, subject: str, *, now: Table, judge: Judge, measure: str = "bad_rate") -> list[Measured]:
    """The share that went bad against the mean of what had been said, with Wilson's interval."""
    rows, bad, said = (sum(numbers[place] for numbers in now.values()) for place in range(3))
    if not rows:
        return []
    share, reference = share_interval(bad, of=rows), said / rows / 1_000_000
    least = judge.least_rows if measure == "bad_rate" else judge.least_group
    level = level_of_difference(share, reference=reference, limit=judge.limits[measure], is_thin=rows < least)
    return [measured(segment, measure, subject, share, reference=reference, rows=rows, level=level)]


def _index(
    segment: Segment, name: str, subject: str, *, counts: tuple[Sequence[int], Sequence[int]], judge: Judge
) -> Measured:
    expected, actual = counts
    rows = sum(actual)
    value = psi(expected, actual)
    chance = psi_by_chance(expected_rows=sum(expected), actual_rows=rows, bins=len(expected))
    level = level_of_index(value, by_chance=chance, limit=judge.limits[name], is_thin=rows < judge.least_rows)
    return measured(segment, name, subject, value, reference=chance, rows=rows, level=level)


def _numbers(table: Table) -> dict[float, int]:
    return {float(value): numbers[0] for value, numbers in table.items()}


def _mean(counts: Mapping[float, int]) -> Interval:
    rows = sum(counts.values())
    mean = sum(value * n for value, n in counts.items()) / max(1, rows)
    spread = sum(n * (value - mean) ** 2 for value, n in counts.items()) / max(1, rows - 1)
    half = Z95 * sqrt(spread / max(1, rows))
    return Interval(mean, mean - half, mean + half)
