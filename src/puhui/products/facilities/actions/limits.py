"""Limits are cut, raised, frozen, reviewed and ended: by staff under policy, by the holder, or by the day close."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.dates import add_months
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.facilities.actions.keeping import (
    Happened,
    balances_of,
    count_undrawn,
    locked,
    locked_many,
    moved,
    record,
)
from puhui.products.facilities.contracts import FacilityMoved, FacilityState, ProposalMoved, ProposalState
from puhui.products.facilities.models import Facility, FacilityProposal
from puhui.products.facilities.policy_files import Act, facility_policy
from puhui.products.facilities.refusals import AnotherColleague, CannotChangeLimit, FacilityNotInState

RAISE_FROM: Final = Text(
    en="the customer lowered it, and it may be raised from {on} on", zh="客户已主动调低额度，须自 {on} 起方可调高"
)
BY_STAFF, BY_HOLDER, REVIEW = "staff", "holder", "review"


@use_case("facilities.change", answers=ProposalMoved, subject="facility_id")
def change_facility(
    call: Call, *, facility_id: UUID, act: Act, reason: str, limit: Money | None = None
) -> ProposalMoved:
    """Cuts, raises, freezes, unfreezes, reviews or closes. What lets more be lent waits for a second person by policy.

    `limit` goes with a cut and a raise. A review keeps the limit and names the day of the next one.
    """
    rule = facility_policy(business_date()).rule(act)
    call.actor.require(*rule.roles, verb=f"change a facility: {act}")
    row = locked(facility_id)
    why = clean_text(reason, where="reason", most=300)
    _check(row, act=act, limit=limit)
    proposal = FacilityProposal(
        id=new_id(),
        facility=row,
        kind=act,
        amount_minor=limit.minor if limit else None,
        code=BY_STAFF,
        reason=why,
        state=ProposalState.PROPOSED if rule.second else ProposalState.DONE,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_on=business_date(),
    )
    if FacilityProposal.objects.filter(facility=row, kind=act, state=ProposalState.PROPOSED).exists():
        raise FacilityNotInState(where="facility_id", state="waiting for a second person")
    proposal.save(force_insert=True)
    if not rule.second:
        _do(call, row, act=act, limit_minor=proposal.amount_minor, code=BY_STAFF, reason=why)
    return _answer(proposal)


@use_case("facilities.decide_proposal", answers=ProposalMoved, subject="proposal_id")
def decide_proposal(call: Call, *, proposal_id: UUID, agree: bool) -> ProposalMoved:
    """A second person agrees to what was proposed, or does not."""
    found = FacilityProposal.objects.filter(id=proposal_id).first()
    if found is None:
        raise NotFound("proposal", where="proposal_id")
    row = locked(found.facility_id)
    proposal = FacilityProposal.objects.select_for_update().get(id=proposal_id)
    act: Act = proposal.kind  # type: ignore[assignment]  # only acts are written there
    call.actor.require(*facility_policy(business_date()).rule(act).second, verb=f"confirm: {act}")
    if proposal.state != ProposalState.PROPOSED:
        raise FacilityNotInState(where="proposal_id", state=proposal.state)
    if call.actor.id == proposal.proposed_by:
        raise AnotherColleague(where="proposal_id")
    proposal.state = ProposalState.DONE if agree else ProposalState.DECLINED
    proposal.decided_by, proposal.decided_by_name = call.actor.id, call.actor.name[:80]
    proposal.save(update_fields=["state", "decided_by", "decided_by_name"])
    if agree:
        limit = Money(proposal.amount_minor, row.currency) if proposal.amount_minor is not None else None
        _check(row, act=act, limit=limit)
        _do(call, row, act=act, limit_minor=proposal.amount_minor, code=proposal.code, reason=proposal.reason)
    return _answer(proposal)


def lower_limit(call: Call, *, facility_id: UUID, limit: Money) -> FacilityMoved:
    """The holder lowers their own limit, at once; raising it again takes a wait and a new decision. Part of a flow."""
    row = locked(facility_id)
    _check(row, act="cut", limit=limit)
    row.raise_from = business_date() + timedelta(days=facility_policy(business_date()).raise_wait_days + 1)
    record(call, Happened(row, "cut", limit.minor, reason=BY_HOLDER), saves=["raise_from"])
    return moved(row)


def freeze_facilities(call: Call, *, why: Mapping[UUID, str], reason: str) -> list[UUID]:
    """Stops new draws, each for its reason; those frozen for that reason already are left alone. Part of a flow."""
    rows = [r for r in locked_many(why).values() if why[r.id] not in r.freezes and r.state != FacilityState.CLOSED]
    for row in rows:
        count_undrawn(row, to=business_date())
        row.freezes, row.is_frozen = [*row.freezes, why[row.id]], True
    if rows:
        record(
            call,
            *(Happened(r, "frozen", reason=f"{why[r.id]}: {reason}") for r in rows),
            saves=["freezes", "is_frozen"],
        )
    return [row.id for row in rows]


def thaw_facilities(call: Call, *, facility_ids: Collection[UUID], code: str) -> int:
    """Takes one reason to freeze away where it no longer holds; others go on holding. Part of a flow."""
    rows = [row for row in locked_many(facility_ids).values() if code in row.freezes]
    for row in rows:
        count_undrawn(row, to=business_date())
        row.freezes = [kept for kept in row.freezes if kept != code]
        row.is_frozen = bool(row.freezes)
    if rows:
        record(call, *(Happened(row, "unfrozen", reason=code) for row in rows), saves=["freezes", "is_frozen"])
    return len(rows)


def end_facilities(call: Call, *, on: date, most: int = 500) -> tuple[int, int]:
    """Facilities whose time to draw is over expire; those on which nothing is owed any more close. How many of each."""
    due = Facility.objects.filter(state=FacilityState.OPEN, available_until__lt=on).order_by("id")
    expired = list(locked_many(due.values_list("id", flat=True)[:most]).values())
    for row in expired:
        count_undrawn(row, to=on)
        row.state = FacilityState.EXPIRED
    if expired:
        record(call, *(Happened(row, "expired") for row in expired), saves=["state"])
    idle = Q(drawn_minor=0, reserved_minor=0, state=FacilityState.EXPIRED)
    paid = Facility.objects.filter(idle).order_by("id")
    closed = list(locked_many(paid.values_list("id", flat=True)[:most]).values())
    for row in closed:
        row.state = FacilityState.CLOSED
    if closed:
        record(call, *(Happened(row, "closed") for row in closed), saves=["state"])
    return len(expired), len(closed)


def _check(row: Facility, *, act: Act, limit: Money | None) -> None:
    if row.state == FacilityState.CLOSED:
        raise FacilityNotInState(where="facility_id", state=row.state)
    if (limit is not None) != (act in ("cut", "raised")):
        raise InvalidInput("limit", "a limit goes with a cut and a raise, and with nothing else")
    if limit is not None:
        _check_limit(row, act=act, limit=limit)
    if act == "unfrozen" and BY_STAFF not in row.freezes:
        raise FacilityNotInState(where="facility_id", state="not frozen by staff")
    if act == "frozen" and BY_STAFF in row.freezes:
        raise FacilityNotInState(where="facility_id", state="frozen")
    if act == "closed" and balances_of(row).used:
        raise FacilityNotInState(where="facility_id", state="in use")


def _check_limit(row: Facility, *, act: Act, limit: Money) -> None:
    if limit.currency != row.currency or limit.minor < 0:
        raise InvalidInput("limit", f"an amount in {row.currency}, not below zero")
    if act == "cut" and limit.minor >= row.limit_minor:
        raise CannotChangeLimit(where="limit", why="it is not lower than now", why_zh="新额度不低于现额度")
    if act == "raised" and not row.limit_minor < limit.minor <= row.ceiling_minor:
        raise CannotChangeLimit(
            where="limit",
            why="it lies between the limit now and what the contract says; more needs a new contract",
            why_zh="新额度须高于现额度且不超过合同约定额度，超出须另行签约",
        )
    if act == "raised" and row.raise_from and business_date() < row.raise_from:
        raise CannotChangeLimit(
            where="limit",
            why=RAISE_FROM.filled(on=row.raise_from).en,
            why_zh=RAISE_FROM.filled(on=row.raise_from).zh,
        )


def _do(call: Call, row: Facility, *, act: Act, limit_minor: int | None, code: str, reason: str) -> None:
    """What was decided happens; the event tells it."""
    amount, saves = limit_minor or 0, ["freezes", "is_frozen", "state", "review_on", "reviewed_on"]
    count_undrawn(row, to=business_date())  # by what held until now
    if act == "frozen":
        row.freezes = [*row.freezes, code]
    elif act == "unfrozen":
        row.freezes = [kept for kept in row.freezes if kept != code]
    elif act == "closed":
        row.state = FacilityState.CLOSED
    elif act == "reviewed":
        today = business_date()
        row.reviewed_on, row.review_on = today, add_months(today, facility_policy(today).review_months)
        row.freezes = [kept for kept in row.freezes if kept != REVIEW]
    row.is_frozen = bool(row.freezes)
    record(call, Happened(row, act, amount, reason=reason), saves=saves)


def _answer(proposal: FacilityProposal) -> ProposalMoved:
    return ProposalMoved(proposal.id, proposal.facility_id, proposal.kind, ProposalState(proposal.state))
