"""What can be asked of models: the registry, who decides in a slot on a day, and what shadows would have done."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Max, Min, Q, QuerySet

from puhui.foundation.evidence.facade import written_once
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import NotFound
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.model_contracts import (
    ModelChange,
    ModelLine,
    ModelRole,
    ModelView,
    RoleLine,
    RoleState,
    ShadowSummary,
)
from puhui.risk.decisioning.models import DecisionRecord, ModelAssignment, ModelEvent, ModelPackage, ShadowScore
from puhui.risk.decisioning.policy_files import scorecard_named
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.serving import ScoringModel, inputs_of, parse_model

READERS = (Role.RISK_OFFICER, Role.COMPLIANCE, Role.AUDITOR, Role.ADMINISTRATOR, Role.SYSTEM)
WHOLE_BPS = 10_000


@dataclass(frozen=True, slots=True)
class Holder:
    """A package that holds a role on a day."""

    package_id: UUID
    role: str
    share_bps: int
    hash: str


@dataclass(frozen=True, slots=True)
class Served:
    """Which model decides on an applicant, as what, and which others are scored beside it without effect."""

    model: ScoringModel
    role: str
    others: tuple[Holder, ...]


def holders(slot: str, *, on: date) -> list[Holder]:
    """Who holds which role of a slot on a day, the oldest first: the newest champion is the champion."""
    return [Holder(*row) for row in _holders(slot, on)]


@written_once
def _holders(slot: str, on: date) -> QuerySet[ModelAssignment, Any]:
    found = ModelAssignment.objects.filter(
        Q(until=None) | Q(until__gt=on), slot=slot, state=RoleState.IN_FORCE, effective_from__lte=on
    )
    rows = found.order_by("effective_from", "decided_at", "id")
    return rows.values_list("package_id", "role", "share_bps", "package__hash")


def serve(slot: str, *, on: date, applicant: UUID) -> Served:
    """The model that decides on this applicant: a split challenger for its share, else the champion.

    Without a champion in the registry the shipped scorecard of that id decides. The same applicant always falls to
    the same side of a split, for a challenger keeps its part of the scale while older ones do.
    """
    found = holders(slot, on=on)
    champions = [one for one in found if one.role == ModelRole.CHAMPION]
    chosen = _drawn(found, place=place_of(slot, applicant)) or (champions[-1] if champions else None)
    others = {one.hash: one for one in (*found, *champions[-1:]) if not _idle(one, champions)}
    if chosen is None:
        return Served(scorecard_named(slot), ModelRole.CHAMPION, tuple(others.values()))
    others.pop(chosen.hash, None)
    return Served(kept_model(chosen.hash), chosen.role, tuple(others.values()))


def champion(slot: str, *, on: date) -> ScoringModel:
    """The model that decides in a slot on a day, splits left aside."""
    champions = [one for one in holders(slot, on=on) if one.role == ModelRole.CHAMPION]
    return kept_model(champions[-1].hash) if champions else scorecard_named(slot)


def champions(slots: Iterable[str], *, on: date) -> dict[str, ScoringModel]:
    """The model that decides in each of these slots on a day."""
    return {slot: champion(slot, on=on) for slot in slots}


def place_of(slot: str, applicant: UUID) -> int:
    """Where an applicant falls on the scale from 0 to 9999 of a slot, the same for ever."""
    return int.from_bytes(hashlib.sha256(f"{slot}:{applicant}".encode()).digest()[:8], "big") % WHOLE_BPS


def _drawn(found: Iterable[Holder], *, place: int) -> Holder | None:
    """The split challenger whose part of the scale holds the place."""
    end = 0
    for one in found:
        if one.role == ModelRole.SPLIT:
            end += one.share_bps
            if place < end:
                return one
    return None


def _idle(one: Holder, champions: Sequence[Holder]) -> bool:
    """A champion of the past, which a newer one has followed."""
    return one.role == ModelRole.CHAMPION and one != champions[-1]


@lru_cache(maxsize=64)
def kept_model(key: str) -> ScoringModel:
    """A registered model by the hash of its document; refuses one whose kept content is not what the hash says."""
    content = ModelPackage.objects.filter(hash=key).values_list("content", flat=True).first()
    if content is None:
        raise NotFound("model", where=key)
    model = parse_model(json.loads(content))
    if model.hash != key:
        raise PolicyInvalid(f"model {model.id}", words_of("other_hash"))
    return model


def models_list(actor: Actor, *, after: UUID | None = None, most: int = 50) -> list[ModelLine]:
    """The registered packages, newest first."""
    actor.require(*READERS, verb="look at models")
    rows = ModelPackage.objects.defer("content", "card", "files").order_by("-id")
    return _lines(list((rows.filter(id__lt=after) if after else rows)[:most]))


def model_view(actor: Actor, package_id: UUID) -> ModelView:
    """One package with its card and history."""
    actor.require(*READERS, verb="look at models")
    row = ModelPackage.objects.filter(id=package_id).first()
    if row is None:
        raise NotFound("model", where="package_id")
    events = ModelEvent.objects.filter(package=row).order_by("-id")[:200]
    return ModelView(
        line=_lines([row])[0],
        card=row.card,
        files=row.files,
        segment=row.segment,
        limits=row.limits,
        inputs=inputs_of(kept_model(row.hash)),
        history=[ModelChange(e.what, e.detail, e.reason, e.by_name, e.at) for e in events],
    )


def card_of(key: str) -> Mapping[str, Any] | None:
    """The card of a registered model by the hash of its document; None of one that only ships. For flows: no rights."""
    card: Mapping[str, Any] | None = ModelPackage.objects.filter(hash=key).values_list("card", flat=True).first()
    return card


def model_named(actor: Actor, *, model_id: str, version: str) -> UUID:
    """The package of a model's version."""
    actor.require(*READERS, verb="look at models")
    found = ModelPackage.objects.filter(model_id=model_id, version=version).values_list("id", flat=True).first()
    if found is None:
        raise NotFound("model", where=f"{model_id}@{version}"[:120])
    return found


def package_hash(model_id: str, *, version: str) -> str:
    """The hash of a registered model's document, approved or not: for trying it out."""
    found = ModelPackage.objects.filter(model_id=model_id, version=version).values_list("hash", flat=True).first()
    if found is None:
        raise NotFound("model", where=f"{model_id}@{version}"[:120])
    return found


def roles_of_slot(actor: Actor, slot: str) -> list[RoleLine]:
    """Every role that was proposed or given for a slot, newest first."""
    actor.require(*READERS, verb="look at models")
    rows = ModelAssignment.objects.filter(slot=slot).select_related("package").defer("package__content")
    return [_role(row) for row in rows.order_by("-id")[:50]]


def shadow_summary(actor: Actor, package_id: UUID) -> ShadowSummary:
    """What a package would have done on the decisions that it was scored on, beside what was decided."""
    actor.require(*READERS, verb="look at models")
    scored = ShadowScore.objects.filter(package_id=package_id)
    rows = scored.values_list("decision__outcome", "outcome").annotate(Count("id"))
    moves = {(done, would): count for done, would, count in rows.order_by()}
    spans = scored.aggregate(pd=Avg("pd"), first=Min("at"), last=Max("at"))
    return ShadowSummary(
        decisions=sum(moves.values()),
        agree=sum(count for (done, would), count in moves.items() if done == would),
        approved=sum(count for (done, _), count in moves.items() if done == "approve"),
        would_approve=sum(count for (_, would), count in moves.items() if would == "approve"),
        pd=spans["pd"],
        first_at=spans["first"],
        last_at=spans["last"],
        moves=moves,
    )


def shadow_outcomes(actor: Actor, package_id: UUID, *, most: int = 20_000) -> dict[UUID, str]:
    """What a package would have said of each decision that it was scored on; the newest so many."""
    actor.require(*READERS, verb="look at models")
    rows = ShadowScore.objects.filter(package_id=package_id).order_by("-id")
    return dict(rows.values_list("decision_id", "outcome")[:most])


def score_counts(actor: Actor, package_id: UUID) -> dict[int, tuple[int, int]]:
    """How often a package gave each score on the live stream: where it decided, and where it was only scored."""
    actor.require(*READERS, verb="look at models")
    decided = DecisionRecord.objects.filter(
        scorecard_hash__in=ModelPackage.objects.filter(id=package_id).values("hash")
    )
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for place, rows in enumerate((decided, ShadowScore.objects.filter(package_id=package_id))):
        for score, count in rows.order_by().values_list("score").annotate(Count("id")):
            counts[score][place] = count
    return {score: (made, beside) for score, (made, beside) in sorted(counts.items())}


def _lines(rows: Sequence[ModelPackage]) -> list[ModelLine]:
    held: dict[UUID, list[RoleLine]] = defaultdict(list)
    open_ = ModelAssignment.objects.filter(package__in=[row.id for row in rows], until=None)
    for found in open_.filter(state__in=["proposed", "in_force"]).select_related("package").defer("package__content"):
        held[found.package_id].append(_role(found))
    return [
        ModelLine(
            id=row.id,
            model_id=row.model_id,
            version=row.version,
            kind=row.kind,
            hash=row.hash,
            state=row.state,
            purpose=row.purpose,
            registered_by=row.registered_by,
            registered_by_name=row.registered_by_name,
            registered_at=row.registered_at,
            decided_by_name=row.decided_by_name,
            decided_at=row.decided_at,
            effective_from=row.effective_from,
            roles=tuple(held[row.id]),
        )
        for row in rows
    ]


def _role(row: ModelAssignment) -> RoleLine:
    return RoleLine(
        id=row.id,
        package_id=row.package_id,
        name=f"{row.package.model_id}@{row.package.version}",
        slot=row.slot,
        role=row.role,
        share_bps=row.share_bps,
        effective_from=row.effective_from,
        until=row.until,
        state=RoleState.ENDED if row.until else row.state,
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        decided_by_name=row.decided_by_name,
    )
