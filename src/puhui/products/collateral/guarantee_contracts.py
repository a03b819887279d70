"""What crosses the wall of collateral about people and schemes that answer for a debt: views, answers and refusals."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class GuaranteeMode(StrEnum):
    """How a guarantor answers (Civil Code 687, 688): beside the debtor, or after enforcement against the debtor."""

    JOINT = "joint"
    GENERAL = "general"


class GuaranteeState(StrEnum):
    """The life of a guarantee."""

    IN_FORCE = "in_force"
    CALLED = "called"
    ENDED = "ended"


ANSWERING = (GuaranteeState.IN_FORCE, GuaranteeState.CALLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a guarantor owns, earns in a year, and owes elsewhere, as they stated it; in minor units."""

    assets_minor: int
    income_minor: int
    debts_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGuarantee:
    """A party that wants to answer for a debt: how, for which share of it, and for how much at the most."""

    guarantor_id: UUID
    mode: GuaranteeMode
    share_pct: Decimal
    most: Money
    means: Means


@dataclass(frozen=True, slots=True)
class GuaranteeMoved:
    """A guarantee after an act. `is_ring`: the borrower answers for the guarantor, directly or through others."""

    guarantee_id: UUID
    state: GuaranteeState
    amount: Money
    is_ring: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeView:
    """A guarantee: by a party or by a scheme."""

    id: UUID
    debt_id: UUID
    borrower_id: UUID
    guarantor_id: UUID | None
    scheme: str
    mode: GuaranteeMode
    share_pct: Decimal
    amount: Money
    fee: Money
    is_ring: bool
    state: GuaranteeState
    given_on: date
    ended_on: date | None
    called: Money
    called_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeView:
    """A guarantee company or public scheme: its terms, what it answers for, and what is free."""

    code: str
    kind: str
    name: Text
    share_pct: Decimal
    fee_pct: Decimal
    fee_paid_by: str
    covers_interest: bool
    call_from_days: int
    call_until_days: int
    per_borrower: Money
    capacity: Money
    used: Money
    free: Money


class OwnDebt(Refusal):
    """The guarantor is the borrower."""

    code = "guarantor_is_borrower"
    text = Text(
        en="Nobody can guarantee their own debt: the guarantor is the borrower.",
        zh="不得为自己的债务提供保证：保证人即借款人。",
    )


class GuarantorTooWeak(Refusal):
    """The guarantor cannot carry it beside what they carry already."""

    code = "guarantor_capacity"
    http_status = 409
    text = Text(
        en="This guarantor can answer for {free} more; {asked} is asked.",
        zh="该保证人剩余担保能力为 {free}，本次需 {asked}。",
    )


class SchemeFull(Refusal):
    """The scheme has no room for it."""

    code = "guarantee_scheme_full"
    http_status = 409
    text = Text(
        en="The scheme answers for {free} more{of}; {asked} is asked.",
        zh="该担保方案剩余额度为 {free}{of_zh}，本次需 {asked}。",
    )


class AlreadyGuaranteed(Refusal):
    """The same guarantor or scheme answers for this debt already."""

    code = "already_guaranteed"
    http_status = 409
    text = Text(en="They answer for this debt already.", zh="该保证人或方案已为此笔债务提供担保。")


class CannotCall(Refusal):
    """The conditions of the call are not met."""

    code = "cannot_call_guarantee"
    http_status = 409
    text = Text(en="The guarantee cannot be called: {why}.", zh="不能要求代偿：{why_zh}。")
