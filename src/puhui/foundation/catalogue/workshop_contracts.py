"""What crosses the wall of the workshop: drafts of products, their faults, publications."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from puhui.foundation.drafts.facade import DraftState
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


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


class ProductFaulty(Refusal):
    """The text of a product has faults; the first one is named."""

    code = "product_faulty"
    text = Text(
        en="The product cannot be published, {count} faults; the first: {key}: {reason_en}",
        zh="产品存在{count}处问题，无法发布；第一处：{key}：{reason_zh}",
    )
