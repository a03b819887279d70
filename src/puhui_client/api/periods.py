"""Operations: periods.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class AdjustIn(TypedDict):
    """One transfer between accounts of the house."""

    period: str
    value_date: str
    debit: str
    credit: str
    amount: MoneyIn
    reason: str


class AdjustmentOut(TypedDict):
    """A posting into a closed month."""

    id: str
    month: str
    value_date: str
    debit: str
    credit: str
    amount: MoneyOut
    reason: str
    proposed_by_name: str
    state: str
    journal_id: str | None


class MonthIn(TypedDict):
    """Which month."""

    period: str


class PeriodOut(TypedDict):
    """A closing; `totals` are debits and credits by currency."""

    id: str
    month: str
    closed_by_name: str
    closed_at: str
    digest: str
    totals: dict[str, list[str]]
    is_open_again: bool
    reopen_reason: str
    reopen_by_name: str


class PeriodsDecideIn(TypedDict):
    """Agree, or not."""

    agree: bool


class ReopenIn(TypedDict):
    """Which month, and why."""

    period: str
    reason: str


class PeriodsOperations(Group):
    """Operations: periods."""

    def list_periods(self) -> list[PeriodOut]:
        """Closed periods, newest first. For who may read the books. Scope `ledger:read`."""
        answer: list[PeriodOut] = self._transport.call("GET", "/api/v1/periods")
        return answer

    def close(self, body: MonthIn, *, idempotency_key: str = "") -> PeriodOut:
        """Close a month. Its trial balance is stored and sealed; nothing is valued in it any more. Scope `ledger:write`."""
        answer: PeriodOut = self._transport.call("POST", "/api/v1/periods/close", body=body, key=idempotency_key)
        return answer

    def reopen(self, body: ReopenIn, *, idempotency_key: str = "") -> PeriodOut:
        """Ask to open a month again. A second person confirms. Scope `ledger:write`."""
        answer: PeriodOut = self._transport.call("POST", "/api/v1/periods/reopen", body=body, key=idempotency_key)
        return answer

    def confirm(self, body: MonthIn, *, idempotency_key: str = "") -> PeriodOut:
        """Open a month again. Never by who asked for it. Scope `ledger:write`."""
        answer: PeriodOut = self._transport.call(
            "POST", "/api/v1/periods/reopen/confirm", body=body, key=idempotency_key
        )
        return answer

    def list_adjustments(self) -> list[AdjustmentOut]:
        """Postings into closed months. Proposed, posted and declined. Scope `ledger:read`."""
        answer: list[AdjustmentOut] = self._transport.call("GET", "/api/v1/periods/adjustments")
        return answer

    def adjust(self, body: AdjustIn, *, idempotency_key: str = "") -> AdjustmentOut:
        """Propose a posting into a closed month. A second person confirms. Scope `ledger:write`."""
        answer: AdjustmentOut = self._transport.call(
            "POST", "/api/v1/periods/adjustments", body=body, key=idempotency_key
        )
        return answer

    def decide(self, adjustment_id: UUID | str, body: PeriodsDecideIn, *, idempotency_key: str = "") -> AdjustmentOut:
        """Confirm or decline it. Never by who proposed it. Scope `ledger:write`."""
        answer: AdjustmentOut = self._transport.call(
            "POST", f"/api/v1/periods/adjustments/{part(adjustment_id)}", body=body, key=idempotency_key
        )
        return answer
