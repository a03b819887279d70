"""What the API of vouchers takes and gives."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from puhui.interfaces.rest_api.schemas import MoneyIn, MoneyOut, Strict
from puhui.products.vouchers.facade import HoldingState, PartKind, ProgramState, PurchaseState, VoucherState

Rate = Annotated[Decimal, Field(gt=0, le=36, max_digits=7, decimal_places=4)]
Uscc = Annotated[str, Field(min_length=10, max_length=40)]
Code = Annotated[str, Field(max_length=20)]


class ProgramIn(Strict):
    """What an issuer may owe by voucher, and what of that we buy at which yearly rate."""

    issuer_id: UUID
    limit: MoneyIn
    buying_limit: MoneyIn
    annual_rate_pct: Rate
    valid_until: date
    product: Annotated[str, Field(max_length=60)] = "voucher-finance"


class VoucherIn(Strict):
    """A payable that is promised to the firm with this credit code; `reason`: why longer than is usual."""

    issuer_id: UUID
    supplier_uscc: Uscc
    amount: MoneyIn
    due_on: date
    payable: Annotated[str, Field(max_length=80)]
    reason: Annotated[str, Field(max_length=300)] = ""


class AgreeIn(Strict):
    """Yes or no."""

    agree: bool


class SplitIn(Strict):
    """Amounts of the parts; what is left is one more."""

    amounts: Annotated[list[MoneyIn], Field(min_length=1, max_length=100)]


class PassIn(Strict):
    """To whom, how much, and the one-time code that was sent for it."""

    to_uscc: Uscc
    amount: MoneyIn
    code: Code


class SellIn(Strict):
    """How much is sold, on the sheet of which hash, and the one-time code."""

    amount: MoneyIn
    sheet_hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    code: Code


class PledgeIn(Strict):
    """For which debt the part stands."""

    pledged_for: Annotated[str, Field(max_length=80)]


class ProgramOut(Schema):
    """A program with what of it is used."""

    id: UUID
    issuer_id: UUID
    limit: MoneyOut
    used: MoneyOut
    buying_limit: MoneyOut
    bought: MoneyOut
    annual_rate_pct: Decimal
    product: str
    valid_until: date
    state: ProgramState
    proposed_by_name: str
    decided_by_name: str


class VoucherOut(Schema):
    """A voucher."""

    id: UUID
    number: str
    issuer_id: UUID
    supplier_id: UUID
    amount: MoneyOut
    payable: str
    issued_on: date
    due_on: date
    pays_on: date
    state: VoucherState
    reason: str


class PartOut(Schema):
    """A living part."""

    part_id: UUID
    voucher: VoucherOut
    holder_id: UUID
    amount: MoneyOut
    state: HoldingState
    depth: int
    pledged_for: str


class LinkOut(Schema):
    """One part on the way from the first."""

    part_id: UUID
    kind: PartKind
    amount: MoneyOut
    made_on: date
    depth: int


class ChainOut(Schema):
    """The chain of a part, proved; `fault` is empty when it holds."""

    links: list[LinkOut]
    fault: str


class QuoteOut(Schema):
    """What it would bring today: the whole sheet, and the hash that binds a sale to it."""

    sheet: dict[str, Any]
    sheet_hash: str


class PurchaseOut(Schema):
    """A part that was sold to us."""

    id: UUID
    part_id: UUID
    voucher_id: UUID
    seller_id: UUID
    face: MoneyOut
    interest: MoneyOut
    proceeds: MoneyOut
    annual_rate_pct: Decimal
    days: int
    all_in_pct: Decimal
    asked_on: date
    settled_on: date | None
    ends_on: date
    is_with_recourse: bool
    state: PurchaseState


class ProgramDone(Schema):
    """The program after an act."""

    program_id: UUID
    state: ProgramState


class VoucherDone(Schema):
    """The voucher after an act."""

    voucher_id: UUID
    state: VoucherState


class PartDone(Schema):
    """The part after an act, and the parts that came of it."""

    part_id: UUID
    voucher_id: UUID
    made: list[UUID]


class SoldDone(Schema):
    """What is on its way."""

    purchase_id: UUID
    part_id: UUID
    proceeds: MoneyOut


class CodeDone(Schema):
    """A code was sent."""

    part_id: UUID
