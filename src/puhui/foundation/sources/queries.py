"""What can be asked of sources: answers with their standing, who looked, how the sources serve, corrections."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, Sum

from puhui.foundation.party.facade import home_date, party_ids_for, require_party, unseal
from puhui.foundation.sources.contracts import (
    AnswerView,
    CorrectionState,
    CorrectionView,
    KnownAnswer,
    ReadingView,
    SourceDefinition,
    SourceHealth,
    Standing,
    Status,
)
from puhui.foundation.sources.models import Correction, Reading, SourceAnswer
from puhui.foundation.sources.registry import source_definitions
from puhui.foundation.sources.rules.choosing import choose
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound

_USABLE = (Status.OK, Status.ABSENT)
_CHOOSING = ("id", "party_id", "source", "status", "known_at", "corrects_id", "content_hash")
MOST_LATENCIES = 2000


def known_answers(*, party_id: UUID, at: datetime) -> dict[str, KnownAnswer]:
    """What is known of a party at an instant, by source; what is not there is unknown. For flows: no rights."""
    return known_answers_of([(party_id, at)])[0]


def known_answers_of(asked: Iterable[tuple[UUID, datetime]]) -> list[dict[str, KnownAnswer]]:
    """The same for many parties, each at its own instant, in two queries; the order of the questions is kept."""
    questions = list(asked)
    rows: dict[UUID, list[SourceAnswer]] = {}
    definitions = [source_definitions(on=home_date(at)) for _, at in questions]
    found = SourceAnswer.objects.filter(party_id__in={party for party, _ in questions}, status__in=_USABLE)
    for row in found.filter(_may_count(questions, definitions)).only(*_CHOOSING):
        rows.setdefault(row.party_id, []).append(row)
    chosen = [
        choose(rows.get(party, ()), definitions=known, at=at)
        for (party, at), known in zip(questions, definitions, strict=True)
    ]
    contents = SourceAnswer.objects.in_bulk({one.row.id for of_one in chosen for one in of_one.values()})
    return [
        {
            source: _known(contents[one.row.id], standing=one.standing)
            for source, one in of_one.items()
            if contents[one.row.id].content_sealed or contents[one.row.id].status == Status.ABSENT
        }
        for of_one in chosen
    ]


def _may_count(questions: Sequence[tuple[UUID, datetime]], definitions: Sequence[Mapping[str, SourceDefinition]]) -> Q:
    """What is not too old for every question, and corrections with what they correct: not all of a life."""
    oldest = [
        at - max((max(one.max_age, timedelta(days=one.stale_days)) for one in known.values()), default=timedelta())
        for (_, at), known in zip(questions, definitions, strict=True)
    ]
    corrections = SourceAnswer.objects.filter(party_id__in={party for party, _ in questions}, corrects__isnull=False)
    return (
        Q(known_at__gte=min(oldest, default=datetime.max.replace(tzinfo=UTC)))
        | Q(corrects__isnull=False)
        | Q(id__in=corrections.values("corrects_id"))
    )


def fresh_sources(*, party_id: UUID, at: datetime) -> set[str]:
    """The sources that need not be asked: their last answer is young enough. For flows: no rights are looked at."""
    on = home_date(at)
    last = (
        SourceAnswer.objects.filter(party_id=party_id, status__in=_USABLE, known_at__lte=at)
        .values_list("source")
        .annotate(last=Max("known_at"))
    )
    definitions = source_definitions(on=on)
    return {
        source for source, known_at in last if source in definitions and at - known_at <= definitions[source].max_age
    }


def answers_to(request_id: UUID) -> list[AnswerView]:
    """What came of one request. For flows: no rights are looked at."""
    return [_view(row) for row in SourceAnswer.objects.filter(request_id=request_id).order_by("source")]


def answers_page(
    actor: Actor, *, party_id: UUID, source: str = "", before: UUID | None = None, most: int = 50
) -> list[AnswerView]:
    """The answers about a party, newest first, without their content."""
    require_party(actor, party_id=party_id)
    found = SourceAnswer.objects.filter(party_id=party_id).order_by("-id")
    if source:
        found = found.filter(source=source)
    if before:
        found = found.filter(id__lt=before)
    return [_view(row) for row in found[: max(1, min(most, 200))]]


def answer_content(actor: Actor, *, answer_id: UUID) -> tuple[AnswerView, Mapping[str, object] | None]:
    """One answer with its content. For flows and the customer's own page; staff go through `note_reading` first."""
    found = SourceAnswer.objects.filter(id=answer_id, party_id__in=party_ids_for(actor)).first()
    if found is None:
        raise NotFound("answer", where="answer_id")
    return _view(found), json.loads(unseal(found.content_sealed)) if found.content_sealed else None


def readings_of(actor: Actor, *, party_id: UUID, most: int = 100) -> list[ReadingView]:
    """Who looked at what is held of a party, newest first: for the customer, and for who watches over it."""
    require_party(actor, party_id=party_id)
    if not actor.is_customer:
        actor.require(Role.COMPLIANCE, Role.AUDITOR, Role.ADMINISTRATOR, verb="read who looked at answers of sources")
    kept = Reading.objects.filter(party_id=party_id).order_by("-id")[: max(1, min(most, 200))]
    return [ReadingView(one.at, one.actor_id, one.purpose, tuple(one.sources)) for one in kept]


def source_health(actor: Actor, *, since: datetime, until: datetime) -> list[SourceHealth]:
    """How each source of the registry served between two instants; a few queries a source."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="see how sources serve")
    counts: dict[str, Counter[str]] = {}
    cost: Counter[str] = Counter()
    asked = SourceAnswer.objects.filter(known_at__gt=since, known_at__lte=until, provenance="source")
    for source, status, n, paid in asked.values_list("source", "status").annotate(n=Count("id"), c=Sum("cost_minor")):
        counts.setdefault(source, Counter())[status] = n
        cost[source] += paid
    last = dict(asked.filter(status=Status.OK).values_list("source").annotate(last=Max("known_at")))
    return [
        SourceHealth(
            source=source,
            asked=sum(by_status.values()),
            by_status=dict(by_status),
            p50_ms=_share(waited, 50),
            p95_ms=_share(waited, 95),
            cost_minor=cost[source],
            last_ok_at=last.get(source),
        )
        for source in source_definitions(on=home_date(until))
        for by_status in [counts.get(source, Counter())]
        for waited in [
            sorted(asked.filter(source=source).order_by("-id").values_list("latency_ms", flat=True)[:MOST_LATENCIES])
        ]
    ]


def corrections_of(actor: Actor, *, party_id: UUID, most: int = 50) -> list[CorrectionView]:
    """The corrections that were asked for, newest first."""
    require_party(actor, party_id=party_id)
    found = Correction.objects.filter(party_id=party_id).select_related("answer").order_by("-id")
    return [correction_view(one) for one in found[: max(1, min(most, 200))]]


def correction(actor: Actor, *, correction_id: UUID) -> CorrectionView:
    """One correction."""
    found = (
        Correction.objects.filter(id=correction_id, party_id__in=party_ids_for(actor)).select_related("answer").first()
    )
    if found is None:
        raise NotFound("correction", where="correction_id")
    return correction_view(found)


def correction_view(one: Correction) -> CorrectionView:
    """A row as others see it, opened."""
    return CorrectionView(
        id=one.id,
        party_id=one.party_id,
        answer_id=one.answer_id,
        source=one.answer.source,
        field=one.field,
        row=one.row if one.row >= 0 else None,
        value=unseal(one.value_sealed) if one.value_sealed else None,
        reason=unseal(one.reason_sealed),
        state=CorrectionState(one.state),
        asked_at=one.asked_at,
        decided_at=one.decided_at,
        case_id=one.case_id,
        new_answer_id=one.new_answer_id,
    )


def _share(values: list[int], percent: int) -> int:
    """The value at that percentile (nearest rank); 0 without any."""
    return values[max(0, -(-len(values) * percent // 100) - 1)] if values else 0


def _known(row: SourceAnswer, *, standing: Standing) -> KnownAnswer:
    return KnownAnswer(
        id=row.id,
        source=row.source,
        as_of=row.as_of or home_date(row.known_at),
        known_at=row.known_at,
        standing=standing,
        provenance=row.provenance,
        content=json.loads(unseal(row.content_sealed)) if row.content_sealed else None,
        content_hash=row.content_hash,
    )


def _view(row: SourceAnswer) -> AnswerView:
    return AnswerView(
        id=row.id,
        party_id=row.party_id,
        source=row.source,
        status=Status(row.status),
        reason=row.reason,
        as_of=row.as_of,
        known_at=row.known_at,
        expires_on=row.expires_on,
        provenance=row.provenance,
        latency_ms=row.latency_ms,
        attempts=row.attempts,
        cost_minor=row.cost_minor,
        consent_id=row.consent_id,
        corrects_id=row.corrects_id,
        is_erased=row.status == Status.OK and not row.content_sealed,
    )
