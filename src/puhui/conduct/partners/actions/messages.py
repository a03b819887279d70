"""What programs are told: written with what happened, signed, delivered after commit, tried again, repeatable."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from puhui.conduct.partners.actions.subscriptions import secret_of
from puhui.conduct.partners.contracts import PartnerState, SignedMessage
from puhui.conduct.partners.events import EVENTS
from puhui.conduct.partners.models import Delivery, Message, Sharing, Subscription
from puhui.foundation.evidence.facade import emit, use_case
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.canonical import canonical_json
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id

TOPIC: Final = "partners.tell"
SIGNATURE: Final = "Puhui-Signature"
MOST_TRIES: Final = (
    11  # one less than the outbox: an address that is gone is the partner's matter, not an alarm of ours
)


def tell_listener(call: Call, *, party_id: UUID, kind: str, subject_id: UUID, facts: Mapping[str, Any]) -> None:
    """Tells the programs of one organisation that listen to this kind, each once of each subject. Part of a use case.

    Facts are ids, numbers of the partner's own and amounts: no name, no reason.
    """
    for row in Subscription.objects.filter(party_id=party_id, ended_at=None):
        if kind in row.kinds:
            _tell(call, row, kind=kind, subject_id=subject_id, facts=facts)


def tell_sharing_partners(call: Call, *, party_id: UUID, kind: str, subject_id: UUID, facts: Mapping[str, Any]) -> None:
    """Tells the partners with whom a customer shares what this kind needs. Part of a use case."""
    running = Sharing.objects.filter(party_id=party_id, ended_at=None, until__gt=call.at)
    running = running.filter(partner__state=PartnerState.ACTIVE)
    for partner_id, scopes in dict(running.values_list("partner_id", "scopes")).items():
        if EVENTS[kind].needs in scopes:
            tell_listener(call, party_id=partner_id, kind=kind, subject_id=subject_id, facts=facts)


@use_case("partners.tell_again", answers=UUID, subject="message_id")
def tell_again(call: Call, *, message_id: UUID) -> UUID:
    """The same message, with the same id, once more: for the organisation's own people and for staff."""
    row = Message.objects.select_related("subscription").filter(id=message_id).first()
    if row is None:
        raise NotFound("message", where="message_id")
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, Role.ADMINISTRATOR, verb="tell a program again")
    require_party(call.actor, party_id=row.subscription.party_id)
    Message.objects.filter(id=row.id).update(attempts=0)
    emit(TOPIC, {"message_id": str(row.id)}, at=call.at)
    return row.id


def signed_message(message_id: UUID, *, at: datetime) -> SignedMessage | None:
    """The message as it goes out now, signed with the secret in force; None where nobody listens any more.

    Signature: hex HMAC-SHA256 over the seconds of the instant, a dot, and the body; both are in the header.
    """
    row = Message.objects.select_related("subscription").get(id=message_id)
    if row.subscription.ended_at is not None:
        return None
    body, seconds = canonical_json(row.body).encode(), int(at.timestamp())
    proof = signature(secret_of(row.subscription), seconds=seconds, body=body)
    return SignedMessage(row.subscription.address, body, {SIGNATURE: f"t={seconds},v1={proof}"})


def note_delivery(message_id: UUID, *, at: datetime, answer_code: int | None, error: str = "") -> bool:
    """Keeps a try; True when it is to be tried again."""
    Delivery(id=new_id(), message_id=message_id, tried_at=at, answer_code=answer_code, error=error[:200]).save(
        force_insert=True
    )
    row = Message.objects.filter(id=message_id)
    row.update(attempts=F("attempts") + 1)
    row.update(last_error=error[:200]) if error else row.update(delivered_at=at, last_error="")
    return bool(error) and row.filter(attempts__lt=MOST_TRIES).exists()


def signature(secret: str, *, seconds: int, body: bytes) -> str:
    """What a receiver computes as well: HMAC-SHA256 (RFC 2104), in hex."""
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def _tell(call: Call, to: Subscription, *, kind: str, subject_id: UUID, facts: Mapping[str, Any]) -> None:
    message_id = new_id()
    body = {"id": str(message_id), "kind": kind, "at": call.at.isoformat(), **facts}
    row = Message(id=message_id, subscription=to, kind=kind, subject_id=subject_id, body=body, told_at=call.at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return  # told before
    emit(TOPIC, {"message_id": str(message_id)}, at=call.at)
