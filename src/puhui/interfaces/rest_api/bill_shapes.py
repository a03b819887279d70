"""What is said to the API of bills, and what it answers."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from puhui.interfaces.rest_api.schemas import MoneyIn, MoneyOut, Strict
from puhui.products.bills.facade import (
    BillGrade,
    BillKind,
    BillState,
    EndorsementIn,
    Firm,
    LimitState,
    NewBill,
    RediscountState,
    SubRange,
)

Rate = Annotated[Decimal, Field(gt=0, le=36, max_digits=7, decimal_places=4)]
Reason = Annotated[str, Field(max_length=300)]


class FirmBody(Strict):
    """A firm or bank as the bill names it, with its credit code or bank number."""

    name: Annotated[str, Field(max_length=120)]
    code: Annotated[str, Field(max_length=40)]

    @property
    def firm(self) -> Firm:
        """As the room takes it."""
        return Firm(name=self.name, code=self.code)


class PartBody(Strict):
    """Which cents of a divisible bill: they are numbered from one, and both ends belong to the part."""

    first: Annotated[int, Field(ge=1, le=10**12)]
    last: Annotated[int, Field(ge=1, le=10**12)]

    @property
    def part(self) -> SubRange:
        """As the room takes it."""
        return SubRange(first=self.first, last=self.last)


class EndorsementBody(Strict):
    """One endorsement; `is_last`: the endorser wrote that the bill may not be passed on; `part`: the cents given."""

    giver: FirmBody
    taker: FirmBody
    on: date
    is_last: bool = False
    part: PartBody | None = None

    @property
    def endorsement(self) -> EndorsementIn:
        """As the room takes it."""
        part = self.part.part if self.part else None
        return EndorsementIn(giver=self.giver.firm, taker=self.taker.firm, on=self.on, is_last=self.is_last, part=part)


class BillIn(Strict):
    """A bill with everything that stands on it; `part`: the cents that the holder has, where it may be divided."""

    holder_id: UUID
    number: Annotated[str, Field(max_length=100)]
    kind: BillKind
    face: MoneyIn
    drawer: FirmBody
    acceptor: FirmBody
    payee: FirmBody
    issued_on: date
    due_on: date
    is_last: bool = False
    is_out_of_town: bool = False
    part: PartBody | None = None
    endorsements: Annotated[list[EndorsementBody], Field(max_length=200)] = []

    @property
    def bill(self) -> NewBill:
        """As the room takes it."""
        return NewBill(
            holder_id=self.holder_id,
            number=self.number,
            kind=self.kind,
            face=self.face.money("face"),
            drawer=self.drawer.firm,
            acceptor=self.acceptor.firm,
            payee=self.payee.firm,
            issued_on=self.issued_on,
            due_on=self.due_on,
            is_last=self.is_last,
            is_out_of_town=self.is_out_of_town,
            part=self.part.part if self.part else None,
            endorsements=tuple(one.endorsement for one in self.endorsements),
        )


class LimitIn(Strict):
    """What we take of an acceptor, and the yearly rate."""

    kind: BillKind
    acceptor: FirmBody
    limit: MoneyIn
    annual_rate_pct: Rate
    valid_until: date


class AgreeIn(Strict):
    """Yes or no."""

    agree: bool


class CheckIn(Strict):
    """Under which reference the registry knows the bill."""

    registry_reference: Annotated[str, Field(max_length=60)]


class ReasonIn(Strict):
    """Why."""

    reason: Reason


class SellIn(Strict):
    """On the sheet of which hash (with or without recourse), with which one-time code."""

    sheet_hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    code: Annotated[str, Field(max_length=20)]
    without_recourse: bool = False


class BackIn(Strict):
    """For the price that was shown, with which one-time code."""

    price: MoneyIn
    code: Annotated[str, Field(max_length=20)]


class DivideIn(Strict):
    """The amount of the first part; the second has the rest."""

    amount: MoneyIn


class PassIn(Strict):
    """To which firm that is registered here, with which one-time code."""

    to_uscc: Annotated[str, Field(max_length=40)]
    code: Annotated[str, Field(max_length=20)]


class RecourseIn(Strict):
    """Who is asked; empty: the nearest who was not asked yet."""

    debtor_code: Annotated[str, Field(max_length=40)] = ""


class NoteIn(Strict):
    """What came of the letter."""

    note: Reason


class RediscountIn(Strict):
    """To which bank a bill of ours shall go on, and the yearly rate that it keeps."""

    taker: FirmBody
    annual_rate_pct: Rate


class FirmOut(Schema):
    """A firm or bank as the bill names it."""

    name: str
    code: str


class RediscountOut(Schema):
    """A bill of ours that went on to another bank, or shall."""

    id: UUID
    bill_id: UUID
    number: str
    taker: FirmOut
    annual_rate_pct: Decimal
    state: RediscountState
    face: MoneyOut
    days: int
    interest: MoneyOut
    proceeds: MoneyOut
    proposed_by_name: str
    decided_by_name: str
    settled_on: date | None
    ended_on: date | None


class RediscountDone(Schema):
    """The rediscount after an act."""

    rediscount_id: UUID
    state: RediscountState


class PartOut(Schema):
    """Which cents of a divisible bill."""

    first: int
    last: int


class EndorsementOut(Schema):
    """One endorsement."""

    giver: FirmOut
    taker: FirmOut
    on: date
    is_last: bool
    part: PartOut | None


class RecourseOut(Schema):
    """Somebody who was asked to pay."""

    n: int
    debtor: FirmOut
    amount: MoneyOut
    on: date
    outcome: str


class BillOut(Schema):
    """A bill, with its chain where one is asked for."""

    id: UUID
    number: str
    kind: BillKind
    face: MoneyOut
    holder_id: UUID
    drawer: FirmOut
    acceptor: FirmOut
    payee: FirmOut
    issued_on: date
    due_on: date
    pays_on: date
    ends_on: date
    state: BillState
    annual_rate_pct: Decimal | None
    days: int
    interest: MoneyOut
    proceeds: MoneyOut
    settled_on: date | None
    quoted_until: date | None
    registry_reference: str
    reason: str
    part: PartOut | None
    divided_from: UUID | None
    endorsements: list[EndorsementOut]
    recourse: list[RecourseOut]
    rediscounts: list[RediscountOut]
    is_without_recourse: bool
    grade: BillGrade
    allowance: MoneyOut
    back_on: date | None
    back_price: MoneyOut | None


class LimitOut(Schema):
    """An acceptor's limit."""

    id: UUID
    kind: BillKind
    acceptor: FirmOut
    limit: MoneyOut
    used: MoneyOut
    annual_rate_pct: Decimal
    valid_until: date
    state: LimitState
    proposed_by_name: str
    decided_by_name: str


class QuoteOut(Schema):
    """What it would bring today: the whole sheet, and the hash that binds a sale to it."""

    sheet: dict[str, Any]
    sheet_hash: str


class BackOut(Schema):
    """For what its holder has it back on a day: what is kept of the discount, and what is given back."""

    bill_id: UUID
    on: date
    price: MoneyOut
    returned: MoneyOut
    kept: MoneyOut


class BackDone(Schema):
    """What is collected for it."""

    bill_id: UUID
    price: MoneyOut


class LimitDone(Schema):
    """The limit after an act."""

    limit_id: UUID
    state: LimitState


class BillDone(Schema):
    """The bill after an act."""

    bill_id: UUID
    state: BillState


class DividedDone(Schema):
    """The parts that stand in its place."""

    bill_id: UUID
    parts: list[UUID]


class PassedDone(Schema):
    """The bill as its next holder has it."""

    bill_id: UUID
    next_id: UUID


class SoldDone(Schema):
    """What is on its way."""

    bill_id: UUID
    proceeds: MoneyOut


class CodeDone(Schema):
    """A code was sent."""

    bill_id: UUID
