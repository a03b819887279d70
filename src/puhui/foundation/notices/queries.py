"""What can be asked of notices."""

import json
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.notices.contracts import NoticeLine
from puhui.foundation.notices.models import Notice
from puhui.foundation.notices.rules import words_of
from puhui.foundation.party.facade import party_ids_for, phone_of, unseal
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.ports import Message

MOST_LINES = 200


def notices_of(
    actor: Actor, *, party_id: UUID | None = None, after: UUID | None = None, most: int = 50
) -> list[NoticeLine]:
    """The notices of the parties within the actor's reach, newest first; `after` is the last one already seen."""
    found = _within_reach(actor).order_by("-id")
    if party_id:
        found = found.filter(party_id=party_id)
    if after:
        found = found.filter(id__lt=after)
    return [_line(notice) for notice in found[: min(most, MOST_LINES)]]


def unread_count(actor: Actor) -> int:
    """How many notices a customer has not read."""
    return _within_reach(actor).filter(read_at=None).count() if actor.is_customer else 0


def message_for_delivery(notice_id: UUID) -> Message:
    """The message that goes to a person, in their language. For the delivery of the outbox: no rights are looked at."""
    notice = Notice.objects.filter(id=notice_id).first()
    if notice is None:
        raise NotFound("notice", where="notice_id")
    words = json.loads(unseal(notice.words_sealed))
    to = unseal(notice.to_sealed) or (phone_of(notice.party_id) if notice.party_id else "")
    return Message(
        id=notice.id,
        channel="sms" if to else "in_app",
        to=to,
        subject=words_of(words["subject"]).in_language(notice.language),
        body=words_of((to and words.get("sms")) or words["body"]).in_language(notice.language),
        meta={"kind": notice.kind},
    )


def _within_reach(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(in_app=True, party_id__in=party_ids_for(actor))


def _line(notice: Notice) -> NoticeLine:
    words = json.loads(unseal(notice.words_sealed))
    assert notice.party_id is not None
    return NoticeLine(
        notice_id=notice.id,
        party_id=notice.party_id,
        kind=notice.kind,
        subject=words_of(words["subject"]),
        body=words_of(words["body"]),
        text_version=notice.text_version,
        created_at=notice.created_at,
        read_at=notice.read_at,
    )
