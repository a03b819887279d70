"""Operations: own.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import TypedDict

from puhui_client.api.shared import MoneyOut
from puhui_client.transport import Group


class AppliedOut(TypedDict):
    """An application; `until`: the day of the promised answer, or the last day of its offers."""

    id: str
    firm_id: str
    product_code: str
    state: str
    amount: MoneyOut
    term_months: int
    until: str | None


class OwnLimitOut(TypedDict):
    """A limit as it stands."""

    id: str
    product_code: str
    state: str
    limit: MoneyOut
    drawn: MoneyOut
    free: MoneyOut


class OwnLoanOut(TypedDict):
    """A loan as it stands."""

    id: str
    product_code: str
    state: str
    principal: MoneyOut
    principal_outstanding: MoneyOut
    next_due_on: str | None
    next_due: MoneyOut
    overdue: MoneyOut
    days_past_due: int


class OwnStepOut(TypedDict):
    """The one thing to do next: about what, how much, by which day."""

    kind: str
    subject_id: str | None
    amount: MoneyOut | None
    until: str | None


class StandingOut(TypedDict):
    """Where the customer stands."""

    as_of: str
    next: OwnStepOut
    loans: list[OwnLoanOut]
    limits: list[OwnLimitOut]
    applications: list[AppliedOut]
    unread: int


class OwnOperations(Group):
    """Operations: own."""

    def standing(self) -> StandingOut:
        """Where I stand and what to do next. Of the customer who asks and of the firms they act for. Scope `persons:read`."""
        answer: StandingOut = self._transport.call("GET", "/api/v1/persons/self/standing")
        return answer
