"""What staff see of the editors' drafts."""

import json
from uuid import UUID

from puhui.foundation.drafts.contracts import DraftState, TextDraftView
from puhui.foundation.drafts.desk import DraftDesk
from puhui.foundation.drafts.models import TextDraft
from puhui.kernel.actors import STAFF_ROLES, Actor, Role

READERS = (*STAFF_ROLES, Role.SYSTEM)
ALL = DraftDesk(TextDraft)


def text_drafts(
    actor: Actor, desk: DraftDesk[TextDraft], *, is_over: bool = False, code: str = "", most: int = 50
) -> list[TextDraftView]:
    """Drafts that are being worked on, or those that are over; the newest first; staff only."""
    actor.require(*READERS, verb="read drafts")
    return [view_of(row) for row in desk.listed(is_over=is_over, most=most, code=code)]


def text_draft(actor: Actor, draft_id: UUID) -> TextDraftView:
    """One draft of whichever editor; staff only."""
    actor.require(*READERS, verb="read drafts")
    return view_of(ALL.found(draft_id))


def view_of(row: TextDraft) -> TextDraftView:
    """A row as others see it."""
    return TextDraftView(
        id=row.id,
        kind=row.kind,
        code=row.code,
        state=DraftState(row.state),
        revision=row.revision,
        based_on=row.based_on,
        document=json.loads(row.text),
        note=row.note,
        made_by_name=row.made_by_name,
        submitted_by_name=row.submitted_by_name,
        changed_at=row.changed_at,
        published_version=row.published_version,
    )
