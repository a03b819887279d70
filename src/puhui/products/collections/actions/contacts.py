"""Records contacts that the rules allow, and nothing else; keeps choices and holds."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.products.collections.contracts import (
    CHOOSABLE,
    SILENT,
    BadHours,
    Channel,
    ChoicesKept,
    ContactAsk,
    ContactRecorded,
    ContactRefused,
    HoldKind,
    HoldSet,
    Hours,
    NewAttempt,
    Outcome,
    Verdict,
    Whom,
)
from puhui.products.collections.models import ContactAttempt, ContactHold, ContactProfile, Outsourcer
from puhui.products.collections.policy_files import conduct_on, policy_on
from puhui.products.collections.queries.contacts import standings
from puhui.products.collections.rules.contacts import local_date, may_contact

COLLECTORS: Final = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER)
SETTING_HOLDS: Final = (*COLLECTORS, Role.COMPLIANCE, Role.SYSTEM)
SPOKEN: Final = frozenset({Outcome.REACHED, Outcome.NO_ANSWER, Outcome.REFUSED, Outcome.WRONG_NUMBER})


def write_contact(call: Call, *, made: NewAttempt) -> ContactRecorded:
    """Records an attempt of staff; refused, with nothing written, when the rules refuse it. A part of a use case."""
    call.actor.require(*COLLECTORS, verb="contact a debtor")
    _check_outcome(made)
    lock_profile(made.party_id)
    verdict = judge_contact(call, made=made)
    if not verdict.allowed:
        raise ContactRefused(verdict, earliest=_shown(verdict, call))
    row = _row(call, made, is_automatic=False)
    row.save(force_insert=True)
    return ContactRecorded(row.id, row.is_effective)


def judge_contact(call: Call, *, made: NewAttempt) -> Verdict:
    """What the rules say of this contact now."""
    outsourcer = Outsourcer.objects.filter(id=made.outsourcer_id).first() if made.outsourcer_id else None
    if made.outsourcer_id and outsourcer is None:
        raise NotFound("outsourcer", where="outsourcer_id")
    ask = ContactAsk(
        channel=made.channel,
        at=call.at,
        whom=made.whom,
        third_party=made.third_party,
        is_outsourced=outsourcer is not None,
        evaluated_on=outsourcer.evaluated_on if outsourcer else None,
    )
    return may_contact(ask, standings([made.party_id], at=call.at)[made.party_id], conduct_on(call.at.date()))


@use_case("collections.note_refused_contact", answers=UUID, subject="party_id")
def note_refused_contact(call: Call, *, party_id: UUID, channel: str, whom: str, rule: str) -> UUID:
    """Leaves a trace in the audit log of a contact that the rules refused; nothing else is written."""
    del channel, whom, rule
    return party_id


def record_automatic(call: Call, *, sent: Sequence[NewAttempt]) -> None:
    """Records reminders that a flow sent after asking the rules. A part of a use case."""
    ContactAttempt.objects.bulk_create([_row(call, made, is_automatic=True) for made in sent], batch_size=500)


def lock_profile(party_id: UUID) -> ContactProfile:
    """Locks the party's row: two contacts of one debtor are judged one after the other."""
    row = ContactProfile(party_id=party_id, bucket=bucket_of(party_id))
    ContactProfile.objects.bulk_create([row], ignore_conflicts=True)
    return ContactProfile.objects.select_for_update().get(party_id=party_id)


@use_case("collections.choose_contacts", answers=ChoicesKept, subject="party_id")
def choose_contacts(
    call: Call,
    *,
    party_id: UUID,
    channels_off: Collection[str] = (),
    hours: Hours | None = None,
    spares_others: bool = False,
) -> ChoicesKept:
    """Keeps which channels a party turned off, between which hours it may be contacted, and whether others are spared.

    Notices on the party's own pages and letters cannot be turned off: what the law makes us tell is told.
    """
    call.actor.require(Role.CUSTOMER, *COLLECTORS, verb="choose how to be contacted")
    require_party(call.actor, party_id=party_id)
    off = sorted(set(channels_off))
    if any(channel not in CHOOSABLE for channel in off):
        raise InvalidInput("channels_off", f"some of {', '.join(CHOOSABLE)}")
    _check_hours(call, hours)
    row = lock_profile(party_id)
    row.channels_off, row.spares_others, row.updated_at = off, spares_others, call.at
    row.hours_from, row.hours_until = (hours.begins, hours.until) if hours else (None, None)
    row.save()
    return ChoicesKept(party_id)


@use_case("collections.hold_contacts", answers=HoldSet, subject="party_id")
def hold_contacts(
    call: Call,
    *,
    party_id: UUID,
    kind: str,
    reason: str,
    until: date | None = None,
    source_id: UUID | None = None,
) -> HoldSet:
    """Leaves a debtor in peace; the same source holds once."""
    call.actor.require(*SETTING_HOLDS, Role.CUSTOMER, verb="hold contacts")
    require_party(call.actor, party_id=party_id)
    if kind not in set(HoldKind):
        raise InvalidInput("kind", f"one of {', '.join(HoldKind)}")
    row = ContactHold(
        id=new_id(),
        bucket=bucket_of(party_id),
        party_id=party_id,
        kind=kind,
        source_id=source_id,
        reason=clean_text(reason, where="reason", most=500),
        since_at=call.at,
        until=until,
        set_by=call.actor.id,
    )
    ContactHold.objects.bulk_create([row], ignore_conflicts=True)
    if source_id is None:
        return HoldSet(row.id)
    return HoldSet(ContactHold.objects.get(kind=kind, source_id=source_id, lifted_at=None).id)


@use_case("collections.lift_hold", answers=HoldSet, subject="hold_id")
def lift_hold(call: Call, *, hold_id: UUID) -> HoldSet:
    """Ends a hold: a complaint was answered, a dispute settled."""
    call.actor.require(*SETTING_HOLDS, verb="lift a hold")
    on = ContactHold.objects.filter(id=hold_id, lifted_at=None)
    if not on.update(lifted_at=call.at, lifted_by=call.actor.id):
        raise NotFound("hold", where="hold_id")
    return HoldSet(hold_id)


def lift_holds_of(call: Call, *, source_ids: Collection[UUID]) -> None:
    """Ends the holds that these promises or requests set. A part of a use case."""
    on = ContactHold.objects.filter(source_id__in=list(source_ids), lifted_at=None)
    on.update(lifted_at=call.at, lifted_by=call.actor.id)


def _check_outcome(made: NewAttempt) -> None:
    spoken = made.channel in (Channel.VOICE, Channel.VISIT)
    fits = made.outcome in SPOKEN if spoken else made.outcome == Outcome.SENT
    if not fits:
        raise InvalidInput("outcome", "calls and visits reach somebody or not; messages and letters are sent")
    if made.whom == Whom.THIRD_PARTY:
        clean_text(made.third_party, where="third_party", most=40)


def _check_hours(call: Call, hours: Hours | None) -> None:
    if hours is None:
        return
    least = policy_on(call.at.date()).care.least_hours
    begins, until = (at.hour * 60 + at.minute for at in (hours.begins, hours.until))
    if (until - begins) % (24 * 60) < least * 60:
        raise BadHours(where="hours", hours=least)


def _row(call: Call, made: NewAttempt, *, is_automatic: bool) -> ContactAttempt:
    return ContactAttempt(
        id=new_id(),
        bucket=bucket_of(made.party_id),
        party_id=made.party_id,
        loan_id=made.loan_id,
        at=made.at or call.at,
        local_on=local_date(made.at or call.at, conduct_on(call.at.date())),
        channel=made.channel,
        whom=made.whom,
        third_party=made.third_party.strip(),
        outcome=made.outcome,
        is_effective=made.outcome in (Outcome.REACHED, Outcome.REFUSED) and made.channel not in SILENT,
        is_automatic=is_automatic,
        outsourcer_id=made.outsourcer_id,
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        note=clean_text(made.note, where="note", least=0, most=500),
    )


def _shown(verdict: Verdict, call: Call) -> str:
    if verdict.earliest_at is None:
        return ""
    return verdict.earliest_at.astimezone(conduct_on(call.at.date()).zone).strftime("%Y-%m-%d %H:%M")
