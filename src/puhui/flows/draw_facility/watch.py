"""Looks at limits as a day is closed: who is late or tagged draws no more, reviews become cases, what is over ends."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.draw_facility.commitment import charge_commitment
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.casework.facade import NewCase, open_cases
from puhui.foundation.party.facade import parties_tagged
from puhui.kernel.actors import Call
from puhui.kernel.ids import bucket_of
from puhui.products.facilities.facade import (
    FacilityPolicy,
    end_facilities,
    facility_policy,
    freeze_facilities,
    frozen_in,
    held_by,
    loans_of,
    release_expired,
    thaw_facilities,
    to_review,
)
from puhui.products.lending.facade import claims_of, group_of, loans_at_age, loans_of_borrowers, spans_of

CASE: Final = "limit"
LATE, TAGGED, REVIEW = "late", "tagged", "review"
LOOKED_AT_AGAIN: Final = (
    0,
    7,
    22,
    52,
    82,
)  # days after the first look: a loan that came to be late at once is seen too
NOTICES: Final[Mapping[str, str]] = {LATE: "limit_frozen_late", TAGGED: "limit_frozen", REVIEW: "limit_frozen_review"}


def watch_facilities(call: Call, *, groups: Sequence[int], day: date) -> dict[int, int]:
    """Does it for the facilities of these groups, and tells holders. Gives how many were looked at, by group.

    Work goes with what is late, frozen or falls due, never with how many limits there are.
    """
    on, policy = day + timedelta(days=1), facility_policy(day)
    buckets = spans_of(groups)
    frozen = frozen_in(buckets=buckets)
    _thaw(call, frozen, policy, on=on)
    late = _freeze(call, held_by(_late_borrowers(groups, policy, on=on)), code=LATE)
    reviews = _reviews(call, buckets, policy, on=on)
    looked_at = [*frozen, *late, *reviews]
    if 0 in groups:  # what is one statement for all of them
        tagged = parties_tagged(policy.freeze_tags)
        looked_at += _freeze(call, held_by(tagged), code=TAGGED)
        release_expired(call, at=call.at)
        end_facilities(call, on=on)
        charge_commitment(call, day=day)
    return _counted(looked_at, groups)


def _late_borrowers(groups: Sequence[int], policy: FacilityPolicy, *, on: date) -> set[UUID]:
    """Borrowers with a loan that comes to an age at which limits are frozen."""
    ages = [policy.freeze_days_past_due + days for days in LOOKED_AT_AGAIN]
    return {loan.borrower_id for loan in loans_at_age(groups=groups, on=on, ages=ages)}


def _freeze(call: Call, facilities: Mapping[UUID, UUID], *, code: str) -> list[UUID]:
    frozen = freeze_facilities(call, why=dict.fromkeys(facilities, code), reason="day close")
    for holder_id in {facilities[id_] for id_ in frozen}:
        tell_borrower(call, borrower_id=holder_id, kind=NOTICES[code])
    return frozen


def _thaw(call: Call, frozen: Mapping[UUID, tuple[UUID, tuple[str, ...]]], policy: FacilityPolicy, *, on: date) -> None:
    """What was frozen for a reason that no longer holds can be drawn again, unless another reason still does."""
    by_late = {id_: holder for id_, (holder, codes) in frozen.items() if LATE in codes}
    still = _still_late(by_late, policy, on=on)
    well = [id_ for id_, holder in by_late.items() if holder not in still and id_ not in _written_off(by_late)]
    thaw_facilities(call, facility_ids=well, code=LATE)
    tagged = parties_tagged(policy.freeze_tags) if any(TAGGED in codes for _, codes in frozen.values()) else {}
    clear = [id_ for id_, (holder, codes) in frozen.items() if TAGGED in codes and holder not in tagged]
    thaw_facilities(call, facility_ids=clear, code=TAGGED)
    gone = {(id_, LATE) for id_ in well} | {(id_, TAGGED) for id_ in clear}
    freed = [id_ for id_, (_, codes) in frozen.items() if all((id_, code) in gone for code in codes)]
    for id_ in freed:
        tell_borrower(call, borrower_id=frozen[id_][0], kind="limit_free_again")


def _still_late(by_late: Mapping[UUID, UUID], policy: FacilityPolicy, *, on: date) -> set[UUID]:
    loans = loans_of_borrowers(borrower_ids=set(by_late.values()), least=1, on=on)
    least = policy.freeze_days_past_due
    return {one.borrower_id for one in loans if max(one.principal_age, one.interest_age) >= least}


def _written_off(facility_ids: Collection[UUID]) -> set[UUID]:
    """Facilities with a claim that was written off and is not recovered."""
    loans = loans_of(facility_ids)
    return {loans[id_] for id_, claim in claims_of(loans).items() if claim.written_off_minor}


def _reviews(call: Call, buckets: Sequence[tuple[int, int]], policy: FacilityPolicy, *, on: date) -> list[UUID]:
    """Cases for reviews that come; what is past its day without one can only be repaid until it is done."""
    found = to_review(buckets=buckets, until=on + timedelta(days=policy.review_days_before))
    cases = [
        NewCase(kind=CASE, subject=str(id_), party_id=holder, due_on=due_on, reason="the limit is to be reviewed")
        for id_, holder, due_on in found
    ]
    open_cases(call, cases=cases)
    _freeze(call, {id_: holder for id_, holder, due_on in found if due_on < on}, code=REVIEW)
    return [id_ for id_, _, _ in found]


def _counted(ids: Sequence[UUID], groups: Sequence[int]) -> dict[int, int]:
    counts = dict.fromkeys(groups, 0)
    for id_ in ids:
        group = group_of(bucket_of(id_))
        counts[group] = counts.get(group, 0) + 1
    return {group: counts[group] for group in groups}
