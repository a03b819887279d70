"""What crosses the wall of subsidies: grants, lines, claims and refusals."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class GrantState(StrEnum):
    """The life of a grant. `stopped`: the loan was late for too long; `ended`: over in good order."""

    ACTIVE = "active"
    STOPPED = "stopped"
    ENDED = "ended"


class LineKind(StrEnum):
    """How a due was subsidised: paid into it ahead, owed to the borrower who paid all of it, or not at all."""

    ADVANCED = "advanced"
    EARNED = "earned"
    SKIPPED = "skipped"


class ClaimState(StrEnum):
    """The life of a claim on a payer."""

    FILED = "filed"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """One grant, with what it has given so far."""

    id: UUID
    loan_id: UUID
    borrower_id: UUID
    scheme: str
    scheme_version: int
    is_net: bool
    share_pct: str
    given: Money
    most: Money
    from_on: date
    until_on: date
    state: GrantState
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One due: its interest, and who paid which part of it."""

    due_on: date
    interest: Money
    state: Money
    borrower: Money
    kind: LineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DueInterest:
    """What the room asks of a loan on one of its due days; `is_late`: an earlier due is unpaid."""

    loan_id: UUID
    due_on: date
    interest_minor: int
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line that was written: what the state pays for which loan."""

    line_id: UUID
    grant_id: UUID
    loan_id: UUID
    bucket: int
    currency: str
    state_minor: int
    kind: LineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """What was asked of a payer for a period."""

    id: UUID
    number: str
    scheme: str
    payer: str
    until_on: date
    total: Money
    parts: int
    state: ClaimState
    filed_on: date
    paid_on: date | None
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One row of a claim's file."""

    claim: str
    loan_id: UUID
    borrower_id: UUID
    region: str
    due_on: date
    interest: str
    subsidy: str
    payer_part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """What a paid claim owes to one loan's borrower."""

    loan_id: UUID
    bucket: int
    amount: Money


@dataclass(frozen=True, slots=True)
class GrantMade:
    """A loan has a grant from now on."""

    grant_id: UUID
    loan_id: UUID


@dataclass(frozen=True, slots=True)
class ClaimFiled:
    """A claim was filed."""

    claim_id: UUID
    number: str
    parts: int
    total: Money


class NothingToClaim(Refusal):
    """No part of that payer is unclaimed up to the day."""

    code = "nothing_to_claim"
    http_status = 409
    text = Text(
        en="Nothing is left to be claimed of {payer} under {scheme} until {until}.",
        zh="{scheme} 截至 {until} 没有可向 {payer} 申报的贴息。",
    )


class ClaimPaidAlready(Refusal):
    """The claim was paid before."""

    code = "claim_paid"
    http_status = 409
    text = Text(en="Claim {number} was paid on {on}.", zh="申报单 {number} 已于 {on} 到账。")


class ClaimAmountDiffers(Refusal):
    """The state paid another sum than was claimed."""

    code = "claim_amount_differs"
    http_status = 409
    text = Text(
        en="Claim {number} is for {claimed}; {paid} came in. Clear the difference with the payer first.",
        zh="申报单 {number} 金额为 {claimed}，到账 {paid}。请先与拨付单位核对差额。",
    )
