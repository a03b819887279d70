"""A product is written: a draft is begun, changed, sent, given back, dropped. Parts of the workshop's use cases."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from puhui.foundation.catalogue.models import ProductDraft
from puhui.foundation.catalogue.queries.faults import document_of
from puhui.foundation.catalogue.workshop_contracts import CannotMoveProduct, DraftState, ProductMoved
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

WRITERS = (Role.RISK_OFFICER, Role.ADMINISTRATOR)
PUBLISHERS = (*WRITERS, Role.COMPLIANCE)
LONGEST_CODE = 41


def add_product_draft(call: Call, *, text: str, based_on: str, note: str) -> ProductMoved:
    """A draft with a text; faults may stay until it is sent, but it says which product it is of."""
    call.actor.require(*WRITERS, verb="write a product")
    row = ProductDraft.objects.create(
        id=new_id(),
        code=_code_of(text),
        state=DraftState.OPEN,
        revision=1,
        based_on=based_on,
        text=text,
        note=_note(note),
        writers=[str(call.actor.id)],
        made_by_name=call.actor.name[:80],
        changed_at=call.at,
    )
    return moved(row)


def change_product_draft(call: Call, *, draft_id: UUID, revision: int, text: str) -> ProductMoved:
    """Replaces the text of an open draft; `revision` is the one that was seen."""
    call.actor.require(*WRITERS, verb="write a product")
    row = locked_draft(draft_id, DraftState.OPEN)
    if row.revision != revision:
        raise CannotMoveProduct(where="revision", reason="somebody else has changed it in between; look at it again")
    if _code_of(text) != row.code:
        raise InvalidInput("id", "a draft keeps the id of its product")
    row.text, row.revision, row.changed_at = text, revision + 1, call.at
    row.writers = sorted({*row.writers, str(call.actor.id)})
    row.save(update_fields=["text", "revision", "changed_at", "writers"])
    return moved(row)


def keep_simulation(call: Call, *, draft_id: UUID, revision: int, result: Mapping[str, Any]) -> ProductMoved:
    """Puts what the lab found beside the text that it was found for."""
    call.actor.require(*PUBLISHERS, verb="simulate a product")
    row = locked_draft(draft_id, DraftState.OPEN, DraftState.SUBMITTED)
    if row.revision != revision:
        raise CannotMoveProduct(where="revision", reason="the text has changed since; simulate it again")
    row.simulation, row.changed_at = {**result, "revision": revision}, call.at
    row.save(update_fields=["simulation", "changed_at"])
    return moved(row)


def send_product_draft(call: Call, *, draft_id: UUID) -> ProductMoved:
    """An open draft waits for publication; whoever sends it has worked on it."""
    call.actor.require(*WRITERS, verb="submit a product")
    row = locked_draft(draft_id, DraftState.OPEN)
    row.state, row.submitted_by_name, row.changed_at = DraftState.SUBMITTED, call.actor.name[:80], call.at
    row.writers = sorted({*row.writers, str(call.actor.id)})
    row.save(update_fields=["state", "submitted_by_name", "changed_at", "writers"])
    return moved(row)


def return_product_draft(call: Call, *, draft_id: UUID, note: str) -> ProductMoved:
    """A sent draft goes back to be worked on, with a reason."""
    call.actor.require(*PUBLISHERS, verb="give a product back")
    row = locked_draft(draft_id, DraftState.SUBMITTED)
    if len(note.strip()) < 3:
        raise InvalidInput("note", "a reason of at least 3 characters is needed")
    row.state, row.note, row.changed_at = DraftState.OPEN, _note(note), call.at
    row.save(update_fields=["state", "note", "changed_at"])
    return moved(row)


def drop_product_draft(call: Call, *, draft_id: UUID) -> ProductMoved:
    """Nothing comes of it; it can still be read."""
    call.actor.require(*WRITERS, verb="drop a product")
    row = locked_draft(draft_id, DraftState.OPEN, DraftState.SUBMITTED)
    row.state, row.changed_at = DraftState.DROPPED, call.at
    row.save(update_fields=["state", "changed_at"])
    return moved(row)


def locked_draft(draft_id: UUID, *states: DraftState) -> ProductDraft:
    """The row, for this transaction alone, when it is in one of the states."""
    row = ProductDraft.objects.select_for_update().filter(id=draft_id).first()
    if row is None:
        raise NotFound("draft", where="draft_id")
    if row.state not in states:
        raise CannotMoveProduct(where="draft_id", reason=f"it is {row.state}")
    return row


def moved(row: ProductDraft) -> ProductMoved:
    """What a use case answers."""
    return ProductMoved(row.id, row.state, row.revision)


def _code_of(text: str) -> str:
    code = document_of(text).get("id")
    if not isinstance(code, str) or not 2 <= len(code) <= LONGEST_CODE or not code.isprintable():
        raise InvalidInput("id", f"a name of 2 to {LONGEST_CODE} characters")
    return code


def _note(note: str) -> str:
    told = note.strip()
    if len(told) > 500 or "\x00" in told:
        raise InvalidInput("note", "at most 500 characters")
    return told
