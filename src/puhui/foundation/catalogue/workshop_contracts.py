"""What crosses the wall of the workshop: drafts of products, their faults, what differs, and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ProductFault:
    """One fault of a product's text: its key and line, why in words, and the rule where a rulebook is broken."""

    key: str
    reason: Text
    line: int | None = None
    rule: str = ""
    source: str = ""
    article: str = ""
    value: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class ProductDifference:
    """One key at which two versions differ; empty where the key is not there."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraftView:
    """A draft as staff see it."""

    id: UUID
    code: str
    state: DraftState
    revision: int
    based_on: str
    text: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: datetime
    published_version: int | None
    simulation: Mapping[str, Any] | None = field(default=None)


@dataclass(frozen=True, slots=True)
class ProductMoved:
    """A draft after an act."""

    draft_id: UUID
    state: str
    revision: int


@dataclass(frozen=True, slots=True)
class ProductPublished:
    """A version that is in force from its day on."""

    draft_id: UUID
    code: str
    version: int
    digest: str
    effective_from: date


@dataclass(frozen=True, slots=True)
class ProductWithdrawn:
    """A product that is not sold from a day on."""

    code: str
    from_on: date


class CannotMoveProduct(Refusal):
    """The draft, or the product, is not in a state that allows it."""

    code = "cannot_move_product"
    http_status = 409
    text = Text(en="This draft of a product cannot be moved on: {reason}", zh="该产品草稿无法办理此操作：{reason}")


class ProductFourEyes(Refusal):
    """Who wrote a product does not publish it."""

    code = "product_four_eyes"
    http_status = 403
    text = Text(
        en="Somebody who did not work on this draft has to publish it: a second person.",
        zh="须由未参与编写该草稿的另一人发布。",
    )


class ProductFaulty(Refusal):
    """The text of a product has faults; the first one is named."""

    code = "product_faulty"
    text = Text(
        en="The product cannot be published, {count} faults; the first: {key}: {reason_en}",
        zh="产品存在{count}处问题，无法发布；第一处：{key}：{reason_zh}",
    )
