"""Decisions explained: what each fact counted, and the right to have a person explain it in writing."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from puhui.flows.originate_loan.ask_explanation import ask_explanation
from puhui.flows.originate_loan.explaining import explain
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Strict
from puhui.kernel.canonical import plain

router = Router()


class QuestionIn(Strict):
    """What the firm would like explained."""

    reason: Annotated[str, Field(max_length=2000)]


class BilingualOut(Schema):
    """A sentence in both languages."""

    en: str
    zh: str


class CountedOut(Schema):
    """What one fact counted; `value` as text, in its unit (`minor`: fen)."""

    fact: str
    text: BilingualOut
    value: str | int | None
    unit: str
    points: int
    lost: int


class ExplanationOut(Schema):
    """How a decision of the program came about."""

    application_id: UUID
    outcome: str
    score: int
    best_score: int
    counted: list[CountedOut]
    reasons: list[BilingualOut]
    sources: BilingualOut
    ask_until: date
    explained_by: date


class ExplanationAskedOut(Schema):
    """The case, and the day by which a person answers."""

    case_id: UUID
    application_id: UUID
    due_on: date


@router.get(
    "/{uuid:application_id}/explanation", response={200: ExplanationOut, **REFUSALS}, summary="How it was decided"
)
def read_explanation(request: HttpRequest, application_id: UUID) -> object:
    """What each fact counted, the data used, and the rights; for the firm itself and for staff."""
    told = explain(actor_from(request), application_id=application_id)
    return {
        "application_id": application_id,
        "outcome": told.decision.outcome,
        "score": told.decision.score,
        "best_score": told.decision.best_score,
        "counted": [plain(row) for row in told.counted],
        "reasons": [plain(reason.text) for reason in told.decision.reasons],
        "sources": plain(told.sources),
        "ask_until": told.ask_until,
        "explained_by": told.explained_by,
    }


@router.post(
    "/{uuid:application_id}/ask-for-explanation",
    response={200: ExplanationAskedOut, **REFUSALS},
    summary="Have a person explain it",
)
def ask_to_explain(request: HttpRequest, application_id: UUID, key: IdempotencyKey, body: QuestionIn) -> object:
    """A person answers in writing by the day that is given (PIPL article 24)."""
    return ask_explanation(call_from(request, key), application_id=application_id, question=body.reason)
