"""Operations: operations.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import OrderOutPage, OrderState, TextOut
from puhui_client.transport import Group, part


class Changed(TypedDict):
    """The staff member that was changed."""

    user_id: str


class CloseIn(TypedDict):
    """The business date to close, so that a request that comes late closes nothing else."""

    on: str


class Closed(TypedDict):
    """The day that was closed and the one that is open now."""

    day: str
    opened: str
    loans: int


class FigureOut(TypedDict):
    """What a daily figure means; `minor` is fen, `bps` are hundredths of a percent."""

    name: str
    unit: str
    text: TextOut


class Indicators(TypedDict):
    """Daily figures with their definitions."""

    definitions: list[FigureOut]
    days: list[OperationsDayOut]


class OperationsDayOut(TypedDict):
    """All figures of one business date."""

    on: str
    values: dict[str, int]


class OperationsRoleIn(TypedDict):
    """A role to give."""

    role: Literal[
        "relationship_manager", "risk_officer", "operations", "finance", "compliance", "auditor", "administrator"
    ]


class StaffOut(TypedDict):
    """A staff member."""

    user_id: str
    login_name: str
    display_name: str
    roles: list[str]
    is_active: bool


class TapeMoved(TypedDict):
    """An import after an act."""

    tape_id: str


class TapeOut(TypedDict):
    """An import of a lender's existing book."""

    id: str
    name: str
    state: TapeState
    as_of: str
    proposed_by_name: str
    confirmed_by_name: str


TapeState: TypeAlias = 'Literal["proposed", "confirmed", "booked", "rejected"]'


class OperationsOperations(Group):
    """Operations: operations."""

    def close(self, body: CloseIn, *, idempotency_key: str = "") -> Closed:
        """Close the business day. Safe to repeat and to interrupt. Scope `operations:write`."""
        answer: Closed = self._transport.call("POST", "/api/v1/operations/day/close", body=body, key=idempotency_key)
        return answer

    def list_orders(
        self, *, limit: int | None = None, after: str | None = None, state: OrderState | None = None
    ) -> OrderOutPage:
        """Payment orders, newest first. Staff only. Scope `operations:read`."""
        answer: OrderOutPage = self._transport.call(
            "GET", "/api/v1/operations/payment-orders", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def list_tapes(self, *, limit: int | None = None) -> list[TapeOut]:
        """Imports of loan tapes, newest first. Proposed, confirmed, booked or given up. Scope `operations:read`."""
        answer: list[TapeOut] = self._transport.call("GET", "/api/v1/operations/loan-tapes", query={"limit": limit})
        return answer

    def reject_tape(self, tape_id: UUID | str, *, idempotency_key: str = "") -> TapeMoved:
        """Give an import up. Before anything of it is booked; its files are emptied. Scope `operations:write`."""
        answer: TapeMoved = self._transport.call(
            "POST", f"/api/v1/operations/loan-tapes/{part(tape_id)}/reject", key=idempotency_key
        )
        return answer

    def read_indicators(self, *, until: str | None = None, days: int | None = None) -> Indicators:
        """Daily figures. Oldest first; staff only. Scope `operations:read`."""
        answer: Indicators = self._transport.call(
            "GET", "/api/v1/operations/indicators", query={"until": until, "days": days}
        )
        return answer

    def list_staff(self) -> list[StaffOut]:
        """Who works here. With the roles they hold. Scope `operations:read`."""
        answer: list[StaffOut] = self._transport.call("GET", "/api/v1/operations/staff")
        return answer

    def give_role(self, user_id: UUID | str, body: OperationsRoleIn, *, idempotency_key: str = "") -> Changed:
        """Give a role. Administrators only. Scope `operations:write`."""
        answer: Changed = self._transport.call(
            "POST", f"/api/v1/operations/staff/{part(user_id)}/roles", body=body, key=idempotency_key
        )
        return answer

    def take_role(
        self,
        user_id: UUID | str,
        role: Literal[
            "relationship_manager", "risk_officer", "operations", "finance", "compliance", "auditor", "administrator"
        ],
        *,
        idempotency_key: str = "",
    ) -> Changed:
        """Take a role back. The last administrator keeps theirs. Scope `operations:write`."""
        answer: Changed = self._transport.call(
            "DELETE", f"/api/v1/operations/staff/{part(user_id)}/roles/{part(role)}", key=idempotency_key
        )
        return answer

    def deactivate(self, user_id: UUID | str, *, idempotency_key: str = "") -> Changed:
        """Switch somebody off. No sign-in any more, and open sessions end; the last administrator stays. Scope `operations:write`."""
        answer: Changed = self._transport.call(
            "POST", f"/api/v1/operations/staff/{part(user_id)}/deactivate", key=idempotency_key
        )
        return answer
