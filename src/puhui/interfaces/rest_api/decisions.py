"""Decisions: what was decided on which facts, and the proof that it would be decided so again."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.flows.decide_on_stored_facts import decide_on_stored_facts
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyIn, MoneyOut, Strict, TextOut
from puhui.kernel.canonical import plain
from puhui.risk.decisioning.facade import decision, decision_request, replay_decision

router = Router()
Code = Annotated[str, Field(max_length=60)]


class AskedIn(Strict):
    """What a customer would ask for; nothing is applied for by it."""

    party_id: UUID
    product_code: Code
    amount: MoneyIn
    term_months: Annotated[int, Field(ge=1, le=360)]
    method: Code
    purpose: Code


class OfferedOut(Schema):
    """What would be offered, at the price of this customer and place; it binds nobody."""

    amount: MoneyOut
    term_months: int
    method: str
    annual_rate_pct: Decimal
    label: str


class WhyOut(Schema):
    """Why it is declined or referred."""

    code: str
    text: TextOut


class DecidedOut(Schema):
    """The answer, the versions that it was made by, and the day of the oldest facts in it."""

    decision_id: UUID
    party_id: UUID
    outcome: str
    score: int
    band: str
    pd: Decimal
    offers: list[OfferedOut]
    reasons: list[WhyOut]
    policy: str
    model: str
    measured_on: date
    facts: int


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


@router.post("/", response={201: DecidedOut, **REFUSALS}, summary="Decide on the facts kept of a customer")
def decide_at_once(request: HttpRequest, key: IdempotencyKey, body: AskedIn) -> object:
    """Score, policy, price and reasons at once, without an application. Staff only; `409` when facts are not fresh."""
    asked = body.model_dump(exclude={"amount"})
    return Status(201, decide_on_stored_facts(call_from(request, key), amount=body.amount.money(), **asked))


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
