"""Operations: own.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, TypedDict

from puhui_client.api.shared import MoneyOut, TextOut
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


class EraseIn(TypedDict):
    """A word of one's own that this is wanted."""

    agree: bool


class Erased(TypedDict):
    """Until when the law keeps who the person is; `is_anonymous`: nobody knows it any more."""

    party_id: str
    keep_until: str
    is_anonymous: bool


class ErasureOut(TypedDict):
    """What erasing would do: what stands against it, what goes, what stays and until when."""

    against: list[str]
    reasons: list[TextOut]
    erased: list[OwnLineOut]
    kept: list[OwnKeptOut]
    keep_until: str | None


class LookOut(TypedDict):
    """Somebody looked: when, in which role, at what, what for."""

    at: str
    party_id: str
    roles: list[str]
    what: list[str]
    purpose: str


class OwnKeptOut(TypedDict):
    """One kind of data that stays, and why."""

    code: str
    title: TextOut
    why: TextOut


class OwnLimitOut(TypedDict):
    """A limit as it stands."""

    id: str
    product_code: str
    state: str
    limit: MoneyOut
    drawn: MoneyOut
    free: MoneyOut


class OwnLineOut(TypedDict):
    """One kind of data."""

    code: str
    title: TextOut


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

    def looks(self, *, limit: int | None = None) -> list[LookOut]:
        """Who looked at my data. Newest first; colleagues are named by their role. Scope `persons:read`."""
        answer: list[LookOut] = self._transport.call("GET", "/api/v1/persons/self/looks", query={"limit": limit})
        return answer

    def data(self, *, idempotency_key: str = "") -> dict[str, Any]:
        """All my data in one document. Bounded in rows, and in documents a day. Scope `persons:write`."""
        answer: dict[str, Any] = self._transport.call("POST", "/api/v1/persons/self/data", key=idempotency_key)
        return answer

    def read_erasure(self) -> ErasureOut:
        """What erasing my data would do. Changes nothing. Scope `persons:read`."""
        answer: ErasureOut = self._transport.call("GET", "/api/v1/persons/self/erasure")
        return answer

    def erase(self, body: EraseIn, *, idempotency_key: str = "") -> Erased:
        """Have my data erased. What no law keeps goes at once; refused while something is running. Scope `persons:write`."""
        answer: Erased = self._transport.call("POST", "/api/v1/persons/self/erasure", body=body, key=idempotency_key)
        return answer
