"""Operations: customer views.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyOut, TextOut
from puhui_client.transport import Group, part


class CustomerOut(TypedDict):
    """A customer of the actor's portfolio, masked."""

    party_id: str
    name: str
    loans: int
    owed: MoneyOut
    undrawn: MoneyOut
    days_past_due: int


class HitOut(TypedDict):
    """Something that was found."""

    kind: str
    id: str
    name: TextOut
    detail: TextOut


class ManagerIn(TypedDict):
    """To whom the customer is given, and why."""

    to_login: str
    reason: str


class ManagerOut(TypedDict):
    """Who looks after a customer."""

    party_id: str
    manager_id: str
    manager_name: str
    since_at: str
    reason: str


class MomentOut(TypedDict):
    """One thing that happened; `about` is the id of what it is about."""

    at: str
    id: str
    what: str
    about: str
    detail: str
    amount: MoneyOut | None


class CustomerOutPage(TypedDict):
    """One page of CustomerOutPage."""

    items: list[CustomerOut]
    next: NotRequired[str | None]


class TimelineOut(TypedDict):
    """A page of the stream; give `next` back as `after`."""

    items: list[MomentOut]
    next: str | None


class CustomerViewsOperations(Group):
    """Operations: customer views."""

    def my_customers(self, *, limit: int | None = None, after: str | None = None) -> CustomerOutPage:
        """My customers. Whom the actor looks after, with what they owe today. Scope `persons:read`."""
        answer: CustomerOutPage = self._transport.call(
            "GET", "/api/v1/desk/customers", query={"limit": limit, "after": after}
        )
        return answer

    def read_manager(self, party_id: UUID | str) -> ManagerOut:
        """Who looks after a customer. 404 when nobody does. Scope `persons:read`."""
        answer: ManagerOut = self._transport.call("GET", f"/api/v1/parties/{part(party_id)}/manager")
        return answer

    def give_customer(self, party_id: UUID | str, body: ManagerIn, *, idempotency_key: str = "") -> ManagerOut:
        """Give a customer away. A relationship manager takes one who is free or gives on their own; operations gives any. Scope `persons:write`."""
        answer: ManagerOut = self._transport.call(
            "POST", f"/api/v1/parties/{part(party_id)}/manager", body=body, key=idempotency_key
        )
        return answer

    def read_timeline(self, party_id: UUID | str, *, limit: int | None = None, after: str | None = None) -> TimelineOut:
        """What happened. Over all rooms that the actor's roles may look up, newest first. Scope `persons:read`."""
        answer: TimelineOut = self._transport.call(
            "GET", f"/api/v1/parties/{part(party_id)}/timeline", query={"limit": limit, "after": after}
        )
        return answer

    def find(self, *, q: str) -> list[HitOut]:
        """Search everything that I may see. Customers by exact number or name, the rest by id, number or a part of its name; a few of each. Scope `persons:read`."""
        answer: list[HitOut] = self._transport.call("GET", "/api/v1/search", query={"q": q})
        return answer
