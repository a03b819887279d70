"""What can be asked of subscriptions, messages and their deliveries."""

from uuid import UUID

from puhui.conduct.partners.contracts import DeliveryView, MessageView, SubscriptionView
from puhui.conduct.partners.models import Delivery, Message, Subscription
from puhui.conduct.partners.queries import MOST, READING
from puhui.foundation.party.facade import party_ids_for, require_party
from puhui.kernel.actors import READING_ROLES, Actor, Role
from puhui.kernel.errors import NotFound


def subscriptions_of(actor: Actor, party_id: UUID) -> list[SubscriptionView]:
    """Where an organisation's programs listen, newest first: for its own people and programs, and for staff."""
    actor.require(*READING, Role.CUSTOMER, verb="look at where a partner listens")
    require_party(actor, party_id=party_id)
    return [
        SubscriptionView(row.id, row.party_id, row.address, tuple(row.kinds), row.made_at, row.ended_at)
        for row in Subscription.objects.filter(party_id=party_id).order_by("-id")[:MOST]
    ]


def messages_page(
    actor: Actor, *, party_id: UUID | None = None, waiting: bool = False, before: UUID | None = None, most: int = 50
) -> list[MessageView]:
    """What programs were told, newest first: for the organisation's own people and programs, and for staff."""
    actor.require(*READING_ROLES, Role.CUSTOMER, verb="look at messages to programs")
    if party_id is not None:
        require_party(actor, party_id=party_id)
    found = Message.objects.select_related("subscription").order_by("-id")
    found = found.filter(subscription__party_id__in=party_ids_for(actor)) if actor.is_customer else found
    found = found.filter(subscription__party_id=party_id) if party_id else found
    found = found.filter(delivered_at=None) if waiting else found
    found = found.filter(id__lt=before) if before else found
    return [_view(row) for row in found[: min(most, MOST)]]


def message(actor: Actor, message_id: UUID) -> tuple[MessageView, list[DeliveryView]]:
    """One message with its tries, newest first."""
    actor.require(*READING_ROLES, Role.CUSTOMER, verb="look at messages to programs")
    row = Message.objects.select_related("subscription").filter(id=message_id).first()
    if row is None:
        raise NotFound("message", where="message_id")
    require_party(actor, party_id=row.subscription.party_id)
    tries = Delivery.objects.filter(message_id=row.id).order_by("-id")[:MOST]
    return _view(row), [DeliveryView(one.tried_at, one.answer_code, one.error) for one in tries]


def _view(row: Message) -> MessageView:
    return MessageView(
        id=row.id,
        subscription_id=row.subscription_id,
        party_id=row.subscription.party_id,
        address=row.subscription.address,
        kind=row.kind,
        subject_id=row.subject_id,
        body=row.body,
        told_at=row.told_at,
        delivered_at=row.delivered_at,
        attempts=row.attempts,
        last_error=row.last_error,
    )
