"""What can be done with notices: send, send a code, mark as read, seal again."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from puhui.foundation.evidence.facade import emit, use_case
from puhui.foundation.notices.choices import choices_of, group_of
from puhui.foundation.notices.models import Notice
from puhui.foundation.notices.rules import as_json, filled
from puhui.foundation.notices.texts import notice_text
from puhui.foundation.party.facade import (
    home_date,
    language_of,
    normal_phone,
    party_ids_for,
    resealed,
    seal,
    sealing_key,
)
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.texts import LANGUAGES

TOPIC = "notice.requested"


def send_notice(
    call: Call,
    *,
    party_id: UUID,
    kind: str,
    params: Mapping[str, object],
    sms: bool = True,
    not_before: datetime | None = None,
) -> UUID:
    """Writes a notice to a party and, with `sms`, asks for its delivery after commit. A part of a use case.

    `params` fill the places of the text; one that differs by language is a `Text`. A message that must not disturb
    waits until `not_before`; on the pages of the party the notice stands at once.
    """
    return _write(
        call,
        kind=kind,
        params=params,
        party_id=party_id,
        sms=sms,
        language=language_of(party_id),
        not_before=not_before,
    )


def send_code_notice(
    call: Call, *, code: str, purpose: str, phone: str = "", party_id: UUID | None = None, language: str = ""
) -> UUID:
    """Sends a one-time code to a phone number, or to the phone of a party; it never shows among their notices.

    The text is the one named `code_<purpose>`. A part of a use case.
    """
    chosen = language or (language_of(party_id) if party_id else LANGUAGES[0])
    to = seal(normal_phone(phone)) if phone else ""
    return _write(
        call,
        kind=f"code_{purpose}",
        params={"code": code},
        party_id=party_id,
        sms=True,
        language=chosen,
        to_sealed=to,
        in_app=False,
    )


def answer_phone(call: Call, *, phone: str, kind: str, params: Mapping[str, object], language: str) -> UUID:
    """Answers a phone number by text message; it may carry a code, so it never shows among notices.

    A part of a use case.
    """
    return _write(
        call,
        kind=kind,
        params=params,
        party_id=None,
        sms=True,
        language=language,
        to_sealed=seal(normal_phone(phone)),
        in_app=False,
    )


@use_case("notices.mark_read", answers=UUID, subject="notice_id")
def mark_read(call: Call, *, notice_id: UUID) -> UUID:
    """Keeps that the customer has read a notice; the first time counts."""
    call.actor.require(Role.CUSTOMER, verb="mark a notice as read")
    own = Notice.objects.filter(id=notice_id, in_app=True, party_id__in=party_ids_for(call.actor))
    if not own.exists():
        raise NotFound("notice", where="notice_id")
    own.filter(read_at=None).update(read_at=call.at)
    return notice_id


def erase_notices(*, party_id: UUID) -> int:
    """Forgets the words of all notices to a person; the rows stay, and leave their pages. A part of a flow."""
    gone = {"subject": {"en": "Erased", "zh": "已删除"}, "body": {"en": "Erased", "zh": "已删除"}}
    words = seal(json.dumps(gone, ensure_ascii=False))
    return Notice.objects.filter(party_id=party_id).update(
        words_sealed=words, to_sealed="", sealed_with=sealing_key(), in_app=False
    )


@use_case("notices.reencrypt_batch", answers=int)
def reencrypt_notices(call: Call, *, most: int = 500) -> int:
    """Seals up to `most` notices with the first key; answers how many. Repeat until it answers 0."""
    call.actor.require(Role.ADMINISTRATOR, Role.SYSTEM, verb="rotate keys")
    waiting = Notice.objects.select_for_update().exclude(sealed_with=sealing_key()).order_by("id")[:most]
    notices = list(waiting)
    for notice in notices:
        notice.words_sealed, notice.to_sealed = resealed(notice.words_sealed), resealed(notice.to_sealed)
        notice.sealed_with = sealing_key()
    Notice.objects.bulk_update(notices, ["words_sealed", "to_sealed", "sealed_with"], batch_size=200)
    return len(notices)


def _by_choice(
    party_id: UUID, *, file_id: str, at: datetime, not_before: datetime | None
) -> tuple[bool, datetime | None]:
    """Whether a text message goes out, and not before when: as the party chose. Codes do not come here."""
    chosen = choices_of(party_id)
    if group_of(file_id) in chosen.sms_off:
        return False, None
    return True, chosen.waits_until(not_before or at) or not_before


def _write(
    call: Call,
    *,
    kind: str,
    params: Mapping[str, object],
    party_id: UUID | None,
    sms: bool,
    language: str,
    to_sealed: str = "",
    in_app: bool = True,
    not_before: datetime | None = None,
) -> UUID:
    words = notice_text(kind, on=home_date(call.at))
    if sms and in_app and party_id is not None:
        sms, not_before = _by_choice(party_id, file_id=words.file_id, at=call.at, not_before=not_before)
    parts = {"subject": words.subject, "body": words.body, "sms": words.sms}
    content = {name: as_json(filled(part, params=params)) for name, part in parts.items() if part is not None}
    notice_id = new_id()
    Notice.objects.create(
        id=notice_id,
        bucket=bucket_of(party_id or notice_id),
        party_id=party_id,
        kind=kind,
        text_version=words.version,
        text_digest=words.digest,
        language=language,
        words_sealed=seal(json.dumps(content, ensure_ascii=False)),
        to_sealed=to_sealed,
        sealed_with=sealing_key(),
        by_sms=sms,
        in_app=in_app,
        created_at=call.at,
        send_not_before=not_before if sms else None,
    )
    if sms:
        emit(TOPIC, {"notice_id": str(notice_id)}, at=call.at, due_at=not_before)
    return notice_id
