"""What a shop's program is told: an address and a secret of its own; messages signed, retried, repeatable."""

import hashlib
import hmac
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from puhui.foundation.evidence.facade import emit
from puhui.foundation.party.facade import blind_index, require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.canonical import canonical_json
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.products.payees.contracts import BasketView, MessageKind, PayeeNotActive, PayeeState, SignedMessage
from puhui.products.payees.models import BasketMessage, Payee

TOPIC: Final = "payees.tell_shop"
SIGNATURE: Final = "Puhui-Signature"


def set_callback(call: Call, *, payee_id: UUID, address: str) -> None:
    """Where the shop's program listens, by its own people, with a new secret that signs; an empty address ends it."""
    call.actor.require(Role.CUSTOMER, verb="set where a shop is told")
    require_party(call.actor, party_id=payee_id)
    if address and (not address.startswith("https://") or len(address) > 500 or not address.isprintable()):
        raise InvalidInput("address", "an address that begins with https://")
    moved = Payee.objects.filter(id=payee_id, state=PayeeState.ACTIVE, may_open_baskets=True).update(
        callback_url=address, callback_n=F("callback_n") + 1
    )
    if not moved:
        raise PayeeNotActive(where="payee_id")


def callback_of(actor: Actor, payee_id: UUID) -> tuple[str, str]:
    """The address and the secret, for the shop's own people; the secret is made from the installation's key."""
    actor.require(Role.CUSTOMER, verb="look at a shop's secret")
    require_party(actor, party_id=payee_id)
    shop = Payee.objects.filter(id=payee_id).first()
    if shop is None or not shop.callback_url:
        raise NotFound("address of the shop's program", where="payee_id")
    return shop.callback_url, _secret(shop)


def tell_shop(call: Call, *, of: BasketView, kind: MessageKind) -> UUID | None:
    """Writes what the shop is told of a basket, each kind once, delivered after commit; None without an address.

    The message names ids, the shop's number and the amount: nothing about the customer, and no reason.
    """
    shop = Payee.objects.get(id=of.payee_id)
    if not shop.callback_url:
        return None
    message_id = new_id()
    body = {
        "id": str(message_id),
        "kind": kind.value,
        "basket_id": str(of.id),
        "reference": of.reference,
        "amount": str(of.amount),
        "currency": of.amount.currency,
        "at": call.at.isoformat(),
    }
    row = BasketMessage(id=message_id, basket_id=of.id, kind=kind, body=body, told_at=call.at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None  # told before
    emit(TOPIC, {"message_id": str(row.id)}, at=call.at)
    return row.id


def tell_again(call: Call, *, message_id: UUID) -> None:
    """The same message, with the same id, once more: for the shop's own people and for operations."""
    row = BasketMessage.objects.select_related("basket").filter(id=message_id).first()
    if row is None:
        raise NotFound("message", where="message_id")
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, verb="tell a shop again")
    require_party(call.actor, party_id=row.basket.payee_id)
    emit(TOPIC, {"message_id": str(row.id)}, at=call.at)


def signed_message(message_id: UUID, *, at: datetime) -> SignedMessage | None:
    """The message as it goes out now, signed with the secret in force; None where nobody listens any more.

    Signature: hex HMAC-SHA256 over the seconds of the instant, a dot, and the body; both are in the header.
    """
    row = BasketMessage.objects.select_related("basket__payee").get(id=message_id)
    shop = row.basket.payee
    if not shop.callback_url:
        return None
    body, seconds = canonical_json(row.body).encode(), int(at.timestamp())
    proof = signature(_secret(shop), seconds=seconds, body=body)
    BasketMessage.objects.filter(id=message_id).update(attempts=F("attempts") + 1)
    return SignedMessage(shop.callback_url, body, {SIGNATURE: f"t={seconds},v1={proof}"})


def note_delivery(message_id: UUID, *, at: datetime, error: str = "") -> None:
    """The shop's program has taken the message, or has not, and why."""
    row = BasketMessage.objects.filter(id=message_id)
    row.update(last_error=error[:200]) if error else row.update(delivered_at=at, last_error="")


def signature(secret: str, *, seconds: int, body: bytes) -> str:
    """What a receiver computes as well: HMAC-SHA256 (RFC 2104), in hex."""
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def _secret(shop: Payee) -> str:
    return blind_index("secret of a shop", f"{shop.id}/{shop.callback_n}")
