"""A customer from every side for programs: who looks after them, what happened, the portfolio, and the one search."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.my_portfolio import my_portfolio
from puhui.flows.search_everything import LONGEST, Hit, search_everything
from puhui.flows.timeline import timeline_of
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import assign_manager, manager_of
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyOut, Page, Strict, TextOut
from puhui.kernel.errors import NotFound
from puhui.kernel.moments import place_of
from puhui.kernel.texts import Text

parties = Router()
portfolio = Router()
search = Router()


class ManagerOut(Schema):
    """Who looks after a customer."""

    party_id: UUID
    manager_id: UUID
    manager_name: str
    since_at: datetime
    reason: str


class ManagerIn(Strict):
    """To whom the customer is given, and why."""

    to_login: Annotated[str, Field(max_length=41, examples=["relationship-manager"])]
    reason: Annotated[str, Field(max_length=200)]


class MomentOut(Schema):
    """One thing that happened; `about` is the id of what it is about."""

    at: datetime
    id: UUID
    what: str
    about: UUID
    detail: str
    amount: MoneyOut | None


class TimelineOut(Schema):
    """A page of the stream; give `next` back as `after`."""

    items: list[MomentOut]
    next: str | None


class CustomerOut(Schema):
    """A customer of the actor's portfolio, masked."""

    party_id: UUID
    name: str
    loans: int
    owed: MoneyOut
    undrawn: MoneyOut
    days_past_due: int


class HitOut(Schema):
    """Something that was found."""

    kind: str
    id: str
    name: TextOut
    detail: TextOut


@parties.get("/{uuid:party_id}/manager", response={200: ManagerOut, **REFUSALS}, summary="Who looks after a customer")
def read_manager(request: HttpRequest, party_id: UUID) -> object:
    """404 when nobody does."""
    found = manager_of(actor_from(request), party_id=party_id)
    if found is None:
        raise NotFound("manager", where="party_id")
    return found


@parties.post("/{uuid:party_id}/manager", response={200: ManagerOut, **REFUSALS}, summary="Give a customer away")
def give_customer(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: ManagerIn) -> object:
    """A relationship manager takes one who is free or gives on their own; operations gives any."""
    assign_manager(call_from(request, key), party_id=party_id, to_login=body.to_login, reason=body.reason)
    return manager_of(actor_from(request), party_id=party_id)


@parties.get("/{uuid:party_id}/timeline", response={200: TimelineOut, **REFUSALS}, summary="What happened")
def read_timeline(
    request: HttpRequest, party_id: UUID, limit: Limit, after: Annotated[str, Query(max_length=100)] = ""
) -> object:
    """Over all rooms that the actor's roles may look up, newest first."""
    found = timeline_of(actor_from(request), party_id=party_id, before=place_of(after), most=limit)
    return {"items": found.moments, "next": str(found.next) if found.next else None}


@portfolio.get("/customers", response={200: Page[CustomerOut], **REFUSALS}, summary="My customers")
def my_customers(request: HttpRequest, limit: Limit, after: After) -> object:
    """Whom the actor looks after, with what they owe today."""
    found = my_portfolio(actor_from(request), on=business_date(), after=after, most=limit)
    items = [
        {
            "party_id": one.customer.party_id,
            "name": one.customer.name,
            "loans": one.exposure.loans,
            "owed": MoneyOut.of(one.exposure.owed_minor),
            "undrawn": MoneyOut.of(one.exposure.undrawn_minor),
            "days_past_due": one.days_past_due,
        }
        for one in found.lines
    ]
    return {"items": items, "next": found.next}


@search.get("", response={200: list[HitOut], **REFUSALS}, summary="Search everything that I may see")
def find(request: HttpRequest, q: Annotated[str, Query(..., max_length=LONGEST)]) -> object:
    """Customers by exact number or name, the rest by id, number or a part of its name; a few of each."""
    return [_hit(one) for one in search_everything(actor_from(request), text=q)]


def _hit(one: Hit) -> dict[str, object]:
    return {"kind": one.kind, "id": one.id, "name": _text(one.name), "detail": _text(one.detail)}


def _text(words: str | Text) -> Text:
    return words if isinstance(words, Text) else Text(en=words, zh=words)
