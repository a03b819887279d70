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
from puhui.foundation.notices.checks import BOTH, PARTS, NoticeRules, notice_faults
from puhui.foundation.notices.choices import GROUPS, TITLES, MessageChoices, choose_messages, own_choices
from puhui.foundation.notices.contracts import MissingPlace, NoticeLine, NoticeText, UnknownNotice
from puhui.foundation.notices.moments import moments_of
from puhui.foundation.notices.queries import message_for_delivery, notices_of, unread_count
from puhui.foundation.notices.rules import as_json, filled, places, words_of
from puhui.foundation.notices.text_message import parts_of
from puhui.foundation.notices.texts import KIND as NOTICE_KIND
from puhui.foundation.notices.texts import BadNoticeText, all_words, notice_text, notice_versions

__all__ = [
    "BOTH",
    "GROUPS",
    "NOTICE_KIND",
    "PARTS",
    "TITLES",
    "TOPIC",
    "BadNoticeText",
    "MessageChoices",
    "MissingPlace",
    "NoticeLine",
    "NoticeRules",
    "NoticeText",
    "UnknownNotice",
    "all_words",
    "answer_phone",
    "as_json",
    "choose_messages",
    "erase_notices",
    "filled",
    "mark_read",
    "message_for_delivery",
    "moments_of",
    "notice_faults",
    "notice_text",
    "notice_versions",
    "notices_of",
    "own_choices",
    "parts_of",
    "places",
    "reencrypt_notices",
    "send_code_notice",
    "send_notice",
    "unread_count",
    "words_of",
]
