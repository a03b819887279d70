"""Staff give a customer who lost the old phone another number; the customer proves it on their own page."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from puhui.flows.recover_phone import ask_phone_recovery, decide_phone_recovery
from puhui.foundation.documents.facade import MOST_MEGABYTES, FileTooLarge
from puhui.foundation.party.facade import phone_proposed
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Strict

router = Router()


class ProposedPhoneIn(Strict):
    """The new number; which identity paper was seen, and how the person is known by it."""

    phone: Annotated[str, Field(max_length=30)]
    seen: Annotated[str, Field(max_length=200)]


class PhoneRecoveryOut(Schema):
    """The proposal with its case and paper; the number in part, and until when its code is valid."""

    proposal_id: UUID
    case_id: UUID
    paper_id: UUID
    phone: str
    valid_until: datetime


class PhoneProposalOut(Schema):
    """A number that was proposed, masked: `proposed`, `proven`, `confirmed`, `declined` or `replaced`."""

    id: UUID
    party_id: UUID
    phone: str
    seen: str
    state: str
    proposed_by: UUID
    proposed_at: datetime
    proven_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    reason: str


class PhoneDecisionIn(Strict):
    """Whether the new number holds from now on, and what was looked at."""

    agree: bool
    reason: Annotated[str, Field(max_length=300)] = ""


class PhoneRecoveredOut(Schema):
    """What was decided; draws and payouts wait until then, or the old number stays."""

    party_id: UUID
    proposal_id: UUID
    draws_wait_until: datetime | None


@router.post(
    "/{uuid:party_id}/phone-proposals", response={201: PhoneRecoveryOut, **REFUSALS}, summary="Propose a phone number"
)
def propose_number(
    request: HttpRequest, party_id: UUID, key: IdempotencyKey, told: Form[ProposedPhoneIn], file: File[UploadedFile]
) -> object:
    """Staff, for who lost the old phone, with a copy of the identity paper; the old number is told."""
    if (file.size or 0) > MOST_MEGABYTES * 1_000_000:
        raise FileTooLarge(where="file", most_megabytes=MOST_MEGABYTES)
    said = {"phone": told.phone, "seen": told.seen, "content": file.read()}
    return Status(201, ask_phone_recovery(call_from(request, key), party_id=party_id, **said))


@router.get(
    "/phone-proposals/{uuid:proposal_id}", response={200: PhoneProposalOut, **REFUSALS}, summary="A proposed number"
)
def read_proposal(request: HttpRequest, proposal_id: UUID) -> object:
    """For staff; the number is masked."""
    return phone_proposed(actor_from(request), proposal_id=proposal_id)


@router.post(
    "/phone-proposals/{uuid:proposal_id}/decision",
    response={200: PhoneRecoveredOut, **REFUSALS},
    summary="Decide on a proposed number",
)
def decide_number(request: HttpRequest, proposal_id: UUID, key: IdempotencyKey, body: PhoneDecisionIn) -> object:
    """Staff who did not propose it, once the customer has entered the code on their page."""
    return decide_phone_recovery(call_from(request, key), proposal_id=proposal_id, agree=body.agree, reason=body.reason)
