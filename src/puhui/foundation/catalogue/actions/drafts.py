"""Drafts of products: what is their own beside the way of every draft. Parts of the workshop's use cases."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from puhui.foundation.catalogue.queries.drafts import PRODUCTS
from puhui.foundation.catalogue.queries.faults import document_of
from puhui.foundation.drafts.facade import IN_WORK, CannotMoveDraft, DraftMoved, moved
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

WRITERS = (Role.RISK_OFFICER, Role.ADMINISTRATOR)
PUBLISHERS = (*WRITERS, Role.COMPLIANCE)
LONGEST_CODE = 41


def add_product_draft(call: Call, *, text: str, based_on: str, note: str) -> DraftMoved:
    """A draft with a text; faults may stay until it is sent, but it says which product it is of."""
    call.actor.require(*WRITERS, verb="write a product")
    return moved(PRODUCTS.begin(call, code=_code_of(text), text=text, based_on=based_on, note=note))


def change_product_draft(call: Call, *, draft_id: UUID, revision: int, text: str) -> DraftMoved:
    """Replaces the text of an open draft; `revision` is the one that was seen."""
    call.actor.require(*WRITERS, verb="write a product")
    return moved(PRODUCTS.change(call, draft_id=draft_id, revision=revision, code=_code_of(text), text=text))


def keep_simulation(call: Call, *, draft_id: UUID, revision: int, result: Mapping[str, Any]) -> DraftMoved:
    """Puts what the lab found beside the text that it was found for."""
    call.actor.require(*PUBLISHERS, verb="simulate a product")
    row = PRODUCTS.locked(draft_id, *IN_WORK)
    if row.revision != revision:
        reason = Text(en="the text has changed since; simulate it again", zh="文本已有改动，请重新模拟")
        raise CannotMoveDraft(where="revision", reason=reason)
    row.simulation, row.changed_at = {**result, "revision": revision}, call.at
    row.save(update_fields=["simulation", "changed_at"])
    return moved(row)


def send_product_draft(call: Call, *, draft_id: UUID) -> DraftMoved:
    """An open draft waits for publication; whoever sends it has worked on it."""
    call.actor.require(*WRITERS, verb="submit a product")
    return moved(PRODUCTS.send(call, draft_id=draft_id))


def return_product_draft(call: Call, *, draft_id: UUID, note: str) -> DraftMoved:
    """A sent draft goes back to be worked on, with a reason."""
    call.actor.require(*PUBLISHERS, verb="give a product back")
    return moved(PRODUCTS.give_back(call, draft_id=draft_id, note=note))


def drop_product_draft(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Nothing comes of it; it can still be read."""
    call.actor.require(*WRITERS, verb="drop a product")
    return moved(PRODUCTS.drop(call, draft_id=draft_id))


def _code_of(text: str) -> str:
    code = document_of(text).get("id")
    if not isinstance(code, str) or not 2 <= len(code) <= LONGEST_CODE or not code.isprintable():
        raise InvalidInput("id", f"a name of 2 to {LONGEST_CODE} characters")
    return code
