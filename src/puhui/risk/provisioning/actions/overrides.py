"""A grade set by people: one proposes, another confirms; it may only be worse than what the rules say."""

from datetime import date
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.risk.provisioning.contracts import CannotOverride, Grade, OverrideFourEyes, OverrideMoved
from puhui.risk.provisioning.models import GradeOverride, LoanGrade

DECIDERS = (Role.RISK_OFFICER, Role.ADMINISTRATOR)
LONGEST_DAYS = 366
LONGEST_REASON = 500


@use_case("provisioning.propose_override", answers=OverrideMoved, subject="loan_id")
def propose_override(call: Call, *, loan_id: UUID, grade: int, until: date, reason: str) -> OverrideMoved:
    """Proposes to grade a loan worse than the rules do, until a day; another colleague must confirm it.

    The caller has made sure that the loan exists.
    """
    call.actor.require(*DECIDERS, Role.RELATIONSHIP_MANAGER, verb="propose a grade")
    told = _checked_reason(reason)
    if grade not in list(Grade)[1:]:
        raise InvalidInput("grade", "a grade set by people is one of 2 (attention) to 5 (loss)")
    today = business_date()
    if not 0 < (until - today).days <= LONGEST_DAYS:
        raise InvalidInput("until", "the day lies after today, and at most a year ahead")
    if GradeOverride.objects.filter(loan_id=loan_id, state__in=["proposed", "in_force"]).exists():
        raise CannotOverride(where="loan_id", reason="another one is open for this loan")
    row = LoanGrade.objects.filter(loan_id=loan_id).first()
    if row and not row.is_ended and row.grade >= grade:
        raise CannotOverride(where="grade", reason="the loan is graded so or worse already")
    made = GradeOverride.objects.create(
        id=new_id(),
        bucket=bucket_of(loan_id),
        loan_id=loan_id,
        grade=grade,
        until=until,
        reason=told,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_at=call.at,
    )
    return OverrideMoved(made.id, "proposed")


@use_case("provisioning.decide_override", answers=OverrideMoved, subject="override_id")
def decide_override(call: Call, *, override_id: UUID, agree: bool) -> OverrideMoved:
    """Confirms a proposed grade, which the next day close applies, or declines it. Never by the one who proposed."""
    call.actor.require(*DECIDERS, verb="decide on a grade")
    found = _locked(override_id)
    if found.proposed_by == call.actor.id:
        raise OverrideFourEyes(where="override_id")
    if found.state != "proposed":
        raise CannotOverride(where="override_id", reason=f"it is {found.state}")
    return _decided(call, found, "in_force" if agree else "declined")


@use_case("provisioning.end_override", answers=OverrideMoved, subject="override_id")
def end_override(call: Call, *, override_id: UUID) -> OverrideMoved:
    """Ends a grade set by people before its day; never by the one who proposed it."""
    call.actor.require(*DECIDERS, verb="decide on a grade")
    found = _locked(override_id)
    if found.proposed_by == call.actor.id:
        raise OverrideFourEyes(where="override_id")
    if found.state != "in_force":
        raise CannotOverride(where="override_id", reason=f"it is {found.state}")
    return _decided(call, found, "ended")


def end_overrides_past(on: date) -> int:
    """Overrides whose day is over hold no longer. Called by the day close."""
    return GradeOverride.objects.filter(state="in_force", until__lt=on).update(state="ended")


def _locked(override_id: UUID) -> GradeOverride:
    found = GradeOverride.objects.select_for_update().filter(id=override_id).first()
    if found is None:
        raise NotFound("override", where="override_id")
    return found


def _decided(call: Call, found: GradeOverride, state: str) -> OverrideMoved:
    found.state = state
    found.decided_by, found.decided_by_name, found.decided_at = call.actor.id, call.actor.name[:80], call.at
    found.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at"])
    return OverrideMoved(found.id, state)


def _checked_reason(reason: str) -> str:
    told = reason.strip()
    if not 3 <= len(told) <= LONGEST_REASON or "\x00" in told:
        raise InvalidInput("reason", f"a reason of 3 to {LONGEST_REASON} characters is needed")
    return told
