"""What crosses the wall of vouchers: states, what is asked, answers and views."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from puhui.kernel.money import Money

# We ourselves, as the holder of what we bought.
LENDER_ID: Final = UUID("00000000-0000-7000-8000-0000000000f1")


class ProgramState(StrEnum):
    """The life of a program. `proposed`: a second person must agree."""

    PROPOSED = "proposed"
    OPEN = "open"
    DECLINED = "declined"
    ENDED = "ended"


class VoucherState(StrEnum):
    """The life of a voucher. `overdue`: the issuer did not pay on the day; it may still."""

    OFFERED = "offered"
    LIVE = "live"
    REFUSED = "refused"
    OVERDUE = "overdue"
    REDEEMED = "redeemed"


RUNNING = (VoucherState.OFFERED, VoucherState.LIVE, VoucherState.OVERDUE)
UNPAID = (VoucherState.LIVE, VoucherState.OVERDUE)


class HoldingState(StrEnum):
    """How a living part stands. `due`: the issuer has paid, the holder not yet been; `paid`: both."""

    FREE = "free"
    PLEDGED = "pledged"
    DUE = "due"
    PAID = "paid"


class PartKind(StrEnum):
    """How a part came to be. `rest`: what its holder kept; `returned`: it came back to who had sold it."""

    ISSUED = "issued"
    SPLIT = "split"
    PASSED = "passed"
    SOLD = "sold"
    REST = "rest"
    RETURNED = "returned"


class PurchaseState(StrEnum):
    """The life of a part that we buy. `requested`: the money is on its way; `recovered`: who sold it paid us back."""

    REQUESTED = "requested"
    HELD = "held"
    CANCELLED = "cancelled"
    COLLECTED = "collected"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProgram:
    """What an issuer may owe by voucher, what of that we buy, and the yearly rate that we take for it."""

    issuer_id: UUID
    limit: Money
    buying_limit: Money
    annual_rate_pct: Decimal
    valid_until: date
    product: str = "voucher-finance"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVoucher:
    """A payable that is promised. `payable`: the contract or invoice; `reason`: why longer than is usual."""

    issuer_id: UUID
    supplier_id: UUID
    amount: Money
    due_on: date
    payable: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProgramMoved:
    """A program after an act."""

    program_id: UUID
    state: ProgramState


@dataclass(frozen=True, slots=True)
class VoucherMoved:
    """A voucher after an act."""

    voucher_id: UUID
    state: VoucherState


@dataclass(frozen=True, slots=True)
class PartMoved:
    """A part after an act; `made` are the parts that came of it, in order, the kept rest last."""

    part_id: UUID
    voucher_id: UUID
    made: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramView:
    """A program: what of its limits is used."""

    id: UUID
    issuer_id: UUID
    limit: Money
    used: Money
    buying_limit: Money
    bought: Money
    annual_rate_pct: Decimal
    product: str
    valid_until: date
    state: ProgramState
    proposed_by: UUID
    proposed_by_name: str
    decided_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherLine:
    """A voucher in a list."""

    id: UUID
    number: str
    program_id: UUID
    issuer_id: UUID
    supplier_id: UUID
    amount: Money
    payable: str
    issued_on: date
    due_on: date
    pays_on: date
    state: VoucherState
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingView:
    """A living part: of which voucher, whose, how it stands, and how long its chain is."""

    part_id: UUID
    voucher: VoucherLine
    holder_id: UUID
    amount: Money
    state: HoldingState
    depth: int
    pledged_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """One part on the way from the first to a living one."""

    part_id: UUID
    kind: PartKind
    holder_id: UUID
    amount: Money
    made_on: date
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseView:
    """A part that we bought."""

    id: UUID
    part_id: UUID
    voucher_id: UUID
    issuer_id: UUID
    seller_id: UUID
    product: str
    product_version: int
    face: Money
    interest: Money
    proceeds: Money
    annual_rate_pct: Decimal
    days: int
    all_in_pct: Decimal
    asked_on: date
    settled_on: date | None
    ends_on: date
    is_with_recourse: bool
    state: PurchaseState
    sheet: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What is owed to us, in minor units: by the issuer, and by who sold with recourse when the issuer does not pay."""

    owed_minor: int = 0
    contingent_minor: int = 0
