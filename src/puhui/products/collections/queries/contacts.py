"""What is known of contacts: choices, holds, attempts; and the standing that the rules look at, for one or many."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from puhui.foundation.party.facade import require_party, tags_of_many
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.products.collections.contracts import (
    Channel,
    ChoicesView,
    ContactAsk,
    ContactView,
    Hold,
    HoldKind,
    HoldView,
    Hours,
    Outcome,
    OutsourcerView,
    Standing,
    Verdict,
    Whom,
)
from puhui.products.collections.models import ContactAttempt, ContactHold, ContactProfile, Outsourcer
from puhui.products.collections.policy_files import conduct_on
from puhui.products.collections.rules.contacts import local_date, may_contact

LOOK_BACK = 50  # the latest attempts of a debtor that can matter for "cannot be reached"


def choices_of(actor: Actor, *, party_id: UUID) -> ChoicesView:
    """What a party within the actor's reach chose about contacts."""
    require_party(actor, party_id=party_id)
    found = ContactProfile.objects.filter(party_id=party_id).first()
    return _choices(found) if found else ChoicesView(party_id=party_id)


def contacts_of(actor: Actor, *, party_id: UUID, most: int = 50) -> list[ContactView]:
    """Attempts to contact a party, newest first; what staff noted is shown to staff."""
    require_party(actor, party_id=party_id)
    kept = ContactAttempt.objects.filter(party_id=party_id).order_by("-id")[: min(most, 200)]
    return [_view(row, with_note=actor.reads_all) for row in kept]


def holds_of(actor: Actor, *, party_id: UUID) -> list[HoldView]:
    """Holds that are on, oldest first."""
    require_party(actor, party_id=party_id)
    kept = ContactHold.objects.filter(party_id=party_id, lifted_at=None).order_by("id")
    return [HoldView(id=h.id, kind=HoldKind(h.kind), reason=h.reason, since_at=h.since_at, until=h.until) for h in kept]


def outsourcers(actor: Actor) -> list[OutsourcerView]:
    """The firms that collect for the lender."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read outsourcers")
    return [
        OutsourcerView(id=o.id, name=o.name, evaluated_on=o.evaluated_on, result=o.result)
        for o in Outsourcer.objects.order_by("name")
    ]


def contact_verdicts(actor: Actor, *, party_id: UUID, at: datetime) -> dict[Channel, Verdict]:
    """For each channel: may the debtor be contacted in this way now, and if not why and when."""
    require_party(actor, party_id=party_id)
    conduct = conduct_on(at.date())
    standing = standings([party_id], at=at)[party_id]
    return {channel: may_contact(ContactAsk(channel=channel, at=at), standing, conduct) for channel in Channel}


def standings(party_ids: Collection[UUID], *, at: datetime) -> dict[UUID, Standing]:
    """What the rules look at, for many debtors with a few statements. For flows: no rights are looked at."""
    ids = list(dict.fromkeys(party_ids))
    conduct = conduct_on(at.date())
    profiles = ContactProfile.objects.filter(party_id__in=ids).in_bulk()
    tags, holds = tags_of_many(ids), _holds(ids)
    attempts = _attempts(ids)
    return {
        party_id: _standing(
            profiles.get(party_id),
            tags.get(party_id, frozenset()),
            holds[party_id],
            attempts[party_id],
            local_date(at, conduct),
        )
        for party_id in ids
    }


def _holds(ids: list[UUID]) -> dict[UUID, list[Hold]]:
    found: dict[UUID, list[Hold]] = defaultdict(list)
    for row in ContactHold.objects.filter(party_id__in=ids, lifted_at=None):
        found[row.party_id].append(Hold(HoldKind(row.kind), row.until))
    return found


def _attempts(ids: list[UUID]) -> Mapping[UUID, list[ContactAttempt]]:
    """The attempts by people, newest first; automatic reminders say nothing about who can be reached."""
    found: dict[UUID, list[ContactAttempt]] = defaultdict(list)
    rows = ContactAttempt.objects.filter(party_id__in=ids, is_automatic=False).order_by("-id")
    for row in rows[: LOOK_BACK * len(ids)]:
        found[row.party_id].append(row)
    return found


def _standing(
    profile: ContactProfile | None,
    tags: frozenset[str],
    holds: Iterable[Hold],
    attempts: list[ContactAttempt],
    today: date,
) -> Standing:
    own = [a for a in attempts if a.whom == Whom.DEBTOR]
    unanswered = _unanswered(own)
    return Standing(
        channels_off=frozenset(Channel(c) for c in profile.channels_off) if profile else frozenset(),
        hours=_hours(profile),
        spares_others=profile is not None and profile.spares_others,
        holds=tuple(holds),
        tags=tags,
        effective_calls=sum(a.channel == Channel.VOICE and a.is_effective and a.local_on == today for a in own),
        visits=sum(a.channel == Channel.VISIT and a.local_on == today for a in own),
        unanswered=len(unanswered),
        unanswered_days=len({a.local_on for a in unanswered}),
        refused_by=frozenset(
            a.third_party for a in attempts if a.whom == Whom.THIRD_PARTY and a.outcome == Outcome.REFUSED
        ),
    )


def _unanswered(own: list[ContactAttempt]) -> list[ContactAttempt]:
    """The attempts since the debtor was last reached."""
    silent: list[ContactAttempt] = []
    for attempt in own:
        if attempt.is_effective:
            break
        if attempt.outcome in (Outcome.NO_ANSWER, Outcome.WRONG_NUMBER):
            silent.append(attempt)
    return silent


def _hours(profile: ContactProfile | None) -> Hours | None:
    if profile is None or profile.hours_from is None or profile.hours_until is None:
        return None
    return Hours(profile.hours_from, profile.hours_until)


def _choices(row: ContactProfile) -> ChoicesView:
    return ChoicesView(
        party_id=row.party_id,
        channels_off=tuple(Channel(c) for c in row.channels_off),
        hours=_hours(row),
        spares_others=row.spares_others,
        updated_at=row.updated_at,
    )


def _view(row: ContactAttempt, *, with_note: bool) -> ContactView:
    return ContactView(
        id=row.id,
        at=row.at,
        channel=Channel(row.channel),
        whom=Whom(row.whom),
        third_party=row.third_party,
        outcome=Outcome(row.outcome),
        is_effective=row.is_effective,
        is_automatic=row.is_automatic,
        by_name=row.by_name,
        note=row.note if with_note else "",
        loan_id=row.loan_id,
    )
