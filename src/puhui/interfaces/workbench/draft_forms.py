"""What the page of every draft asks, whatever it is a draft of: the revision, the day, what may be done."""

from datetime import date
from typing import Any

from puhui.foundation.drafts.facade import DraftState
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text


def revision_of(form: Any) -> int:
    """The revision of a draft that a form was made from."""
    text = str(form.get("revision", ""))
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InvalidInput("revision", Text(en="the revision that was seen is needed", zh="缺少所查看的修订号"))
    return int(text)


def effective_from(form: Any) -> date:
    """The day from which what is published holds."""
    return parse_date(form.get("effective_from", ""), where="effective_from")


def rights_on(state: DraftState, *, writes: bool, publishes: bool) -> dict[str, bool]:
    """What may be done with a draft as it stands, by one who writes or publishes here."""
    is_open, is_sent = state == DraftState.OPEN, state == DraftState.SUBMITTED
    return {
        "may_edit": is_open and writes,
        "may_drop": (is_open or is_sent) and writes,
        "may_publish": is_sent and publishes,
    }
