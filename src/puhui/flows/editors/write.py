"""A text is written in its editor: a draft is begun from the words in force, changed by cell, sent, given back."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from puhui.flows.editors.kinds import editor_of
from puhui.foundation.drafts.facade import DraftFault, DraftFaulty, DraftMoved, moved, text_draft
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound


@use_case("editors.start_draft", answers=DraftMoved)
def start_text_draft(call: Call, *, kind: str, code: str, note: str = "") -> DraftMoved:
    """A draft of a text as it stands today; of a new one where the editor takes new ones."""
    editor, on = editor_of(kind), business_date()
    call.actor.require(*editor.writers, verb=f"write {editor.what}")
    try:
        document: Mapping[str, Any] = editor.document(code, on=on)
        version = next(one.version for one in editor.subjects(on=on) if one.code == code)
    except NotFound:
        if not editor.takes_new:
            raise
        document, version = editor.new_document(code), 0
    row = editor.desk.begin(call, code=code, text=_text_of(document), based_on=f"{code}@{version}", note=note)
    return moved(row)


@use_case("editors.change_cells", answers=DraftMoved, subject="draft_id")
def change_cells(call: Call, *, draft_id: UUID, revision: int, cells: Mapping[str, str]) -> DraftMoved:
    """Puts words into cells of an open draft, the others stay; `revision` is the one that was seen."""
    found = text_draft(call.actor, draft_id)
    editor = editor_of(found.kind)
    call.actor.require(*editor.writers, verb=f"write {editor.what}")
    document = editor.changed(found.code, found.document, cells, on=business_date())
    row = editor.desk.change(call, draft_id=draft_id, revision=revision, code=found.code, text=_text_of(document))
    return moved(row)


@use_case("editors.submit_draft", answers=DraftMoved, subject="draft_id")
def submit_text(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Asks for publication: the text has no fault today."""
    editor = editor_of(text_draft(call.actor, draft_id).kind)
    call.actor.require(*editor.writers, verb=f"submit {editor.what}")
    row = editor.desk.send(call, draft_id=draft_id)
    require_sound(editor.faults(row.code, json.loads(row.text), on=business_date()))
    return moved(row)


@use_case("editors.return_draft", answers=DraftMoved, subject="draft_id")
def return_text(call: Call, *, draft_id: UUID, note: str) -> DraftMoved:
    """Gives a submitted draft back to be worked on, with a reason."""
    editor = editor_of(text_draft(call.actor, draft_id).kind)
    call.actor.require(*editor.publishers, verb=f"give {editor.what} back")
    return moved(editor.desk.give_back(call, draft_id=draft_id, note=note))


@use_case("editors.drop_draft", answers=DraftMoved, subject="draft_id")
def drop_text(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Nothing comes of it; it can still be read."""
    editor = editor_of(text_draft(call.actor, draft_id).kind)
    call.actor.require(*editor.writers, verb=f"drop {editor.what}")
    return moved(editor.desk.drop(call, draft_id=draft_id))


def require_sound(faults: list[DraftFault]) -> None:
    """Refuses by the first fault, with the number of all."""
    if faults:
        raise DraftFaulty(where=faults[0].key, cell=faults[0].key, count=len(faults), reason=faults[0].reason)


def _text_of(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False)
