"""What can be asked: a recorded decision, those of an application, and whether a decision still comes out the same."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.canonical import digest
from puhui.kernel.errors import NotFound
from puhui.risk.decisioning.contracts import Decision, DecisionRequest, ReplayResult
from puhui.risk.decisioning.models import DecisionMaterial, DecisionRecord
from puhui.risk.decisioning.policy_files import policy_from_content
from puhui.risk.decisioning.records import answer_of, answer_text, read_answer, read_request
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.scorecard import Scorecard, parse_scorecard


def decision(actor: Actor, *, decision_id: UUID) -> Decision:
    """A recorded decision, if it is the actor's own or the actor may see all."""
    record = _own_record(actor, decision_id=decision_id)
    return read_answer(record.answer, decision_id=record.id)


def decision_request(actor: Actor, *, decision_id: UUID) -> DecisionRequest:
    """What the decision was asked on: the facts as they were."""
    return read_request(_own_record(actor, decision_id=decision_id).request)


def decisions_of(actor: Actor, *, application_id: UUID, most: int = 20) -> list[Decision]:
    """The decisions on an application, newest first."""
    records = DecisionRecord.objects.filter(application_id=application_id).order_by("-id")
    if not actor.reads_all:
        records = records.filter(firm_id__in=party_ids_for(actor))
    return [read_answer(r.answer, decision_id=r.id) for r in records[:most]]


def decision_ids() -> Iterator[UUID]:
    """Every recorded decision, oldest first."""
    yield from DecisionRecord.objects.order_by("id").values_list("id", flat=True).iterator(chunk_size=1000)


def replay_decision(actor: Actor, *, decision_id: UUID) -> ReplayResult:
    """Recomputes a recorded decision from what was kept with it; it must agree bit for bit."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="replay a decision")
    record = DecisionRecord.objects.filter(id=decision_id).first()
    if record is None:
        raise NotFound("decision", where=str(decision_id))
    recorded = json.loads(record.answer)
    differences = [] if digest(record.answer) == record.answer_hash else ["answer: does not have its recorded hash"]
    differences += _material_faults(record)
    if not differences:
        again = decide(
            read_request(record.request),
            policy=_policy(record.policy_hash),
            scorecard=_card(record.scorecard_hash),
            parameters={name: Decimal(value) for name, value in recorded["parameters"].items()},
        )
        if answer_text(again) != record.answer:
            differences = _differences(recorded, answer_of(again)) or ["the bytes differ"]
    return ReplayResult(decision_id, not differences, tuple(differences))


def _own_record(actor: Actor, *, decision_id: UUID) -> DecisionRecord:
    records = DecisionRecord.objects.filter(id=decision_id)
    if not actor.reads_all:
        records = records.filter(firm_id__in=party_ids_for(actor))
    record = records.first()
    if record is None:
        raise NotFound("decision", where="decision_id")
    return record


def _material_faults(record: DecisionRecord) -> list[str]:
    """What keeps a replay from even starting: material that is gone, or that is not what its hash says."""
    faults = []
    for kind, key in (("policy", record.policy_hash), ("scorecard", record.scorecard_hash)):
        content = _content(key)
        if content is None:
            faults.append(f"{kind}: {key} is not kept any more")
        elif digest(json.loads(content)) != key:
            faults.append(f"{kind}: the content kept does not have the hash {key}")
    return faults


def _content(key: str) -> str | None:
    return DecisionMaterial.objects.filter(hash=key).values_list("content", flat=True).first()


@cache
def _parsed_policy(content: str) -> DecisionPolicy:
    return policy_from_content(content)


@cache
def _parsed_card(content: str) -> Scorecard:
    return parse_scorecard(json.loads(content))


def _policy(key: str) -> DecisionPolicy:
    return _parsed_policy(_content(key) or "{}")


def _card(key: str) -> Scorecard:
    return _parsed_card(_content(key) or "{}")


def _differences(recorded: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}: recorded {json.dumps(recorded.get(name), ensure_ascii=False)[:200]}, "
        f"now {json.dumps(again.get(name), ensure_ascii=False)[:200]}"
        for name in sorted(set(recorded) | set(again))
        if recorded.get(name) != again.get(name)
    ]
