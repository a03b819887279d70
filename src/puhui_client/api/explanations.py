"""Operations: explanations.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class BilingualOut(TypedDict):
    """A sentence in both languages."""

    en: str
    zh: str


class CountedOut(TypedDict):
    """What one fact counted; `value` as text, in its unit (`minor`: fen)."""

    fact: str
    text: BilingualOut
    value: str | int | None
    unit: str
    points: int
    lost: int


class ExplanationAskedOut(TypedDict):
    """The case, and the day by which a person answers."""

    case_id: str
    application_id: str
    due_on: str


class ExplanationOut(TypedDict):
    """How a decision of the program came about."""

    application_id: str
    outcome: str
    score: int
    best_score: int
    counted: list[CountedOut]
    reasons: list[BilingualOut]
    sources: BilingualOut
    ask_until: str
    explained_by: str


class QuestionIn(TypedDict):
    """What the firm would like explained."""

    reason: str


class ExplanationsOperations(Group):
    """Operations: explanations."""

    def read_explanation(self, application_id: UUID | str) -> ExplanationOut:
        """How it was decided. What each fact counted, the data used, and the rights; for the firm itself and for staff. Scope `applications:read`."""
        answer: ExplanationOut = self._transport.call("GET", f"/api/v1/applications/{part(application_id)}/explanation")
        return answer

    def ask_to_explain(
        self, application_id: UUID | str, body: QuestionIn, *, idempotency_key: str = ""
    ) -> ExplanationAskedOut:
        """Have a person explain it. A person answers in writing by the day that is given (PIPL article 24). Scope `applications:write`."""
        answer: ExplanationAskedOut = self._transport.call(
            "POST", f"/api/v1/applications/{part(application_id)}/ask-for-explanation", body=body, key=idempotency_key
        )
        return answer
