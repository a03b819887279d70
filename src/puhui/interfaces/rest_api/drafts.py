"""Applications that are not sent yet: what is missing, and changing what they ask for."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from puhui.flows.originate_loan.tasks import tasks_of
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.door import actor_from
from puhui.interfaces.rest_api.schemas import REFUSALS
from puhui.products.origination.facade import application

router = Router()


class TaskOut(Schema):
    """One task of a draft; without a needed one it cannot be sent."""

    kind: str
    is_done: bool
    is_needed: bool


@router.get("/{uuid:application_id}/tasks", response={200: list[TaskOut], **REFUSALS}, summary="What is missing")
def tasks(request: HttpRequest, application_id: UUID) -> object:
    """What is done, what is missing before a draft can be sent, and what would help."""
    actor = actor_from(request)
    return tasks_of(actor, asked=application(actor, application_id), at=current_ports().clock.now())
