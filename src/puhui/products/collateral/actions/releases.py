"""Gives pledges up, whole or in part: at once while enough stays behind the debt, else when a second person agrees."""

from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collateral.actions.pledges import locked_pledge
from puhui.products.collateral.contracts import LIVE, PledgeState, ReleaseMoved, ReleaseState
from puhui.products.collateral.models import Pledge, Release
from puhui.products.collateral.policy_files import collateral_policy
from puhui.products.collateral.queries.book import cover_of, given_on
from puhui.products.collateral.refusals import AnotherPerson, CannotPledge, CoverTooLow, PledgeNotOpen
from puhui.products.collateral.rules.values import needed_minor


def ask_release(
    call: Call,
    *,
    pledge_id: UUID,
    keeps: Money,
    owed_minor: int,
    reason: str,
    replaced_by: UUID | None,
    is_exception: bool,
) -> ReleaseMoved:
    """Gives a pledge up, down to what it `keeps` (nothing: the whole). A part of a flow, which knows what is owed.

    Done at once while the perfected pledges that are left cover what policy asks. Otherwise it is refused, unless it is
    asked as an exception: then it waits for a second person. `replaced_by`: the perfected pledge that takes its place.
    """
    call.actor.require(Role.OPERATIONS, Role.RISK_OFFICER, verb="release collateral")
    pledge, today = locked_pledge(pledge_id), business_date()
    _check_open(pledge, keeps=keeps)
    if replaced_by:
        _check_replacement(pledge, replaced_by)
    after = _cover_after(pledge, keeps_minor=keeps.minor)
    needed = needed_minor(owed_minor, cover_least_pct=collateral_policy(today).cover_least_pct)
    if after < needed and not is_exception:
        amounts = {"cover": after, "owed": owed_minor, "needed": needed}
        raise CoverTooLow(where="pledge_id", **{k: Money(v, keeps.currency) for k, v in amounts.items()})
    row = Release.objects.create(
        id=new_id(),
        pledge=pledge,
        from_minor=pledge.secured_minor,
        to_minor=keeps.minor,
        replaced_by=replaced_by,
        reason=clean_text(reason, where="reason", least=4, most=500),
        owed_minor=owed_minor,
        cover_after_minor=after,
        state=ReleaseState.PROPOSED if after < needed else ReleaseState.DONE,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_on=today,
    )
    if row.state == ReleaseState.DONE:
        _give_up(row)
    return ReleaseMoved(row.id, pledge.id, ReleaseState(row.state))


def decide_release(call: Call, *, release_id: UUID, agree: bool) -> ReleaseMoved:
    """A second person agrees to less cover than policy asks, or does not. A part of a flow."""
    call.actor.require(Role.RISK_OFFICER, verb="agree to less cover")
    found = Release.objects.filter(id=release_id).values_list("pledge_id", flat=True).first()
    if found is None:
        raise NotFound("release", where="release_id")
    pledge = locked_pledge(found)
    row = Release.objects.select_for_update().get(id=release_id)
    if row.state != ReleaseState.PROPOSED:
        raise PledgeNotOpen(where="release_id", state=row.state)
    if row.proposed_by == call.actor.id:
        raise AnotherPerson(where="release_id")
    row.pledge = pledge
    row.state = ReleaseState.DONE if agree else ReleaseState.DECLINED
    row.decided_by, row.decided_by_name = call.actor.id, call.actor.name[:80]
    row.save(update_fields=["state", "decided_by", "decided_by_name"])
    if agree:
        _check_open(pledge, keeps=Money(row.to_minor, pledge.asset.currency))
        _give_up(row)
    return ReleaseMoved(row.id, pledge.id, ReleaseState(row.state))


def _check_open(pledge: Pledge, *, keeps: Money) -> None:
    if pledge.state not in LIVE:
        raise PledgeNotOpen(where="pledge_id", state=pledge.state)
    if keeps.currency != pledge.asset.currency or not 0 <= keeps.minor < pledge.secured_minor:
        raise InvalidInput("keeps", "less than what is secured now, and not below zero")
    if Release.objects.filter(pledge=pledge, state=ReleaseState.PROPOSED).exists():
        raise PledgeNotOpen(where="pledge_id", state="asked to be released")


def _check_replacement(pledge: Pledge, replaced_by: UUID) -> None:
    other = Pledge.objects.filter(id=replaced_by, debt_id=pledge.debt_id, state=PledgeState.PERFECTED).first()
    if other is None or other.id == pledge.id:
        why = "what takes its place must be another perfected pledge of the same debt"
        raise CannotPledge(where="replaced_by", why=why, why_zh="替代担保须为同一债务上已生效的另一项担保")


def _cover_after(pledge: Pledge, *, keeps_minor: int) -> int:
    """What the perfected pledges of the debt would be given afterwards, in minor units."""
    today = business_date()
    now = cover_of([pledge.debt_id], on=today)[pledge.debt_id].things_minor
    if pledge.state != PledgeState.PERFECTED:
        return now
    given = next(g for g in given_on(Pledge.objects.filter(id=pledge.id), on=today) if g.pledge_id == pledge.id)
    return now - max(given.given_minor - keeps_minor, 0)


def _give_up(row: Release) -> None:
    pledge = row.pledge
    if row.to_minor:
        pledge.secured_minor = row.to_minor
    else:
        pledge.state, pledge.released_on = PledgeState.RELEASED, business_date()
    pledge.save(update_fields=["secured_minor", "state", "released_on"])
