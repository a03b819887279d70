"""What is known of a customer: facts in plain words, the answers they come from, who looked, what was corrected."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from puhui.flows.measure_facts import facts_known
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date, require_party
from puhui.foundation.sources.facade import (
    AnswerView,
    CorrectionView,
    ReadingView,
    SourceDefinition,
    answer_content,
    answers_page,
    corrections_of,
    known_answers,
    note_reading,
    readings_of,
    source_definitions,
)
from puhui.kernel.actors import STAFF_ROLES, Actor, Call, Role
from puhui.kernel.canonical import plain
from puhui.risk.facts.facade import FactDefinition, fact_definitions

WATCHERS = (Role.COMPLIANCE, Role.AUDITOR, Role.ADMINISTRATOR)
MOST_ANSWERS = 200


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """One fact with its definition and where it came from."""

    name: str
    definition: FactDefinition
    value: Decimal | int | None
    standing: str
    as_of: date | None
    known_at: datetime | None
    provenance: str
    answer_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """The answer of a source that counts now, with its content in the words of the source's schema."""

    definition: SourceDefinition
    answer: AnswerView
    content: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a party at an instant."""

    party_id: UUID
    at: datetime
    facts: tuple[ProfileFact, ...]
    held: tuple[HeldAnswer, ...]
    answers: tuple[AnswerView, ...]
    corrections: tuple[CorrectionView, ...]
    readings: tuple[ReadingView, ...]


def own_profile(actor: Actor, *, party_id: UUID, at: datetime) -> Profile:
    """The customer's own profile, or that of a firm they act for."""
    actor.require(Role.CUSTOMER, verb="see what is known of them")
    return _profile(actor, party_id=party_id, at=at)


def read_profile(call: Call, *, party_id: UUID, purpose: str) -> Profile:
    """The same for staff, who say what for; the customer sees who looked and why."""
    note_profile_reading(call, party_id=party_id, purpose=purpose)
    return _profile(call.actor, party_id=party_id, at=call.at)


@use_case("flows.read_profile", answers=UUID, subject="party_id")
def note_profile_reading(call: Call, *, party_id: UUID, purpose: str) -> UUID:
    """Notes that a member of staff looks at everything that is known of a party."""
    call.actor.require(*STAFF_ROLES - {Role.ADMINISTRATOR}, Role.SYSTEM, verb="see what is known of a customer")
    sources = sorted(known_answers(party_id=party_id, at=call.at))
    note_reading(call, party_id=party_id, sources=sources, purpose=purpose)
    return party_id


def _profile(actor: Actor, *, party_id: UUID, at: datetime) -> Profile:
    require_party(actor, party_id=party_id)
    on = home_date(at)
    definitions, sources = fact_definitions(on=on), source_definitions(on=on)
    facts = facts_known(party_id, at=at)
    known = known_answers(party_id=party_id, at=at)
    answers = answers_page(actor, party_id=party_id, most=MOST_ANSWERS)
    by_id = {one.id: one for one in answers}
    held = [
        HeldAnswer(sources[source], by_id.get(one.id) or answer_content(actor, answer_id=one.id)[0], one.content)
        for source, one in known.items()
        if source in sources
    ]
    may_see_readings = actor.is_customer or bool(actor.roles & set(WATCHERS))
    return Profile(
        party_id=party_id,
        at=at,
        facts=tuple(
            ProfileFact(
                f.name, definitions[f.name], f.value, f.standing, f.as_of, f.known_at, f.provenance, f.answer_ids
            )
            for f in facts.values()
        ),
        held=tuple(sorted(held, key=lambda one: one.definition.id)),
        answers=tuple(answers),
        corrections=tuple(corrections_of(actor, party_id=party_id)),
        readings=tuple(readings_of(actor, party_id=party_id)) if may_see_readings else (),
    )


def profile_json(profile: Profile) -> str:
    """The profile as a file for the customer: every fact, every content, who looked."""
    document = {
        "party_id": profile.party_id,
        "at": profile.at,
        "facts": [
            {
                "name": f.name,
                "title": {"en": f.definition.text.en, "zh": f.definition.text.zh},
                "value": f.value,
                "unit": f.definition.unit,
                "formula": f.definition.formula,
                "source": f.definition.source,
                "as_of": f.as_of,
                "known_at": f.known_at,
                "standing": f.standing,
                "provenance": f.provenance,
            }
            for f in profile.facts
        ],
        "answers": [
            {
                "source": one.definition.id,
                "title": {"en": one.definition.title.en, "zh": one.definition.title.zh},
                "as_of": one.answer.as_of,
                "known_at": one.answer.known_at,
                "kept_until": one.answer.expires_on,
                "provenance": one.answer.provenance,
                "content": one.content,
            }
            for one in profile.held
        ],
        "corrections": profile.corrections,
        "looked_at_by": profile.readings,
    }
    return json.dumps(plain(document), ensure_ascii=False, indent=1)


def profile_csv(profile: Profile, *, language: str) -> str:
    """The facts as a table, a line each."""
    stream = io.StringIO()
    lines = csv.writer(stream)
    lines.writerow(["name", "title", "value", "unit", "source", "as_of", "known_at", "standing", "provenance"])
    for f in profile.facts:
        value = "" if f.value is None else f.value
        title = f.definition.text.in_language(language)
        known_at = f.known_at.isoformat() if f.known_at else ""
        lines.writerow(
            [
                f.name,
                title,
                value,
                f.definition.unit,
                f.definition.source,
                f.as_of or "",
                known_at,
                f.standing,
                f.provenance,
            ]
        )
    return stream.getvalue()
