"""What can be asked of facts: what is known of a party at an instant, what was kept of it, whose facts are stale."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from puhui.foundation.evidence.facade import written_once
from puhui.foundation.party.facade import home_date, require_party
from puhui.foundation.sources.facade import KnownAnswer, Subject, known_answers_of, source_definitions
from puhui.kernel.actors import Actor
from puhui.risk.facts.catalogue import definition_of, fact_rules, subject_of
from puhui.risk.facts.contracts import FactRecordView, FactsHeld, KnownFact
from puhui.risk.facts.models import FactMark, FactRecord
from puhui.risk.facts.rules.measuring import facts_from_answers
from puhui.risk.facts.rules.source_facts import Value, measured

_NEVER: Final = (True, None)  # stale, for nothing was ever measured


def source_facts(
    *, party_id: UUID, at: datetime, subject: Subject, allowed: Iterable[str] | None = None
) -> dict[str, KnownFact]:
    """Every declared fact about a party as it was known at an instant, unknown ones too. For flows: no rights.

    `allowed` names the sources that may be used (those with a consent); preset: all.
    """
    return source_facts_of([(party_id, at, subject)], allowed=None if allowed is None else [set(allowed)])[0]


def source_facts_of(
    asked: Iterable[tuple[UUID, datetime, Subject]], *, allowed: Sequence[set[str]] | None = None
) -> list[dict[str, KnownFact]]:
    """The same for many parties, each at its own instant, in two queries; the order of the questions is kept.

    `allowed`: for each question the sources that may be used.
    """
    questions = list(asked)
    known = known_answers_of([(party_id, at) for party_id, at, _ in questions])
    usable = allowed if allowed is not None else [None] * len(questions)
    return [
        _facts(answers, at=at, subject=subject, allowed=these)
        for (_, at, subject), answers, these in zip(questions, known, usable, strict=True)
    ]


def facts_of_contents(
    contents: Mapping[str, Mapping[str, Any] | None], *, subject: Subject, on: date
) -> dict[str, Value]:
    """The declared facts over sources named in `contents`, measured as decisions measure them; no database.

    None: the source has nothing on record. To train on what a population's sources say.
    """
    rules = (rule for rule in fact_rules(on=on).values() if rule.source in contents)
    return {r.name: measured(r, contents[r.source], on=on) for r in rules if subject_of(r, on=on) == subject}


def facts_of(actor: Actor, *, party_id: UUID) -> list[FactRecordView]:
    """The facts of a party as they were kept last, by name, with their lineage."""
    require_party(actor, party_id=party_id)
    mark = FactMark.objects.filter(party_id=party_id).first()
    stale = mark is None or mark.stale_since is not None
    return [_view(row, is_stale=stale) for row in newest_records(party_id)]


def facts_held(party_ids: Collection[UUID]) -> dict[UUID, FactsHeld]:
    """What is kept of these parties, in two queries for any number of them. For flows: no rights are looked at."""
    marks = {party_id: (since is not None, at) for party_id, since, at in _marks(party_ids)}
    origins: dict[tuple[str, ...], tuple[UUID, ...]] = {}  # many facts are measured from the same answers
    kept: dict[UUID, list[FactRecordView]] = {party_id: [] for party_id in party_ids}
    for party_id, name, value, definition, answers, as_of, measured_at in _kept_last(party_ids):
        told = tuple(answers)
        if told not in origins:
            origins[told] = tuple(map(UUID, told))
        is_stale = marks.get(party_id, _NEVER)[0]
        kept[party_id].append(FactRecordView(name, value, definition, origins[told], as_of, measured_at, is_stale))
    found = {}
    for party_id, records in kept.items():
        is_stale, at = marks.get(party_id, _NEVER)
        found[party_id] = FactsHeld(at, is_stale, tuple(records))
    return found


@written_once
def _marks(party_ids: Collection[UUID]) -> QuerySet[FactMark, Any]:
    return FactMark.objects.filter(party_id__in=party_ids).values_list("party_id", "stale_since", "measured_at")


@written_once
def _kept_last(party_ids: Collection[UUID]) -> QuerySet[FactRecord, Any]:
    rows = _newest(FactRecord.objects.filter(party_id__in=party_ids))
    return rows.values_list("party_id", "name", "value", "definition", "answers", "as_of", "measured_at")


def newest_values(party_ids: Collection[UUID], *, names: Collection[str]) -> dict[UUID, dict[str, str | None]]:
    """The values kept last of some facts of these parties, in one query. For counts of flows: no rights."""
    found: dict[UUID, dict[str, str | None]] = {}
    for row in _newest(FactRecord.objects.filter(party_id__in=party_ids, name__in=names)):
        found.setdefault(row.party_id, {})[row.name] = row.value
    return found


def fact_history(actor: Actor, *, party_id: UUID, name: str, most: int = 50) -> list[FactRecordView]:
    """What one fact was, newest first."""
    require_party(actor, party_id=party_id)
    rows = FactRecord.objects.filter(party_id=party_id, name=name).order_by("-measured_at", "-id")
    return [_view(row, is_stale=False) for row in rows[: max(1, min(most, 200))]]


def stale_parties(*, most: int = 500) -> list[UUID]:
    """Whose facts must be measured anew, longest stale first. For jobs."""
    found = FactMark.objects.exclude(stale_since=None).order_by("stale_since")
    return list(found.values_list("party_id", flat=True)[:most])


def is_stale(party_id: UUID) -> bool:
    """Whether something new is known of the party since its facts were measured. For flows: no rights."""
    return FactMark.objects.filter(party_id=party_id).exclude(stale_since=None).exists()


def newest_records(party_id: UUID) -> list[FactRecord]:
    """The row kept last of each fact, in the order of names."""
    return list(_newest(FactRecord.objects.filter(party_id=party_id)))


def _newest(rows: QuerySet[FactRecord]) -> QuerySet[FactRecord]:
    place = Window(
        RowNumber(), partition_by=[F("party_id"), F("name")], order_by=[F("measured_at").desc(), F("id").desc()]
    )
    return rows.annotate(place=place).filter(place=1).order_by("name")


def _facts(
    answers: dict[str, KnownAnswer], *, at: datetime, subject: Subject, allowed: set[str] | None
) -> dict[str, KnownFact]:
    on = home_date(at)
    rules = {name: rule for name, rule in fact_rules(on=on).items() if subject_of(rule, on=on) == subject}
    used = {name: one for name, one in answers.items() if allowed is None or name in allowed}
    used = {name: one for name, one in used.items() if name in source_definitions(on=on)}
    return facts_from_answers(used, rules=rules, at=at, version=lambda name: definition_of(name, on=on))


def _view(row: FactRecord, *, is_stale: bool) -> FactRecordView:
    return FactRecordView(
        name=row.name,
        value=row.value,
        definition=row.definition,
        answer_ids=tuple(UUID(one) for one in row.answers),
        as_of=row.as_of,
        measured_at=row.measured_at,
        is_stale=is_stale,
    )
