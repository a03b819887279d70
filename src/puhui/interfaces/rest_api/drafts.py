"""Applications that are not sent yet: what is missing, and changing what they ask for."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from puhui.flows.originate_loan.start_application import change_application
from puhui.flows.originate_loan.tasks import tasks_of
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.applications import ApplicationMade, Code
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyIn, Strict
from puhui.products.origination.facade import application

router = Router()


class ChangeIn(Strict):
    """What a draft asks for instead."""

    amount: MoneyIn
    term_months: Annotated[int, Field(ge=1, le=360)]
    method: Code
    purpose: Code


class TaskOut(Schema):
    """One task of a draft; without a needed one it cannot be sent."""

    kind: str
    is_done: bool
    is_needed: bool


@router.put("/{uuid:application_id}", response={200: ApplicationMade, **REFUSALS}, summary="Change a draft")
def change(request: HttpRequest, application_id: UUID, key: IdempotencyKey, body: ChangeIn) -> object:
    """While it was not sent; under the product version that it was begun under."""
    return change_application(
        call_from(request, key),
        application_id=application_id,
        amount=body.amount.money(),
        term_months=body.term_months,
        method=body.method,
        purpose=body.purpose,
    )


@router.get("/{uuid:application_id}/tasks", response={200: list[TaskOut], **REFUSALS}, summary="What is missing")
def tasks(request: HttpRequest, application_id: UUID) -> object:
    """What is done, what is missing before a draft can be sent, and what would help."""
    actor = actor_from(request)
    return tasks_of(actor, asked=application(actor, application_id), at=current_ports().clock.now())
