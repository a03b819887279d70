"""What other rooms may call."""

from puhui.foundation.notices.actions import (
    TOPIC,
    answer_phone,
    erase_notices,
    mark_read,
    reencrypt_notices,
    send_code_notice,
    send_notice,
)
from puhui.foundation.notices.choices import GROUPS, TITLES, MessageChoices, choose_messages, own_choices
from puhui.foundation.notices.contracts import MissingPlace, NoticeLine, NoticeText, UnknownNotice
from puhui.foundation.notices.moments import moments_of
from puhui.foundation.notices.queries import message_for_delivery, notices_of, unread_count
from puhui.foundation.notices.texts import BadNoticeText

__all__ = [
    "GROUPS",
    "TITLES",
    "TOPIC",
    "BadNoticeText",
    "MessageChoices",
    "MissingPlace",
    "NoticeLine",
    "NoticeText",
    "UnknownNotice",
    "answer_phone",
    "choose_messages",
    "erase_notices",
    "mark_read",
    "message_for_delivery",
    "moments_of",
    "notices_of",
    "own_choices",
    "reencrypt_notices",
    "send_code_notice",
    "send_notice",
    "unread_count",
]
