"""What is the customer's own: where they stand, and what to do next."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from puhui.flows.where_i_stand import Standing, where_i_stand
from puhui.foundation.party.facade import home_date
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.door import actor_from
from puhui.interfaces.rest_api.schemas import REFUSALS, MoneyOut
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
