"""The embedded messaging adapter: keeps messages so that the demo can show them."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from puhui.adapters.messaging.models import DeliveredMessage
from puhui.foundation.party.facade import blind_index, normal_phone, seal, unseal
from puhui.kernel.ports import Message

INDEX_FIELD = "message_to"


@dataclass(frozen=True, slots=True)
class DemoMessage:
    """One message on the demo's outbox page."""

    message_id: UUID
    channel: str
    to: str
    subject: str
    body: str
    kind: str
    delivered_at: datetime


class EmbeddedMessaging:
    """Implements the messaging port with a table: sending the same id again changes nothing."""

    def send(self, message: Message, *, at: datetime) -> None:
        """Keeps the message."""
        words = json.dumps({"subject": message.subject, "body": message.body}, ensure_ascii=False)
        row = DeliveredMessage(
            id=message.id,
            channel=message.channel,
            to_sealed=seal(message.to) if message.to else "",
            to_index=blind_index(INDEX_FIELD, message.to),
            words_sealed=seal(words),
            meta=dict(message.meta),
            delivered_at=at,
        )
        DeliveredMessage.objects.bulk_create([row], ignore_conflicts=True)


def demo_outbox(most: int = 50, phone: str | None = None) -> list[DemoMessage]:
    """The newest messages, of all or of one phone number. Empty in production: codes are in them."""
    if settings.PUHUI_ENVIRONMENT.is_production:
        return []
    kept = DeliveredMessage.objects.order_by("-id")
    if phone:
        kept = kept.filter(to_index=blind_index(INDEX_FIELD, normal_phone(phone)))
    return [_shown(row) for row in kept[: min(most, 200)]]


def _shown(row: DeliveredMessage) -> DemoMessage:
    words = json.loads(unseal(row.words_sealed))
    return DemoMessage(
        message_id=row.id,
        channel=row.channel,
        to=unseal(row.to_sealed),
        subject=words["subject"],
        body=words["body"],
        kind=row.meta.get("kind", ""),
        delivered_at=row.delivered_at,
    )
