"""A product is written: a draft is begun from a version or a text, its text or single values are changed."""

from collections.abc import Mapping
from uuid import UUID

from puhui.foundation.catalogue.facade import (
    NoSuchProduct,
    add_product_draft,
    change_product_draft,
    product_draft,
    product_text,
    set_value,
)
from puhui.foundation.drafts.facade import DraftMoved
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput

MOST_VALUES = 40


@use_case("product_workshop.start_draft", answers=DraftMoved)
def start_product_draft(call: Call, *, based_on: str = "", text: str = "", note: str = "") -> DraftMoved:
    """A draft from a version (`code@version`), or from a text that somebody brings along."""
    if not (based_on or text.strip()):
        raise InvalidInput("based_on", "a version such as working-capital@1, or a text")
    base = _text_of(based_on) if based_on else ""
    return add_product_draft(call, text=text if text.strip() else base, based_on=based_on, note=note)


@use_case("product_workshop.change_draft", answers=DraftMoved, subject="draft_id")
def change_product_text(call: Call, *, draft_id: UUID, revision: int, text: str) -> DraftMoved:
    """Replaces the text of an open draft; `revision` is the one that was seen."""
    return change_product_draft(call, draft_id=draft_id, revision=revision, text=text)


@use_case("product_workshop.change_values", answers=DraftMoved, subject="draft_id")
def change_product_values(call: Call, *, draft_id: UUID, revision: int, values: Mapping[str, str]) -> DraftMoved:
    """Exchanges single values by key, each written as TOML; the rest of the text stays as it is."""
    if len(values) > MOST_VALUES:
        raise InvalidInput("values", f"at most {MOST_VALUES}")
    text = product_draft(call.actor, draft_id).text
    for key, literal in values.items():
        text = set_value(text, key=key, literal=literal)
    return change_product_draft(call, draft_id=draft_id, revision=revision, text=text)


def _text_of(name: str) -> str:
    code, _, version = name.rpartition("@")
    if not (code and version.isascii() and version.isdecimal() and len(version) < 6):
        raise NoSuchProduct(where="based_on", product=name[:60], on="-")
    return product_text(code, int(version))
