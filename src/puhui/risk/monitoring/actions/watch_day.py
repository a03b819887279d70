"""Watches a business date: counts its decisions once, compares windows with references, opens cases for alarms.

The cost is that of the day's decisions and of the kept counts of at most one long window, however long the history.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from math import isfinite

from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import protected_attributes
from puhui.risk.monitoring.actions.alarms import follow_episodes
from puhui.risk.monitoring.actions.references import fix_references
from puhui.risk.monitoring.actions.windows import Kept, windows_on
from puhui.risk.monitoring.contracts import DayOfDecisions, DayWatched, Measured, Segment
from puhui.risk.monitoring.models import DayOfWatch, DayTally, Measure
from puhui.risk.monitoring.policy import WatchPolicy, watch_policy
from puhui.risk.monitoring.rules import fairness, stability
from puhui.risk.monitoring.rules.levels import level_of_count
from puhui.risk.monitoring.rules.stability import Judge
from puhui.risk.monitoring.rules.tallies import (
    FACT,
    GROUP,
    MATURED,
    OUTCOME,
    PRICE,
    PROXY,
    REVIEW,
    SCORE,
    tallies_of,
)

WATCHERS = (Role.SYSTEM, Role.RISK_OFFICER, Role.COMPLIANCE, Role.ADMINISTRATOR)
HOUSE = Segment(product_code="", model="")


def is_watched(on: date) -> bool:
    """True when the day was watched already."""
    return DayOfWatch.objects.filter(business_date=on).exists()


def watch_day(call: Call, *, on: date, heard: DayOfDecisions) -> DayWatched:
    """Tallies and measures a day, once; a day that was watched stays as it is. A part of a use case."""
    call.actor.require(*WATCHERS, verb="watch decisions")
    policy = watch_policy(on)
    if is_watched(on):
        return DayWatched(on, Measure.objects.filter(business_date=on).count(), 0)
    _keep_tallies(on, heard)
    fix_references(call, on=on, heard=heard, least=policy.reference_rows)
    judge = judge_of(policy)
    measured = [*_house(heard, judge), *_segments(windows_on(on, policy), judge, on)]
    found = [one for one in measured if isfinite(one.value)]
    _keep_measures(found, on=on, policy=policy)
    DayOfWatch.objects.create(
        business_date=on,
        policy=policy.name,
        decisions=len(heard.decided),
        replayed=heard.replayed,
        watched_at=call.at,
    )
    alarms = follow_episodes(call, found, on=on, policy=policy)
    return DayWatched(on, len(found), alarms)


def judge_of(policy: WatchPolicy) -> Judge:
    """The limits of a policy, as the rules take them."""
    limits = {name: policy.limit(name) for name in policy.limits}
    return Judge(limits=limits, least_rows=policy.least_rows, least_group=policy.least_group)


def _keep_tallies(on: date, heard: DayOfDecisions) -> None:
    rows = [
        DayTally(
            id=new_id(),
            business_date=on,
            product_code=key.segment.product_code,
            model=key.segment.model,
            kind=key.kind,
            subject=key.subject,
            counts=counts,
        )
        for key, counts in tallies_of(heard).items()
    ]
    DayTally.objects.bulk_create(rows, batch_size=200)


def _house(heard: DayOfDecisions, judge: Judge) -> list[Measured]:
    """What is counted for the whole house: replays that differ, requests past their day."""
    counts = (("replay", heard.replays_differing, heard.replayed), ("late_requests", heard.late_requests, 0))
    return [
        stability.measured(
            HOUSE, name, "", float(n), reference=None, rows=rows, level=level_of_count(n, limit=judge.limits[name])
        )
        for name, n, rows in counts
    ]


def _segments(kept: Mapping[Segment, Kept], judge: Judge, on: date) -> Iterable[Measured]:
    attributes = {a.name: a.reference for a in protected_attributes(on).protected if a.groups}
    for segment, window in kept.items():
        yield from _stability(segment, window, judge)
        for attribute, reference in attributes.items():
            yield from _fairness(segment, window, attribute, reference=reference, judge=judge)


def _stability(segment: Segment, window: Kept, judge: Judge) -> Iterable[Measured]:
    if window.now(SCORE) and window.before(SCORE):
        yield from stability.score_shift(segment, now=window.now(SCORE), before=window.before(SCORE), judge=judge)
    for fact in window.subjects(FACT):
        now, before = window.now(FACT, fact), window.before(FACT, fact)
        if now and before:
            yield from stability.fact_shift(segment, fact, now=now, before=before, judge=judge)
    if now := window.now(OUTCOME):
        yield from stability.answers(segment, now=now, before=window.before(OUTCOME), judge=judge)
    yield from stability.reviews(segment, now=window.long(REVIEW), judge=judge)
    for kind in window.kinds(MATURED):
        months = kind.removeprefix(f"{MATURED}_")
        yield from stability.outcomes(segment, months, now=window.long(kind), judge=judge)


def _fairness(segment: Segment, window: Kept, attribute: str, *, reference: str, judge: Judge) -> Iterable[Measured]:
    """Groups are small: they are always looked at over the longest window."""
    shares, prices = window.long(GROUP, attribute), window.long(PRICE, attribute)
    yield from fairness.approval_ratios(segment, attribute, now=shares, reference=reference, judge=judge)
    yield from fairness.price_gaps(segment, attribute, now=prices, reference=reference, judge=judge)
    yield from fairness.telling_facts(segment, attribute, halves=window.halves(PROXY, attribute), judge=judge)
    for kind in window.kinds(MATURED):
        months = kind.removeprefix(f"{MATURED}_")
        for group, numbers in window.long(kind, attribute).items():
            yield from stability.outcomes(
                segment, f"{attribute}:{group}:{months}", now={group: numbers}, judge=judge, measure="group_bad_rate"
            )


def _keep_measures(found: Iterable[Measured], *, on: date, policy: WatchPolicy) -> None:
    rows = [
        Measure(
            id=new_id(),
            business_date=on,
            product_code=one.segment.product_code,
            model=one.segment.model,
            measure=one.measure,
            subject=one.subject,
            value=Decimal(f"{one.value:.6f}"),
            reference=_exact(one.reference),
            low=_exact(one.low),
            high=_exact(one.high),
            rows=one.rows,
            level=one.level,
            policy=policy.name,
        )
        for one in found
    ]
    Measure.objects.bulk_create(rows, batch_size=200)


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.6f}")
