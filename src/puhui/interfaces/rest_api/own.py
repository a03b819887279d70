"""What is the customer's own: where they stand, who looked, their data as a whole, having it erased."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from puhui.flows.own_data.erase import erase_me, preview_erasure
from puhui.flows.own_data.export import as_json, export_own_data
from puhui.flows.own_data.looked import who_looked
from puhui.flows.where_i_stand import Standing, where_i_stand
from puhui.foundation.party.facade import home_date
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Limit, MoneyOut, Strict, TextOut
from puhui.kernel.actors import Role

router = Router()


class StepOut(Schema):
    """The one thing to do next: about what, how much, by which day."""

    kind: str
    subject_id: UUID | None
    amount: MoneyOut | None
    until: date | None


class LoanOut(Schema):
    """A loan as it stands."""

    id: UUID
    product_code: str
    state: str
    principal: MoneyOut
    principal_outstanding: MoneyOut
    next_due_on: date | None
    next_due: MoneyOut
    overdue: MoneyOut
    days_past_due: int


class LimitOut(Schema):
    """A limit as it stands."""

    id: UUID
    product_code: str
    state: str
    limit: MoneyOut
    drawn: MoneyOut
    free: MoneyOut


class AppliedOut(Schema):
    """An application; `until`: the day of the promised answer, or the last day of its offers."""

    id: UUID
    firm_id: UUID
    product_code: str
    state: str
    amount: MoneyOut
    term_months: int
    until: date | None


class StandingOut(Schema):
    """Where the customer stands."""

    as_of: date
    next: StepOut
    loans: list[LoanOut]
    limits: list[LimitOut]
    applications: list[AppliedOut]
    unread: int


@router.get("/self/standing", response={200: StandingOut, **REFUSALS}, summary="Where I stand and what to do next")
def standing(request: HttpRequest) -> object:
    """Of the customer who asks and of the firms they act for."""
    actor = actor_from(request)
    actor.require(Role.CUSTOMER, verb="see where they stand")
    stands = where_i_stand(actor, today=home_date(current_ports().clock.now()))
    return {
        **_plain(stands),
        "applications": [{**_applied(one.line), "until": one.until} for one in stands.applications],
    }


def _plain(stands: Standing) -> dict[str, object]:
    return {
        "as_of": stands.as_of,
        "next": stands.next,
        "loans": list(stands.loans),
        "limits": list(stands.limits),
        "unread": stands.unread,
    }


def _applied(line: object) -> dict[str, object]:
    return {name: getattr(line, name) for name in AppliedOut.model_fields if name != "until"}


class LookOut(Schema):
    """Somebody looked: when, in which role, at what, what for."""

    at: datetime
    party_id: UUID
    roles: list[str]
    what: list[str]
    purpose: str


class LineOut(Schema):
    """One kind of data."""

    code: str
    title: TextOut


class KeptOut(LineOut):
    """One kind of data that stays, and why."""

    why: TextOut


class ErasureOut(Schema):
    """What erasing would do: what stands against it, what goes, what stays and until when."""

    against: list[str]
    reasons: list[TextOut]
    erased: list[LineOut]
    kept: list[KeptOut]
    keep_until: date | None


class EraseIn(Strict):
    """A word of one's own that this is wanted."""

    agree: bool


class Erased(Schema):
    """Until when the law keeps who the person is; `is_anonymous`: nobody knows it any more."""

    party_id: UUID
    keep_until: date
    is_anonymous: bool


@router.get("/self/looks", response={200: list[LookOut], **REFUSALS}, summary="Who looked at my data")
def looks(request: HttpRequest, limit: Limit) -> object:
    """Newest first; colleagues are named by their role."""
    return who_looked(actor_from(request), most=limit)


@router.post("/self/data", response={200: dict[str, Any], **REFUSALS}, summary="All my data in one document")
def data(request: HttpRequest, key: IdempotencyKey) -> object:
    """Bounded in rows, and in documents a day."""
    return json.loads(as_json(export_own_data(call_from(request, key))))


@router.get("/self/erasure", response={200: ErasureOut, **REFUSALS}, summary="What erasing my data would do")
def read_erasure(request: HttpRequest) -> object:
    """Changes nothing."""
    return preview_erasure(actor_from(request), on=home_date(current_ports().clock.now()))


@router.post("/self/erasure", response={200: Erased, **REFUSALS}, summary="Have my data erased")
def erase(request: HttpRequest, key: IdempotencyKey, body: EraseIn) -> object:
    """What no law keeps goes at once; refused while something is running."""
    return erase_me(call_from(request, key), agree=body.agree)
