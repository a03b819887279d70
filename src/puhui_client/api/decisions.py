"""Operations: decisions.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class DecisionOut(TypedDict):
    """A recorded decision: the request with its facts, and the answer with reasons, versions and hashes."""

    decision_id: str
    request: dict[str, Any]
    answer: dict[str, Any]


class ReplayOut(TypedDict):
    """Whether the decision, recomputed, agrees bit for bit."""

    decision_id: str
    agrees: bool
    differences: list[str]


class DecisionsOperations(Group):
    """Operations: decisions."""

    def read_decision(self, decision_id: UUID | str) -> DecisionOut:
        """One decision. To the firm itself and to staff. Scope `decisions:read`."""
        answer: DecisionOut = self._transport.call("GET", f"/api/v1/decisions/{part(decision_id)}")
        return answer

    def replay(self, decision_id: UUID | str) -> ReplayOut:
        """Recompute a decision. Changes nothing; staff only. Scope `decisions:write`."""
        answer: ReplayOut = self._transport.call("POST", f"/api/v1/decisions/{part(decision_id)}/replay")
        return answer
