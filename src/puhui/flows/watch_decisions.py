"""Watches the decisions of a business date: gathers them with groups, reviews, outcomes and replays, and measures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from puhui.foundation.casework.facade import queue_counts
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import AuditTraits, audit_traits
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.errors import InvalidInput
from puhui.products.lending.facade import loans_paid_out_on
from puhui.products.origination.facade import decisions_of_loans, reviewed_on
from puhui.risk.decisioning.facade import (
    DecisionLine,
    decision_lines,
    decisions_of_day,
    replay_sample,
    training_bins,
)
from puhui.risk.monitoring.facade import (
    WATCHERS,
    DayOfDecisions,
    DayWatched,
    Decided,
    Matured,
    Reviewed,
    Segment,
    Traits,
    days_maturing,
    groups_of,
    is_watched,
    pd_within,
    watch_day,
    watch_policy,
    watched_days,
)
from puhui.risk.provisioning.facade import ever_non_performing

TOPIC = "decisions.watch"
MOST_DAYS = 800
REQUESTS = ("review", "explanation")
Told = Callable[[int, int], None]


@use_case("watch_decisions", answers=DayWatched, subject="on")
def watch_decisions(call: Call, *, on: date) -> DayWatched:
    """Tallies and measures a day that is over, once. Protected attributes are read by the system and only counted."""
    call.actor.require(*WATCHERS, verb="watch decisions")
    if on >= business_date():
        raise InvalidInput("on", "a business date that is closed")
    heard = DayOfDecisions() if is_watched(on) else _heard(on)
    return watch_day(call, on=on, heard=heard)


def watch_span(call: Call, *, since: date, until: date, told: Told | None = None) -> list[DayWatched]:
    """Watches every day of a span that was not watched yet, oldest first, each in a transaction of its own."""
    call.actor.require(*WATCHERS, verb="watch decisions")
    days = (until - since).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput("since", f"a span of one to {MOST_DAYS} days")
    done = watched_days(call.actor, since=since, until=until)
    found = []
    for number in range(days):
        day = since + timedelta(days=number)
        if day not in done:
            found.append(watch_decisions(call.step(day.isoformat()), on=day))
        if told:
            told(number + 1, days)
    return found


def _heard(on: date) -> DayOfDecisions:
    policy = watch_policy(on)
    lines = list(decisions_of_day(SYSTEM, on=on))
    replays = replay_sample(SYSTEM, on=on, most=policy.replay_sample)
    return DayOfDecisions(
        decided=_decided(lines, on=on),
        reviewed=_reviewed(on),
        matured=[loan for months in policy.outcome_months for loan in _matured(on, months=months)],
        replayed=len(replays),
        replays_differing=sum(not result.agrees for result in replays),
        late_requests=_late_requests(SYSTEM, on=on + timedelta(days=1)),
        trained_on={segment_of(line): training_bins(line.card_hash) for line in _one_each(lines)},
    )


def segment_of(line: DecisionLine) -> Segment:
    """The product as one model decides on it."""
    return Segment(product_code=line.product_code, model=line.model)


def _one_each(lines: Sequence[DecisionLine]) -> list[DecisionLine]:
    return list({segment_of(line): line for line in lines}.values())


def _decided(lines: Sequence[DecisionLine], *, on: date) -> list[Decided]:
    groups = _groups({line.firm_id for line in lines if line.firm_id}, on=on)
    return [
        Decided(
            segment=segment_of(line),
            outcome=line.outcome,
            score=line.score,
            band=line.band,
            bins=line.bins,
            rate_bps=None if line.rate_pct is None else int(line.rate_pct * 100),
            groups=groups.get(line.firm_id, {}) if line.firm_id else {},
        )
        for line in lines
    ]


def _groups(party_ids: set[UUID], *, on: date) -> dict[UUID, dict[str, str]]:
    traits: Mapping[UUID, AuditTraits] = audit_traits(SYSTEM, party_ids=party_ids)
    return {party_id: groups_of(Traits(t.sex, t.born_on, t.region), on=on) for party_id, t in traits.items()}


def _reviewed(on: date) -> list[Reviewed]:
    outcomes = reviewed_on(SYSTEM, on=on)
    lines = decision_lines(SYSTEM, decision_ids=[one.decision_id for one in outcomes])
    return [
        Reviewed(
            segment=segment_of(lines[one.decision_id]),
            machine=lines[one.decision_id].outcome,
            people="approve" if one.is_approved else "decline",
        )
        for one in outcomes
        if one.decision_id in lines
    ]


def _matured(on: date, *, months: int) -> Iterator[Matured]:
    """The loans that have been on the book for so many months today, with what had been said of them."""
    borrowers = {loan: who for day in days_maturing(on, months=months) for loan, who in loans_paid_out_on(day).items()}
    decisions = decisions_of_loans(SYSTEM, loan_ids=list(borrowers))
    lines = decision_lines(SYSTEM, decision_ids=list(decisions.values()))
    bad = ever_non_performing(loan_ids=list(decisions), by=on)
    groups = _groups({borrowers[loan_id] for loan_id in decisions}, on=on)
    for loan_id, decision_id in decisions.items():
        if (line := lines.get(decision_id)) is not None:
            yield Matured(
                segment=segment_of(line),
                months=months,
                band=line.band,
                pd=pd_within(line.pd, months=months),
                is_bad=loan_id in bad,
                groups=groups.get(borrowers[loan_id], {}),
            )


def _late_requests(actor: Actor, *, on: date) -> int:
    return sum(queue.late for queue in queue_counts(actor, on=on) if queue.kind in REQUESTS)
