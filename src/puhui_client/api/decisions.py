"""Operations: decisions.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut, TextOut
from puhui_client.transport import Group, part


class AskedIn(TypedDict):
    """What a customer would ask for; nothing is applied for by it."""

    party_id: str
    product_code: str
    amount: MoneyIn
    term_months: int
    method: str
    purpose: str


class DecidedOut(TypedDict):
    """The answer, the versions that it was made by, and the day of the oldest facts in it."""

    decision_id: str
    party_id: str
    outcome: str
    score: int
    band: str
    pd: str
    offers: list[OfferedOut]
    reasons: list[WhyOut]
    policy: str
    model: str
    measured_on: str
    facts: int


class DecisionOut(TypedDict):
    """A recorded decision: the request with its facts, and the answer with reasons, versions and hashes."""

    decision_id: str
    request: dict[str, Any]
    answer: dict[str, Any]


class OfferedOut(TypedDict):
    """What would be offered, at the price of this customer and place; it binds nobody."""

    amount: MoneyOut
    term_months: int
    method: str
    annual_rate_pct: str
    label: str


class ReplayOut(TypedDict):
    """Whether the decision, recomputed, agrees bit for bit."""

    decision_id: str
    agrees: bool
    differences: list[str]


class WhyOut(TypedDict):
    """Why it is declined or referred."""

    code: str
    text: TextOut


class DecisionsOperations(Group):
    """Operations: decisions."""

    def decide_at_once(self, body: AskedIn, *, idempotency_key: str = "") -> DecidedOut:
        """Decide on the facts kept of a customer. Score, policy, price and reasons at once, without an application. Staff only; `409` when facts are not fresh. Scope `decisions:write`."""
        answer: DecidedOut = self._transport.call("POST", "/api/v1/decisions/", body=body, key=idempotency_key)
        return answer

    def read_decision(self, decision_id: UUID | str) -> DecisionOut:
        """One decision. To the firm itself and to staff. Scope `decisions:read`."""
        answer: DecisionOut = self._transport.call("GET", f"/api/v1/decisions/{part(decision_id)}")
        return answer

    def replay(self, decision_id: UUID | str) -> ReplayOut:
        """Recompute a decision. Changes nothing; staff only. Scope `decisions:write`."""
        answer: ReplayOut = self._transport.call("POST", f"/api/v1/decisions/{part(decision_id)}/replay")
        return answer
