"""What crosses the wall about models: packages, roles, the acts on them, and why they are refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class ModelState(StrEnum):
    """Where a package stands: only an approved one may take a role."""

    DRAFT = "draft"
    APPROVED = "approved"
    DECLINED = "declined"
    RETIRED = "retired"


class ModelRole(StrEnum):
    """What a model does for a slot, the scorecard id that policies ask for.

    The champion decides; a split challenger decides for a fixed share of applicants; a shadow one never decides.
    """

    CHAMPION = "champion"
    SPLIT = "split"
    SHADOW = "shadow"


class RoleState(StrEnum):
    """Where the giving of a role stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    ENDED = "ended"


class PackageRefused(Refusal):
    """A model package is not whole, was changed after it was made, or is no model."""

    code = "model_package_refused"
    text = Text(en="The model package is refused, {where}: {reason}", zh="模型包不被接受（{where}）：{reason}")

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where=where, reason=reason)


class ModelFourEyes(Refusal):
    """Whoever registered a model or proposed a role may not agree to it."""

    code = "model_four_eyes"
    http_status = 403
    text = Text(
        en="A second person must decide: you registered or proposed this yourself.",
        zh="须由另一人决定：此项由您本人登记或提议。",
    )


class CannotMoveModel(Refusal):
    """The model or the role is not in a state that allows this."""

    code = "model_not_movable"
    http_status = 409
    text = Text(en="This is not possible for the model: {reason}", zh="无法对该模型进行此操作：{reason}")


@dataclass(frozen=True, slots=True)
class ModelMoved:
    """A package after an act."""

    package_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class RoleMoved:
    """A role after an act."""

    role_id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLine:
    """A package in the list, with the roles that it holds or is proposed for."""

    id: UUID
    model_id: str
    version: str
    kind: str
    hash: str
    state: str
    purpose: str
    registered_by: UUID
    registered_by_name: str
    registered_at: datetime
    decided_by_name: str
    decided_at: datetime | None
    effective_from: date | None
    roles: tuple["RoleLine", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One role of one package. `share_bps`: hundredths of a percent of applicants; `until`: the first day without."""

    id: UUID
    package_id: UUID
    name: str
    slot: str
    role: str
    share_bps: int
    effective_from: date
    until: date | None
    state: str
    reason: str
    proposed_by: UUID
    proposed_by_name: str
    decided_by_name: str


@dataclass(frozen=True, slots=True)
class ModelChange:
    """One line of a model's history, never changed."""

    what: str
    detail: Mapping[str, Any]
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """All there is to know of a package."""

    line: ModelLine
    card: Mapping[str, Any]
    files: Mapping[str, str]
    segment: str
    limits: str
    inputs: Sequence[str]
    history: Sequence[ModelChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowSummary:
    """What a model would have done on the live stream, beside what was done.

    `moves` counts decisions by what was decided and what it would have been; probabilities are means.
    """

    decisions: int
    agree: int
    approved: int
    would_approve: int
    pd: Decimal | None
    first_at: datetime | None
    last_at: datetime | None
    moves: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class BehaviourView:
    """What a loan's own repayment said on a day: score, probability of default within twelve months, and the facts."""

    on: date
    score: int
    pd: Decimal
    model: str
    facts: Mapping[str, int | str | None]
