"""What the editors say of a text: its faults by cell, where it differs from the version in force, how it will read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from puhui.flows.editors.editor import Cell, Preview, Subject
from puhui.flows.editors.kinds import editor_of
from puhui.flows.editors.wording import catalogue_of
from puhui.flows.editors.write import require_sound
from puhui.foundation.documents.facade import pdf_of
from puhui.foundation.drafts.facade import (
    CellDifference,
    DraftFault,
    Release,
    TextDraftView,
    differences_of,
    releases,
    text_draft,
    text_drafts,
)
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import STAFF_ROLES, Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class Checked:
    """A text with all that a reader of it wants to know."""

    cells: list[Cell]
    faults: list[DraftFault]
    differences: list[CellDifference]
    previews: list[Preview]
    effects: list[Text]


@dataclass(frozen=True, slots=True)
class Seen:
    """A text of an editor: the version in force with its words, the drafts of it, and what was published."""

    subject: Subject
    document: Mapping[str, Any]
    checked: Checked
    drafts: list[TextDraftView]
    releases: tuple[Release, ...]


def check_text(actor: Actor, *, kind: str, code: str, document: Mapping[str, Any], on: date) -> Checked:
    """As if it were to be in force from the day on; staff only."""
    actor.require(*STAFF_ROLES, verb="check a text")
    editor = editor_of(kind)
    faults = editor.faults(code, document, on=on)
    return Checked(
        cells=editor.cells(code, document, on=on),
        faults=faults,
        differences=differences_of(_in_force(kind, code, on=on), document),
        previews=[] if faults else editor.previews(code, document, on=on),
        effects=[] if faults else editor.effects(code, document, on=on),
    )


def check_draft(actor: Actor, draft_id: UUID) -> tuple[TextDraftView, Checked]:
    """A draft as of today."""
    found = text_draft(actor, draft_id)
    return found, check_text(actor, kind=found.kind, code=found.code, document=found.document, on=business_date())


def texts_of(actor: Actor, *, kind: str, find: str = "") -> list[Subject]:
    """The texts of an editor, by code; `find` leaves those whose code or title has these letters; staff only."""
    actor.require(*STAFF_ROLES, verb="read texts")
    wanted = find.strip().casefold()
    return [
        one
        for one in editor_of(kind).subjects(on=business_date())
        if wanted in f"{one.code} {one.title.en} {one.title.zh}".casefold()
    ]


def text_seen(actor: Actor, *, kind: str, code: str) -> Seen:
    """One text as it stands today, with its history; staff only."""
    actor.require(*STAFF_ROLES, verb="read texts")
    editor, on = editor_of(kind), business_date()
    document = editor.document(code, on=on)
    subject = next(one for one in editor.subjects(on=on) if one.code == code)
    return Seen(
        subject=subject,
        document=document,
        checked=check_text(actor, kind=kind, code=code, document=document, on=on),
        drafts=text_drafts(actor, editor.desk, code=code),
        releases=releases(kind).get(code, ()),
    )


def draft_paper(actor: Actor, draft_id: UUID, *, language: str) -> bytes:
    """A draft as PDF, with sample data; refused while it has a fault."""
    found, checked = check_draft(actor, draft_id)
    require_sound(checked.faults)
    made = editor_of(found.kind).paper(found.code, found.document, on=business_date(), language=language)
    return pdf_of(made)


def words_as_catalogue(actor: Actor, *, language: str) -> str:
    """The words of the pages in force as a .po file; staff only."""
    actor.require(*STAFF_ROLES, verb="read texts")
    return catalogue_of(language, on=business_date())


def _in_force(kind: str, code: str, *, on: date) -> Mapping[str, Any]:
    """Nothing where the text is a new one."""
    try:
        return editor_of(kind).document(code, on=on)
    except NotFound:
        return {}
