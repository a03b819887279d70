"""Operations: bills.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import BillKind, FirmOut, LimitOutPage, LimitState, MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class BackDone(TypedDict):
    """What is collected for it."""

    bill_id: str
    price: MoneyOut


class BackOut(TypedDict):
    """For what its holder has it back on a day: what is kept of the discount, and what is given back."""

    bill_id: str
    on: str
    price: MoneyOut
    returned: MoneyOut
    kept: MoneyOut


class BillDone(TypedDict):
    """The bill after an act."""

    bill_id: str
    state: BillState


BillGrade: TypeAlias = 'Literal["normal", "attention", "substandard", "doubtful", "loss"]'


class BillIn(TypedDict):
    """A bill with everything that stands on it; `part`: the cents that the holder has, where it may be divided."""

    holder_id: str
    number: str
    kind: BillKind
    face: MoneyIn
    drawer: FirmBody
    acceptor: FirmBody
    payee: FirmBody
    issued_on: str
    due_on: str
    is_last: NotRequired[bool]
    is_out_of_town: NotRequired[bool]
    part: NotRequired[PartBody | None]
    endorsements: NotRequired[list[EndorsementBody]]


class BillOut(TypedDict):
    """A bill, with its chain where one is asked for."""

    id: str
    number: str
    kind: BillKind
    face: MoneyOut
    holder_id: str
    drawer: FirmOut
    acceptor: FirmOut
    payee: FirmOut
    issued_on: str
    due_on: str
    pays_on: str
    ends_on: str
    state: BillState
    annual_rate_pct: str | None
    days: int
    interest: MoneyOut
    proceeds: MoneyOut
    settled_on: str | None
    quoted_until: str | None
    registry_reference: str
    reason: str
    part: BillShapesPartOut | None
    divided_from: str | None
    endorsements: list[EndorsementOut]
    recourse: list[RecourseOut]
    rediscounts: list[RediscountOut]
    is_without_recourse: bool
    grade: BillGrade
    allowance: MoneyOut
    back_on: str | None
    back_price: MoneyOut | None


class BillShapesAgreeIn(TypedDict):
    """Yes or no."""

    agree: bool


class BillShapesBackIn(TypedDict):
    """For the price that was shown, with which one-time code."""

    price: MoneyIn
    code: str


class BillShapesCodeDone(TypedDict):
    """A code was sent."""

    bill_id: str


class BillShapesLimitDone(TypedDict):
    """The limit after an act."""

    limit_id: str
    state: LimitState


class BillShapesLimitIn(TypedDict):
    """What we take of an acceptor, and the yearly rate."""

    kind: BillKind
    acceptor: FirmBody
    limit: MoneyIn
    annual_rate_pct: float | str
    valid_until: str


class BillShapesNoteIn(TypedDict):
    """What came of the letter."""

    note: str


class BillShapesPartOut(TypedDict):
    """Which cents of a divisible bill."""

    first: int
    last: int


class BillShapesPassIn(TypedDict):
    """To which firm that is registered here, with which one-time code."""

    to_uscc: str
    code: str


class BillShapesQuoteOut(TypedDict):
    """What it would bring today: the whole sheet, and the hash that binds a sale to it."""

    sheet: dict[str, Any]
    sheet_hash: str


class BillShapesReasonIn(TypedDict):
    """Why."""

    reason: str


class BillShapesSellIn(TypedDict):
    """On the sheet of which hash (with or without recourse), with which one-time code."""

    sheet_hash: str
    code: str
    without_recourse: NotRequired[bool]


class BillShapesSoldDone(TypedDict):
    """What is on its way."""

    bill_id: str
    proceeds: MoneyOut


BillState: TypeAlias = 'Literal["submitted", "quoted", "declined", "buying", "held", "dishonoured", "paid", "recovered", "divided", "passed_on", "rediscounted", "buying_back", "bought_back"]'


class CheckIn(TypedDict):
    """Under which reference the registry knows the bill."""

    registry_reference: str


class DivideIn(TypedDict):
    """The amount of the first part; the second has the rest."""

    amount: MoneyIn


class DividedDone(TypedDict):
    """The parts that stand in its place."""

    bill_id: str
    parts: list[str]


class EndorsementBody(TypedDict):
    """One endorsement; `is_last`: the endorser wrote that the bill may not be passed on; `part`: the cents given."""

    giver: FirmBody
    taker: FirmBody
    on: str
    is_last: NotRequired[bool]
    part: NotRequired[PartBody | None]


class EndorsementOut(TypedDict):
    """One endorsement."""

    giver: FirmOut
    taker: FirmOut
    on: str
    is_last: bool
    part: BillShapesPartOut | None


class FirmBody(TypedDict):
    """A firm or bank as the bill names it, with its credit code or bank number."""

    name: str
    code: str


class BillOutPage(TypedDict):
    """One page of BillOutPage."""

    items: list[BillOut]
    next: NotRequired[str | None]


class RediscountOutPage(TypedDict):
    """One page of RediscountOutPage."""

    items: list[RediscountOut]
    next: NotRequired[str | None]


class PartBody(TypedDict):
    """Which cents of a divisible bill: they are numbered from one, and both ends belong to the part."""

    first: int
    last: int


class PassedDone(TypedDict):
    """The bill as its next holder has it."""

    bill_id: str
    next_id: str


class RecourseIn(TypedDict):
    """Who is asked; empty: the nearest who was not asked yet."""

    debtor_code: NotRequired[str]


class RecourseOut(TypedDict):
    """Somebody who was asked to pay."""

    n: int
    debtor: FirmOut
    amount: MoneyOut
    on: str
    outcome: str


class RediscountDone(TypedDict):
    """The rediscount after an act."""

    rediscount_id: str
    state: RediscountState


class RediscountIn(TypedDict):
    """To which bank a bill of ours shall go on, and the yearly rate that it keeps."""

    taker: FirmBody
    annual_rate_pct: float | str


class RediscountOut(TypedDict):
    """A bill of ours that went on to another bank, or shall."""

    id: str
    bill_id: str
    number: str
    taker: FirmOut
    annual_rate_pct: str
    state: RediscountState
    face: MoneyOut
    days: int
    interest: MoneyOut
    proceeds: MoneyOut
    proposed_by_name: str
    decided_by_name: str
    settled_on: str | None
    ended_on: str | None


RediscountState: TypeAlias = (
    'Literal["proposed", "declined", "selling", "cancelled", "sold", "paid", "returning", "returned"]'
)


class BillsOperations(Group):
    """Operations: bills."""

    def list_limits(self, *, limit: int | None = None, after: str | None = None) -> LimitOutPage:
        """Limits of acceptors, newest first. Staff only. Scope `bills:read`."""
        answer: LimitOutPage = self._transport.call(
            "GET", "/api/v1/bills/limits", query={"limit": limit, "after": after}
        )
        return answer

    def new_limit(self, body: BillShapesLimitIn, *, idempotency_key: str = "") -> BillShapesLimitDone:
        """Propose a limit. A second person decides. Scope `bills:write`."""
        answer: BillShapesLimitDone = self._transport.call(
            "POST", "/api/v1/bills/limits", body=body, key=idempotency_key
        )
        return answer

    def decide(
        self, limit_id: UUID | str, body: BillShapesAgreeIn, *, idempotency_key: str = ""
    ) -> BillShapesLimitDone:
        """Agree or not. Never by who proposed it. Scope `bills:write`."""
        answer: BillShapesLimitDone = self._transport.call(
            "POST", f"/api/v1/bills/limits/{part(limit_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def block(self, limit_id: UUID | str, *, idempotency_key: str = "") -> BillShapesLimitDone:
        """Block a limit. Nothing more is taken; what we hold stays. Scope `bills:write`."""
        answer: BillShapesLimitDone = self._transport.call(
            "POST", f"/api/v1/bills/limits/{part(limit_id)}/block", key=idempotency_key
        )
        return answer

    def list_rediscounts(
        self, *, limit: int | None = None, after: str | None = None, state: RediscountState | None = None
    ) -> RediscountOutPage:
        """Rediscounts, newest first. What went on to other banks, or shall. Staff only. Scope `bills:read`."""
        answer: RediscountOutPage = self._transport.call(
            "GET", "/api/v1/bills/rediscounts", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def decide_going_on(
        self, rediscount_id: UUID | str, body: BillShapesAgreeIn, *, idempotency_key: str = ""
    ) -> RediscountDone:
        """Let it go on, or not. Never by who proposed it; the discount is that of today. Scope `bills:write`."""
        answer: RediscountDone = self._transport.call(
            "POST", f"/api/v1/bills/rediscounts/{part(rediscount_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def list_bills(
        self, *, limit: int | None = None, after: str | None = None, state: BillState | None = None
    ) -> BillOutPage:
        """Bills, newest first, without their chains. Staff see all, holders their own. Scope `bills:read`."""
        answer: BillOutPage = self._transport.call(
            "GET", "/api/v1/bills", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def show(self, body: BillIn, *, idempotency_key: str = "") -> BillDone:
        """Show a bill. Its number, term and chain must hold; one bill once. Scope `bills:write`."""
        answer: BillDone = self._transport.call("POST", "/api/v1/bills", body=body, key=idempotency_key)
        return answer

    def read_bill(self, bill_id: UUID | str) -> BillOut:
        """One bill with its chain. For its holder and staff. Scope `bills:read`."""
        answer: BillOut = self._transport.call("GET", f"/api/v1/bills/{part(bill_id)}")
        return answer

    def check(self, bill_id: UUID | str, body: CheckIn, *, idempotency_key: str = "") -> BillDone:
        """It is at the registry. By operations; it counts against the acceptor's limit from now on. Scope `bills:write`."""
        answer: BillDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/check", body=body, key=idempotency_key
        )
        return answer

    def refuse(self, bill_id: UUID | str, body: BillShapesReasonIn, *, idempotency_key: str = "") -> BillDone:
        """It is not taken, or taken back. By us with a reason, or by its holder. Scope `bills:write`."""
        answer: BillDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/refuse", body=body, key=idempotency_key
        )
        return answer

    def read_quote(self, bill_id: UUID | str, *, without_recourse: bool | None = None) -> BillShapesQuoteOut:
        """What it would bring today. The whole cost sheet; without recourse its holder owes nothing when the acceptor does not pay. Scope `bills:read`."""
        answer: BillShapesQuoteOut = self._transport.call(
            "GET", f"/api/v1/bills/{part(bill_id)}/quote", query={"without_recourse": without_recourse}
        )
        return answer

    def send_code(
        self,
        bill_id: UUID | str,
        *,
        to_pass_on: bool | None = None,
        to_buy_back: bool | None = None,
        idempotency_key: str = "",
    ) -> BillShapesCodeDone:
        """Ask for a one-time code. To the phone of who asks, for selling it, passing it on, or having it back. Scope `bills:write`."""
        answer: BillShapesCodeDone = self._transport.call(
            "POST",
            f"/api/v1/bills/{part(bill_id)}/code",
            query={"to_pass_on": to_pass_on, "to_buy_back": to_buy_back},
            key=idempotency_key,
        )
        return answer

    def read_back(self, bill_id: UUID | str) -> BackOut:
        """For what it comes back today. Before its day, for its holder and staff. Scope `bills:read`."""
        answer: BackOut = self._transport.call("GET", f"/api/v1/bills/{part(bill_id)}/buy-back")
        return answer

    def have_back(self, bill_id: UUID | str, body: BillShapesBackIn, *, idempotency_key: str = "") -> BackDone:
        """Have it back. By its holder, for the price that was shown. Scope `bills:write`."""
        answer: BackDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/buy-back", body=body, key=idempotency_key
        )
        return answer

    def divide(self, bill_id: UUID | str, body: DivideIn, *, idempotency_key: str = "") -> DividedDone:
        """Divide it into two parts. By its holder, before it is sold; both parts are as far as it was. Scope `bills:write`."""
        answer: DividedDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/divide", body=body, key=idempotency_key
        )
        return answer

    def pass_it_on(self, bill_id: UUID | str, body: BillShapesPassIn, *, idempotency_key: str = "") -> PassedDone:
        """Pass it on. To another firm that is registered here; it is checked again for them. Scope `bills:write`."""
        answer: PassedDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/pass-on", body=body, key=idempotency_key
        )
        return answer

    def sell(self, bill_id: UUID | str, body: BillShapesSellIn, *, idempotency_key: str = "") -> BillShapesSoldDone:
        """Sell it. On the sheet that was shown. Scope `bills:write`."""
        answer: BillShapesSoldDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/sell", body=body, key=idempotency_key
        )
        return answer

    def present(self, bill_id: UUID | str, *, idempotency_key: str = "") -> BillDone:
        """Present it. On its day or later, never before. Scope `bills:write`."""
        answer: BillDone = self._transport.call("POST", f"/api/v1/bills/{part(bill_id)}/present", key=idempotency_key)
        return answer

    def recourse(self, bill_id: UUID | str, body: RecourseIn, *, idempotency_key: str = "") -> BillDone:
        """Ask those before us. Nearest first, where policy says so. Scope `bills:write`."""
        answer: BillDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/recourse", body=body, key=idempotency_key
        )
        return answer

    def letter(self, bill_id: UUID | str, body: BillShapesNoteIn, *, idempotency_key: str = "") -> BillDone:
        """A letter brought nothing. The next one may be asked. Scope `bills:write`."""
        answer: BillDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/letter", body=body, key=idempotency_key
        )
        return answer

    def go_on(self, bill_id: UUID | str, body: RediscountIn, *, idempotency_key: str = "") -> RediscountDone:
        """Propose a rediscount. By finance; a second person decides. Scope `bills:write`."""
        answer: RediscountDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/rediscount", body=body, key=idempotency_key
        )
        return answer

    def taker_paid(self, bill_id: UUID | str, *, idempotency_key: str = "") -> BillDone:
        """Its taker was paid. By the acceptor, on its day or later: we owe nothing any more. Scope `bills:write`."""
        answer: BillDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/rediscount/paid", key=idempotency_key
        )
        return answer

    def pay_back(self, bill_id: UUID | str, *, idempotency_key: str = "") -> BillDone:
        """Pay its taker back. The acceptor did not pay: the face goes back to the taker, and the bill is ours again. Scope `bills:write`."""
        answer: BillDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/rediscount/back", key=idempotency_key
        )
        return answer
