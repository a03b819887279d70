"""A staff member says that they have read what changed."""

from datetime import datetime

from puhui.foundation.casework.models import DeskMark
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import STAFF_ROLES, Call
from puhui.kernel.errors import InvalidInput


@use_case("casework.mark_read", answers=str)
def mark_read(call: Call, *, until: datetime) -> str:
    """Keeps until when the actor has read; an earlier instant than the kept one changes nothing."""
    call.actor.require(*STAFF_ROLES, verb="mark what changed as read")
    if until.tzinfo is None or until > call.at:
        raise InvalidInput("until", "an instant that is past is needed")
    DeskMark.objects.bulk_create([DeskMark(user_id=call.actor.id, read_until=until)], ignore_conflicts=True)
    DeskMark.objects.filter(user_id=call.actor.id, read_until__lt=until).update(read_until=until)
    return until.isoformat()
