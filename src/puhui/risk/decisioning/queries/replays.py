"""Whether decisions still come out the same: one, a sample of a day, or all of them; batches of few statements."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.canonical import digest
from puhui.kernel.errors import NotFound
from puhui.risk.decisioning.contracts import ReplayResult
from puhui.risk.decisioning.models import DecisionMaterial, DecisionRecord
from puhui.risk.decisioning.policy_files import policy_from_content
from puhui.risk.decisioning.records import answer_of, answer_text, read_request
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.serving import ScoringModel, parse_model

TOGETHER = 1000


@dataclass(slots=True)
class Material:
    """The policies and scorecards that decisions were made from, checked against their hashes and parsed once."""

    faults: dict[str, str] = field(default_factory=dict)
    policies: dict[str, DecisionPolicy] = field(default_factory=dict)
    cards: dict[str, ScoringModel] = field(default_factory=dict)

    def load(self, records: Collection[DecisionRecord]) -> None:
        """Reads what these records need and is not there yet; one statement at most."""
        wanted = {r.policy_hash: "policy" for r in records} | {r.scorecard_hash: "scorecard" for r in records}
        known = self.faults.keys() | self.policies.keys() | self.cards.keys()
        missing = {key: kind for key, kind in wanted.items() if key not in known}
        if not missing:
            return
        kept = dict(DecisionMaterial.objects.filter(hash__in=missing).values_list("hash", "content"))
        for key, kind in missing.items():
            self._take(key, kind=kind, content=kept.get(key))

    def faults_of(self, record: DecisionRecord) -> list[str]:
        """What keeps a replay from even starting: material that is gone, or that is not what its hash says."""
        return [self.faults[key] for key in (record.policy_hash, record.scorecard_hash) if key in self.faults]

    def _take(self, key: str, *, kind: str, content: str | None) -> None:
        if content is None:
            self.faults[key] = f"{kind}: {key} is not kept any more"
        elif digest(json.loads(content)) != key:
            self.faults[key] = f"{kind}: the content kept does not have the hash {key}"
        elif kind == "policy":
            self.policies[key] = policy_from_content(content)
        else:
            self.cards[key] = parse_model(json.loads(content))


def material_of(record: DecisionRecord) -> tuple[DecisionPolicy, ScoringModel]:
    """What a decision was made from, by the hashes on its record."""
    material = Material()
    material.load([record])
    return material.policies[record.policy_hash], material.cards[record.scorecard_hash]


def replay_decision(actor: Actor, *, decision_id: UUID) -> ReplayResult:
    """Recomputes a recorded decision from what was kept with it; it must agree bit for bit."""
    _require_replayer(actor)
    records = list(DecisionRecord.objects.filter(id=decision_id))
    if not records:
        raise NotFound("decision", where=str(decision_id))
    return _replayed(records, Material())[0]


def replay_decisions(actor: Actor) -> Iterator[ReplayResult]:
    """Recomputes every recorded decision, oldest first; two statements for a thousand of them."""
    _require_replayer(actor)
    material, after = Material(), UUID(int=0)
    while records := list(DecisionRecord.objects.filter(id__gt=after).order_by("id")[:TOGETHER]):
        yield from _replayed(records, material)
        after = records[-1].id


def replay_sample(actor: Actor, *, on: date, most: int) -> list[ReplayResult]:
    """Recomputes some decisions of a business date: those whose hash comes first, so that nobody chooses them."""
    _require_replayer(actor)
    return _replayed(_sample(on, most), Material())


def _sample(on: date, most: int) -> QuerySet[DecisionRecord]:
    return DecisionRecord.objects.filter(as_of=on).order_by("answer_hash", "id")[:most]


def _require_replayer(actor: Actor) -> None:
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="replay a decision")


def _replayed(records: Collection[DecisionRecord], material: Material) -> list[ReplayResult]:
    material.load(records)
    return [_replay(record, material) for record in records]


def _replay(record: DecisionRecord, material: Material) -> ReplayResult:
    recorded = json.loads(record.answer)
    differences = [] if digest(record.answer) == record.answer_hash else ["answer: does not have its recorded hash"]
    differences += material.faults_of(record)
    if not differences:
        again = decide(
            read_request(record.request),
            policy=material.policies[record.policy_hash],
            scorecard=material.cards[record.scorecard_hash],
            parameters={name: Decimal(value) for name, value in recorded["parameters"].items()},
        )
        if answer_text(again) != record.answer:
            differences = _differences(recorded, answer_of(again)) or ["the bytes differ"]
    return ReplayResult(record.id, not differences, tuple(differences))


def parameters_of(record: DecisionRecord) -> dict[str, Decimal]:
    """The dated parameters that a recorded decision was made with."""
    return {name: Decimal(value) for name, value in json.loads(record.answer)["parameters"].items()}


def kept_policy(key: str) -> DecisionPolicy:
    """A policy that decided something, by its hash."""
    return _parsed_policy(DecisionMaterial.objects.filter(hash=key).values_list("content", flat=True).first() or "{}")


@cache
def _parsed_policy(content: str) -> DecisionPolicy:
    return policy_from_content(content)


def _differences(recorded: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}: recorded {json.dumps(recorded.get(name), ensure_ascii=False)[:200]}, "
        f"now {json.dumps(again.get(name), ensure_ascii=False)[:200]}"
        for name in sorted(set(recorded) | set(again))
        if recorded.get(name) != again.get(name)
    ]
