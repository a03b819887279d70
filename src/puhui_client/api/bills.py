"""Operations: bills.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import BillKind, FirmOut, LimitOutPage, LimitState, MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class BillDone(TypedDict):
    """The bill after an act."""

    bill_id: str
    state: BillState


class BillIn(TypedDict):
    """A bill with everything that stands on it."""

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
    endorsements: list[EndorsementOut]
    recourse: list[RecourseOut]


BillState: TypeAlias = (
    'Literal["submitted", "quoted", "declined", "buying", "held", "dishonoured", "paid", "recovered"]'
)


class BillsAgreeIn(TypedDict):
    """Yes or no."""

    agree: bool


class BillsCodeDone(TypedDict):
    """A code was sent."""

    bill_id: str


class BillsLimitDone(TypedDict):
    """The limit after an act."""

    limit_id: str
    state: LimitState


class BillsLimitIn(TypedDict):
    """What we take of an acceptor, and the yearly rate."""

    kind: BillKind
    acceptor: FirmBody
    limit: MoneyIn
    annual_rate_pct: float | str
    valid_until: str


class BillsNoteIn(TypedDict):
    """What came of the letter."""

    note: str


class BillsQuoteOut(TypedDict):
    """What it would bring today: the whole sheet, and the hash that binds a sale to it."""

    sheet: dict[str, Any]
    sheet_hash: str


class BillsReasonIn(TypedDict):
    """Why."""

    reason: str


class BillsSellIn(TypedDict):
    """On the sheet of which hash, with which one-time code."""

    sheet_hash: str
    code: str


class BillsSoldDone(TypedDict):
    """What is on its way."""

    bill_id: str
    proceeds: MoneyOut


class CheckIn(TypedDict):
    """Under which reference the registry knows the bill."""

    registry_reference: str


class EndorsementBody(TypedDict):
    """One endorsement; `is_last`: the endorser wrote that the bill may not be passed on."""

    giver: FirmBody
    taker: FirmBody
    on: str
    is_last: NotRequired[bool]


class EndorsementOut(TypedDict):
    """One endorsement."""

    giver: FirmOut
    taker: FirmOut
    on: str
    is_last: bool


class FirmBody(TypedDict):
    """A firm or bank as the bill names it, with its credit code or bank number."""

    name: str
    code: str


class BillOutPage(TypedDict):
    """One page of BillOutPage."""

    items: list[BillOut]
    next: NotRequired[str | None]


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


class BillsOperations(Group):
    """Operations: bills."""

    def list_limits(self, *, limit: int | None = None, after: str | None = None) -> LimitOutPage:
        """Limits of acceptors, newest first. Staff only. Scope `bills:read`."""
        answer: LimitOutPage = self._transport.call(
            "GET", "/api/v1/bills/limits", query={"limit": limit, "after": after}
        )
        return answer

    def new_limit(self, body: BillsLimitIn, *, idempotency_key: str = "") -> BillsLimitDone:
        """Propose a limit. A second person decides. Scope `bills:write`."""
        answer: BillsLimitDone = self._transport.call("POST", "/api/v1/bills/limits", body=body, key=idempotency_key)
        return answer

    def decide(self, limit_id: UUID | str, body: BillsAgreeIn, *, idempotency_key: str = "") -> BillsLimitDone:
        """Agree or not. Never by who proposed it. Scope `bills:write`."""
        answer: BillsLimitDone = self._transport.call(
            "POST", f"/api/v1/bills/limits/{part(limit_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def block(self, limit_id: UUID | str, *, idempotency_key: str = "") -> BillsLimitDone:
        """Block a limit. Nothing more is taken; what we hold stays. Scope `bills:write`."""
        answer: BillsLimitDone = self._transport.call(
            "POST", f"/api/v1/bills/limits/{part(limit_id)}/block", key=idempotency_key
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

    def refuse(self, bill_id: UUID | str, body: BillsReasonIn, *, idempotency_key: str = "") -> BillDone:
        """It is not taken, or taken back. By us with a reason, or by its holder. Scope `bills:write`."""
        answer: BillDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/refuse", body=body, key=idempotency_key
        )
        return answer

    def read_quote(self, bill_id: UUID | str) -> BillsQuoteOut:
        """What it would bring today. The whole cost sheet. Scope `bills:read`."""
        answer: BillsQuoteOut = self._transport.call("GET", f"/api/v1/bills/{part(bill_id)}/quote")
        return answer

    def send_code(self, bill_id: UUID | str, *, idempotency_key: str = "") -> BillsCodeDone:
        """Ask for a one-time code. To the phone of who asks. Scope `bills:write`."""
        answer: BillsCodeDone = self._transport.call("POST", f"/api/v1/bills/{part(bill_id)}/code", key=idempotency_key)
        return answer

    def sell(self, bill_id: UUID | str, body: BillsSellIn, *, idempotency_key: str = "") -> BillsSoldDone:
        """Sell it. On the sheet that was shown. Scope `bills:write`."""
        answer: BillsSoldDone = self._transport.call(
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

    def letter(self, bill_id: UUID | str, body: BillsNoteIn, *, idempotency_key: str = "") -> BillDone:
        """A letter brought nothing. The next one may be asked. Scope `bills:write`."""
        answer: BillDone = self._transport.call(
            "POST", f"/api/v1/bills/{part(bill_id)}/letter", body=body, key=idempotency_key
        )
        return answer
