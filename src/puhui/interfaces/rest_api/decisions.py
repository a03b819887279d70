"""Decisions: what was decided on which facts, and the proof that it would be decided so again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from puhui.interfaces.rest_api.door import actor_from
from puhui.interfaces.rest_api.schemas import REFUSALS
from puhui.kernel.canonical import plain
from puhui.risk.decisioning.facade import decision, decision_request, replay_decision

router = Router()


class DecisionOut(Schema):
    """A recorded decision: the request with its facts, and the answer with reasons, versions and hashes."""

    decision_id: UUID
    request: dict[str, Any]
    answer: dict[str, Any]


class ReplayOut(Schema):
    """Whether the decision, recomputed, agrees bit for bit."""

    decision_id: UUID
    agrees: bool
    differences: list[str]


@router.get("/{uuid:decision_id}", response={200: DecisionOut, **REFUSALS}, summary="One decision")
def read_decision(request: HttpRequest, decision_id: UUID) -> object:
    """To the firm itself and to staff."""
    actor = actor_from(request)
    answer = plain(decision(actor, decision_id=decision_id))
    asked = plain(decision_request(actor, decision_id=decision_id))
    return {"decision_id": decision_id, "request": asked, "answer": answer}


@router.post("/{uuid:decision_id}/replay", response={200: ReplayOut, **REFUSALS}, summary="Recompute a decision")
def replay(request: HttpRequest, decision_id: UUID) -> object:
    """Changes nothing; staff only."""
    result = replay_decision(actor_from(request), decision_id=decision_id)
    return {"decision_id": decision_id, "agrees": result.agrees, "differences": list(result.differences)}
