"""Shapes that several subjects share.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict


class ApplicationsDecided(TypedDict):
    """What came of the application."""

    application_id: str
    outcome: str
    decision_id: str | None
    offer_ids: list[str]


BillKind: TypeAlias = 'Literal["bank", "commercial"]'


class BillShapesLimitOut(TypedDict):
    """An acceptor's limit."""

    id: str
    kind: BillKind
    acceptor: FirmOut
    limit: MoneyOut
    used: MoneyOut
    annual_rate_pct: str
    valid_until: str
    state: LimitState
    proposed_by_name: str
    decided_by_name: str


class CaseFileOut(TypedDict):
    """A file on a case."""

    id: str
    name: str
    media_type: str
    size: int
    at: str
    by_name: str


class CasesCaseOut(TypedDict):
    """A case. `due_at`: by the service level, or the promised day where that is sooner."""

    id: str
    kind: str
    subject: str
    party_id: str | None
    state: str
    reason: str
    owner_name: str
    opened_at: str
    due_on: str
    due_at: str
    priority: str
    escalations: int
    escalated_to: str
    outcome: str
    outcomes: list[str]
    proposed_by_name: str
    confirmed_by_name: str
    needs_four_eyes: bool
    notes: list[NoteOut]
    history: list[CasesStepOut]
    files: list[CaseFileOut]


class CasesNoteIn(TypedDict):
    """A note."""

    text: str


class CasesStepOut(TypedDict):
    """What happened to a case; `to_name`: to whom it was given, or the role that was told."""

    at: str
    kind: str
    by_name: str
    to_name: str
    words: str


class CoverOut(TypedDict):
    """A certificate that is kept with a loan."""

    id: str
    cover: str
    number: str
    insurer: str
    insured: MoneyOut
    valid_from: str
    valid_until: str
    file_id: str | None
    kept_by_name: str
    kept_on: str
    withdrawn_on: str | None
    reason: str


class FarmerIn(TypedDict):
    """Who the farmer is, and in which village they live."""

    name: str
    resident_id: str
    village_id: str
    since_on: NotRequired[str | None]


class FarmerOut(TypedDict):
    """The person and their household."""

    household_id: str
    party_id: str


class FirmOut(TypedDict):
    """A firm or bank as the bill names it."""

    name: str
    code: str


GuaranteeState: TypeAlias = 'Literal["in_force", "called", "ended"]'

LimitState: TypeAlias = 'Literal["proposed", "open", "declined", "blocked"]'


class MoneyIn(TypedDict):
    """An amount in major units with its currency."""

    amount: str
    currency: NotRequired[str]


class MoneyOut(TypedDict):
    """An amount in major units with its currency, and never a float. Not a Schema of ninja: an answer has hundreds of amounts, and what that adds to each was a quarter of its time."""

    amount: str
    currency: str


class Moved(TypedDict):
    """A case after an act."""

    case_id: str
    state: str
    outcome: str


class NoteOut(TypedDict):
    """A note on a case."""

    at: str
    by_name: str
    text: str


class OperationsOrderOut(TypedDict):
    """A payment order."""

    id: str
    direction: str
    amount: MoneyOut
    party_id: str
    purpose: str
    subject_id: str
    state: str
    requested_on: str


OrderState: TypeAlias = 'Literal["requested", "sent", "settled", "refused"]'


class LimitOutPage(TypedDict):
    """One page of LimitOutPage."""

    items: list[BillShapesLimitOut]
    next: NotRequired[str | None]


class OrderOutPage(TypedDict):
    """One page of OrderOutPage."""

    items: list[OperationsOrderOut]
    next: NotRequired[str | None]


class PledgeOut(TypedDict):
    """A pledge, and what it is given of the value today."""

    id: str
    asset_id: str
    kind: str
    description: str
    debt_id: str
    rank: int
    secured: MoneyOut
    given: MoneyOut
    state: PledgeState
    is_beyond_value: bool
    created_on: str
    perfected_on: str | None
    registration: str
    released_on: str | None


PledgeState: TypeAlias = 'Literal["created", "perfected", "released", "enforced"]'


class PlotIn(TypedDict):
    """A plot that is worked: `code` of the register of contracted land where there is one."""

    name: str
    area_mu: float | str
    crop: str
    tenure: NotRequired[Tenure]
    code: NotRequired[str]
    certificate: NotRequired[str]
    right_until: NotRequired[str | None]


Tenure: TypeAlias = 'Literal["contracted", "transferred", "rented"]'


class TextOut(TypedDict):
    """A sentence in both languages."""

    en: str
    zh: str
