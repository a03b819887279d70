"""What can be asked: a recorded decision, what it was asked on, those of an application."""

from collections.abc import Iterator
from uuid import UUID

from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.risk.decisioning.contracts import Decision, DecisionRequest
from puhui.risk.decisioning.models import DecisionRecord
from puhui.risk.decisioning.records import read_answer, read_request


def decision(actor: Actor, *, decision_id: UUID) -> Decision:
    """A recorded decision, if it is the actor's own or the actor may see all."""
    record = own_record(actor, decision_id=decision_id)
    return read_answer(record.answer, decision_id=record.id)


def decision_request(actor: Actor, *, decision_id: UUID) -> DecisionRequest:
    """What the decision was asked on: the facts as they were."""
    return read_request(own_record(actor, decision_id=decision_id).request)


def decisions_of(actor: Actor, *, application_id: UUID, most: int = 20) -> list[Decision]:
    """The decisions on an application, newest first."""
    records = DecisionRecord.objects.filter(application_id=application_id).order_by("-id")
    if not actor.reads_all:
        records = records.filter(firm_id__in=party_ids_for(actor))
    return [read_answer(r.answer, decision_id=r.id) for r in records[:most]]


def decision_ids() -> Iterator[UUID]:
    """Every recorded decision, oldest first."""
    yield from DecisionRecord.objects.order_by("id").values_list("id", flat=True).iterator(chunk_size=1000)


def own_record(actor: Actor, *, decision_id: UUID) -> DecisionRecord:
    """The row of a decision, if it is the actor's own or the actor may see all."""
    records = DecisionRecord.objects.filter(id=decision_id)
    if not actor.reads_all:
        records = records.filter(firm_id__in=party_ids_for(actor))
    record = records.first()
    if record is None:
        raise NotFound("decision", where="decision_id")
    return record
