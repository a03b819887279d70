"""Looks at what stands behind loans as a day is closed: owed over cover, values that run out, pledges to release."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from puhui.flows.secure_loan.pledge import KIND
from puhui.foundation.casework.facade import NewCase, drop_cases, open_cases
from puhui.kernel.actors import Call
from puhui.kernel.ids import bucket_of
from puhui.products.collateral.facade import (
    RATIO,
    REPAID,
    VALUE,
    CollateralPolicy,
    Cover,
    Seen,
    WatchLevel,
    answering_for,
    collateral_policy,
    cover_in,
    end_guarantees,
    keep_episodes,
    ratio_bps,
    values_running_out,
    watch_level,
)
from puhui.products.lending.facade import LoanState, claims_of, group_of, loans_now, spans_of

OVER = (LoanState.CLOSED, LoanState.CANCELLED)
TOLD = {
    RATIO: "what is owed stands too high over the value that counts: ask for more security, or for a payment",
    VALUE: "the value of a pledged thing, or the right itself, runs out: have it valued again",
    REPAID: "the loan is over and things are still pledged for it: release them",
}


def watch_groups(call: Call, *, groups: Sequence[int], day: date) -> dict[int, int]:
    """Keeps the episodes of these groups and tells each once, as a case. Gives debts and things looked at, by group.

    Work goes with what is pledged, never with the book: some statements for all groups together.
    """
    on = day + timedelta(days=1)
    buckets, policy = spans_of(groups), collateral_policy(day)
    covers = cover_in(buckets, on=on)
    claims = claims_of(covers)
    owed = {one.loan_id: one.principal_minor for one in loans_now(loan_ids=covers, on=on)}
    over = [id_ for id_, claim in claims.items() if claim.state in OVER and not claim.written_off_minor]
    end_guarantees(call, ids=answering_for(over))
    things = values_running_out(buckets, on=on, days=policy.expiring_days)
    owners = {thing.asset_id: thing.owner_id for thing in things}
    seen = {
        RATIO: _ratios(policy, covers, owed),
        REPAID: [Seen(subject_id=id_, level=WatchLevel.WARN) for id_ in over if _is_pledged(covers[id_])],
        VALUE: [Seen(subject_id=id_, level=WatchLevel.WARN) for id_ in owners],
    }
    parties = {id_: claim.borrower_id for id_, claim in claims.items()} | owners
    for kind, found in seen.items():
        turned = keep_episodes(call, kind=kind, buckets=buckets, seen=found, on=on)
        _tell(call, kind=kind, told=turned.told, parties=parties, due_on=on + timedelta(days=policy.case_days))
        drop_cases(call, kind=KIND, subjects=[str(id_) for id_ in turned.ended], outcome="well again")
    return _counted([*covers, *owners], groups)


def _ratios(policy: CollateralPolicy, covers: Mapping[UUID, Cover], owed: Mapping[UUID, int]) -> list[Seen]:
    """Loans that things stand behind, of which too much is owed; guarantees alone are no value to be watched."""
    seen = []
    for loan_id, cover in covers.items():
        if not _is_pledged(cover) or loan_id not in owed:
            continue
        level = watch_level(owed[loan_id], cover.things_minor, warn_pct=policy.warn_pct, act_pct=policy.act_pct)
        if level != WatchLevel.FINE:
            ratio = ratio_bps(owed[loan_id], cover.things_minor)
            seen.append(Seen(subject_id=loan_id, level=level, ratio_bps=ratio))
    return seen


def _is_pledged(cover: Cover) -> bool:
    return cover.pledges > 0


def _tell(call: Call, *, kind: str, told: Sequence[UUID], parties: Mapping[UUID, UUID], due_on: date) -> None:
    cases = [
        NewCase(kind=KIND, subject=str(id_), party_id=parties.get(id_), due_on=due_on, reason=TOLD[kind])
        for id_ in told
    ]
    open_cases(call, cases=cases)


def _counted(ids: Sequence[UUID], groups: Sequence[int]) -> dict[int, int]:
    counts = dict.fromkeys(groups, 0)
    for id_ in ids:
        group = group_of(bucket_of(id_))
        counts[group] = counts.get(group, 0) + 1
    return counts
