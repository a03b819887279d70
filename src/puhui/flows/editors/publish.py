"""A text is put into force from a day on by a second person."""

import json
from datetime import date
from uuid import UUID

from puhui.flows.editors.kinds import editor_of
from puhui.flows.editors.write import require_sound
from puhui.foundation.drafts.facade import TextPublished, release_text, text_draft
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call


@use_case("editors.publish", answers=TextPublished, subject="draft_id")
def publish_text(call: Call, *, draft_id: UUID, effective_from: date) -> TextPublished:
    """Never by one who worked on it; a fault that it would have on the day is named by its cell.

    What is published here goes before the file of the same text, from its day on; the next one supersedes it.
    """
    editor = editor_of(text_draft(call.actor, draft_id).kind)
    call.actor.require(*editor.publishers, verb=f"publish {editor.what}")
    row = editor.desk.taken_to_publish(call, draft_id=draft_id, effective_from=effective_from, today=business_date())
    require_sound(editor.faults(row.code, json.loads(row.text), on=effective_from))
    above = editor.version_above(row.code)
    return release_text(call, editor.desk, row, effective_from=effective_from, above=above)
