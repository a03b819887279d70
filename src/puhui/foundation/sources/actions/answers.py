"""Keeps what came of questions, notes who looked, erases contents whose time is over."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from puhui.foundation.party.facade import blind_index, home_date, require_party, resealed, seal, sealing_key
from puhui.foundation.sources.contracts import Heard, SourceDefinition
from puhui.foundation.sources.models import Correction, Reading, SourceAnswer
from puhui.foundation.sources.registry import source_definition
from puhui.kernel.actors import Call
from puhui.kernel.canonical import canonical_json
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import bucket_of, new_id

LONGEST_PURPOSE = 200


def store_answers(call: Call, *, party_id: UUID, request_id: UUID, heard: Sequence[Heard]) -> list[UUID]:
    """Keeps them, each source once for a request; a second time nothing changes. In a running transaction.

    Called by flows, which have checked rights and consent.
    """
    on = home_date(call.at)
    rows = [
        _row(call, one, definition=source_definition(one.source, on=on), party_id=party_id, request_id=request_id)
        for one in heard
    ]
    SourceAnswer.objects.bulk_create(rows, ignore_conflicts=True)
    kept = SourceAnswer.objects.filter(request_id=request_id, source__in=[one.source for one in heard])
    return list(kept.order_by("source").values_list("id", flat=True))


def note_reading(call: Call, *, party_id: UUID, sources: Sequence[str], purpose: str) -> None:
    """Notes that the actor, or a decision, looked at what is held of a party. In a running transaction."""
    require_party(call.actor, party_id=party_id)
    stated = purpose.strip()
    if not 4 <= len(stated) <= LONGEST_PURPOSE or not stated.isprintable():
        raise InvalidInput("purpose", f"say what for, in 4 to {LONGEST_PURPOSE} characters")
    Reading(
        id=new_id(),
        party_id=party_id,
        actor_id=call.actor.id,
        purpose=stated,
        sources=sorted(set(sources)),
        at=call.at,
    ).save(force_insert=True)


def erase_expired(*, on: date, most: int = 5000) -> int:
    """Erases contents whose time is over: the row stays, with its hash. How many; 0 when there are no more."""
    ids = list(
        SourceAnswer.objects.filter(expires_on__lt=on).exclude(content_sealed="").values_list("id", flat=True)[:most]
    )
    return SourceAnswer.objects.filter(id__in=ids).update(content_sealed="", sealed_with="")


def erase_answers(*, party_id: UUID) -> int:
    """Erases the content of every answer about a party, and what was asked to be corrected. A part of a flow."""
    held = SourceAnswer.objects.filter(party_id=party_id).exclude(content_sealed="")
    Correction.objects.filter(party_id=party_id).update(
        value_sealed="", reason_sealed=seal(""), sealed_with=sealing_key()
    )
    return held.update(content_sealed="", sealed_with="")


def reseal_answers(*, most: int = 500) -> int:
    """Seals the oldest contents and corrections anew with the first key, after a rotation; 0 when none is left."""
    key = sealing_key()
    answers = list(SourceAnswer.objects.exclude(content_sealed="").exclude(sealed_with=key)[:most])
    for answer in answers:
        answer.content_sealed, answer.sealed_with = resealed(answer.content_sealed), key
    SourceAnswer.objects.bulk_update(answers, ["content_sealed", "sealed_with"])
    asked = list(Correction.objects.exclude(sealed_with=key)[:most])
    for one in asked:
        one.value_sealed, one.reason_sealed = resealed(one.value_sealed), resealed(one.reason_sealed)
        one.sealed_with = key
    Correction.objects.bulk_update(asked, ["value_sealed", "reason_sealed", "sealed_with"])
    return len(answers) + len(asked)


def _row(call: Call, heard: Heard, *, definition: SourceDefinition, party_id: UUID, request_id: UUID) -> SourceAnswer:
    content = None if heard.content is None else canonical_json(heard.content)
    return SourceAnswer(
        id=new_id(),
        bucket=bucket_of(party_id),
        party_id=party_id,
        source=heard.source,
        definition_version=definition.version,
        schema_version=definition.schema_version,
        request_id=request_id,
        status=heard.status,
        reason=heard.reason[:200],
        as_of=heard.as_of,
        known_at=call.at,
        expires_on=home_date(call.at) + timedelta(days=definition.keep_days),
        provenance=heard.provenance,
        corrects_id=heard.corrects_id,
        content_hash="" if content is None else blind_index("source_answer", content),
        latency_ms=heard.latency_ms,
        attempts=heard.attempts,
        cost_minor=heard.cost_minor,
        consent_id=heard.consent_id,
        content_sealed="" if content is None else seal(content),
        sealed_with="" if content is None else sealing_key(),
    )
