"""Operations: vouchers.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class ChainOut(TypedDict):
    """The chain of a part, proved; `fault` is empty when it holds."""

    links: list[VoucherShapesLinkOut]
    fault: str


HoldingState: TypeAlias = 'Literal["free", "pledged", "due", "paid"]'


class PartOutPage(TypedDict):
    """One page of PartOutPage."""

    items: list[VoucherShapesPartOut]
    next: NotRequired[str | None]


class ProgramOutPage(TypedDict):
    """One page of ProgramOutPage."""

    items: list[ProgramOut]
    next: NotRequired[str | None]


class PurchaseOutPage(TypedDict):
    """One page of PurchaseOutPage."""

    items: list[PurchaseOut]
    next: NotRequired[str | None]


class VoucherOutPage(TypedDict):
    """One page of VoucherOutPage."""

    items: list[VoucherOut]
    next: NotRequired[str | None]


class PartDone(TypedDict):
    """The part after an act, and the parts that came of it."""

    part_id: str
    voucher_id: str
    made: list[str]


PartKind: TypeAlias = 'Literal["issued", "split", "passed", "sold", "rest", "returned"]'


class ProgramDone(TypedDict):
    """The program after an act."""

    program_id: str
    state: ProgramState


class ProgramIn(TypedDict):
    """What an issuer may owe by voucher, and what of that we buy at which yearly rate."""

    issuer_id: str
    limit: MoneyIn
    buying_limit: MoneyIn
    annual_rate_pct: float | str
    valid_until: str
    product: NotRequired[str]


class ProgramOut(TypedDict):
    """A program with what of it is used."""

    id: str
    issuer_id: str
    limit: MoneyOut
    used: MoneyOut
    buying_limit: MoneyOut
    bought: MoneyOut
    annual_rate_pct: str
    product: str
    valid_until: str
    state: ProgramState
    proposed_by_name: str
    decided_by_name: str


ProgramState: TypeAlias = 'Literal["proposed", "open", "declined", "ended"]'


class PurchaseOut(TypedDict):
    """A part that was sold to us."""

    id: str
    part_id: str
    voucher_id: str
    seller_id: str
    face: MoneyOut
    interest: MoneyOut
    proceeds: MoneyOut
    annual_rate_pct: str
    days: int
    all_in_pct: str
    asked_on: str
    settled_on: str | None
    ends_on: str
    is_with_recourse: bool
    state: PurchaseState


PurchaseState: TypeAlias = 'Literal["requested", "held", "cancelled", "collected", "recovered"]'


class SplitIn(TypedDict):
    """Amounts of the parts; what is left is one more."""

    amounts: list[MoneyIn]


class VoucherDone(TypedDict):
    """The voucher after an act."""

    voucher_id: str
    state: VoucherState


class VoucherIn(TypedDict):
    """A payable that is promised to the firm with this credit code; `reason`: why longer than is usual."""

    issuer_id: str
    supplier_uscc: str
    amount: MoneyIn
    due_on: str
    payable: str
    reason: NotRequired[str]


class VoucherOut(TypedDict):
    """A voucher."""

    id: str
    number: str
    issuer_id: str
    supplier_id: str
    amount: MoneyOut
    payable: str
    issued_on: str
    due_on: str
    pays_on: str
    state: VoucherState
    reason: str


class VoucherShapesAgreeIn(TypedDict):
    """Yes or no."""

    agree: bool


class VoucherShapesCodeDone(TypedDict):
    """A code was sent."""

    part_id: str


class VoucherShapesLinkOut(TypedDict):
    """One part on the way from the first."""

    part_id: str
    kind: PartKind
    amount: MoneyOut
    made_on: str
    depth: int


class VoucherShapesPartOut(TypedDict):
    """A living part."""

    part_id: str
    voucher: VoucherOut
    holder_id: str
    amount: MoneyOut
    state: HoldingState
    depth: int
    pledged_for: str


class VoucherShapesPassIn(TypedDict):
    """To whom, how much, and the one-time code that was sent for it."""

    to_uscc: str
    amount: MoneyIn
    code: str


class VoucherShapesPledgeIn(TypedDict):
    """For which debt the part stands."""

    pledged_for: str


class VoucherShapesQuoteOut(TypedDict):
    """What it would bring today: the whole sheet, and the hash that binds a sale to it."""

    sheet: dict[str, Any]
    sheet_hash: str


class VoucherShapesSellIn(TypedDict):
    """How much is sold, on the sheet of which hash, and the one-time code."""

    amount: MoneyIn
    sheet_hash: str
    code: str


class VoucherShapesSoldDone(TypedDict):
    """What is on its way."""

    purchase_id: str
    part_id: str
    proceeds: MoneyOut


VoucherState: TypeAlias = 'Literal["offered", "live", "refused", "overdue", "redeemed"]'


class VouchersOperations(Group):
    """Operations: vouchers."""

    def list_programs(self, *, limit: int | None = None, after: str | None = None) -> ProgramOutPage:
        """Programs, newest first. Staff see all, issuers their own. Scope `vouchers:read`."""
        answer: ProgramOutPage = self._transport.call(
            "GET", "/api/v1/vouchers/programs", query={"limit": limit, "after": after}
        )
        return answer

    def new_program(self, body: ProgramIn, *, idempotency_key: str = "") -> ProgramDone:
        """Propose a program. A second person decides. Scope `vouchers:write`."""
        answer: ProgramDone = self._transport.call("POST", "/api/v1/vouchers/programs", body=body, key=idempotency_key)
        return answer

    def read_program(self, program_id: UUID | str) -> ProgramOut:
        """One program. For its issuer and staff. Scope `vouchers:read`."""
        answer: ProgramOut = self._transport.call("GET", f"/api/v1/vouchers/programs/{part(program_id)}")
        return answer

    def decide(self, program_id: UUID | str, body: VoucherShapesAgreeIn, *, idempotency_key: str = "") -> ProgramDone:
        """Agree or not. Never by who proposed it. Scope `vouchers:write`."""
        answer: ProgramDone = self._transport.call(
            "POST", f"/api/v1/vouchers/programs/{part(program_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def end(self, program_id: UUID | str, *, idempotency_key: str = "") -> ProgramDone:
        """End a program. What runs is paid as promised. Scope `vouchers:write`."""
        answer: ProgramDone = self._transport.call(
            "POST", f"/api/v1/vouchers/programs/{part(program_id)}/end", key=idempotency_key
        )
        return answer

    def list_vouchers(
        self, *, limit: int | None = None, after: str | None = None, state: VoucherState | None = None
    ) -> VoucherOutPage:
        """Vouchers, newest first. Staff see all; firms what they issued or were issued. Scope `vouchers:read`."""
        answer: VoucherOutPage = self._transport.call(
            "GET", "/api/v1/vouchers", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def issue(self, body: VoucherIn, *, idempotency_key: str = "") -> VoucherDone:
        """Issue a voucher. Offered to the supplier, within the issuer's program. Scope `vouchers:write`."""
        answer: VoucherDone = self._transport.call("POST", "/api/v1/vouchers", body=body, key=idempotency_key)
        return answer

    def list_parts(
        self, *, limit: int | None = None, after: str | None = None, voucher_id: str | None = None
    ) -> PartOutPage:
        """Living parts, newest first. Staff see all, holders their own. Scope `vouchers:read`."""
        answer: PartOutPage = self._transport.call(
            "GET", "/api/v1/vouchers/parts", query={"limit": limit, "after": after, "voucher_id": voucher_id}
        )
        return answer

    def read_part(self, part_id: UUID | str) -> VoucherShapesPartOut:
        """One living part. For its holder and staff. Scope `vouchers:read`."""
        answer: VoucherShapesPartOut = self._transport.call("GET", f"/api/v1/vouchers/parts/{part(part_id)}")
        return answer

    def read_chain(self, part_id: UUID | str) -> ChainOut:
        """Its chain, proved. Every link from the first part on. Scope `vouchers:read`."""
        answer: ChainOut = self._transport.call("GET", f"/api/v1/vouchers/parts/{part(part_id)}/chain")
        return answer

    def read_quote(self, part_id: UUID | str, *, amount: str | None = None) -> VoucherShapesQuoteOut:
        """What it would bring today. The whole cost sheet; of a part of it when an amount is given. Scope `vouchers:read`."""
        answer: VoucherShapesQuoteOut = self._transport.call(
            "GET", f"/api/v1/vouchers/parts/{part(part_id)}/quote", query={"amount": amount}
        )
        return answer

    def send_code(self, part_id: UUID | str, *, idempotency_key: str = "") -> VoucherShapesCodeDone:
        """Ask for a one-time code. To the phone of who asks. Scope `vouchers:write`."""
        answer: VoucherShapesCodeDone = self._transport.call(
            "POST", f"/api/v1/vouchers/parts/{part(part_id)}/code", key=idempotency_key
        )
        return answer

    def split(self, part_id: UUID | str, body: SplitIn, *, idempotency_key: str = "") -> PartDone:
        """Divide a part. The holder keeps all of it. Scope `vouchers:write`."""
        answer: PartDone = self._transport.call(
            "POST", f"/api/v1/vouchers/parts/{part(part_id)}/split", body=body, key=idempotency_key
        )
        return answer

    def pass_on(self, part_id: UUID | str, body: VoucherShapesPassIn, *, idempotency_key: str = "") -> PartDone:
        """Pass a part on. To another firm; the rest stays. Scope `vouchers:write`."""
        answer: PartDone = self._transport.call(
            "POST", f"/api/v1/vouchers/parts/{part(part_id)}/pass-on", body=body, key=idempotency_key
        )
        return answer

    def sell(
        self, part_id: UUID | str, body: VoucherShapesSellIn, *, idempotency_key: str = ""
    ) -> VoucherShapesSoldDone:
        """Have a part paid today. On the sheet that was shown. Scope `vouchers:write`."""
        answer: VoucherShapesSoldDone = self._transport.call(
            "POST", f"/api/v1/vouchers/parts/{part(part_id)}/sell", body=body, key=idempotency_key
        )
        return answer

    def pledge(self, part_id: UUID | str, body: VoucherShapesPledgeIn, *, idempotency_key: str = "") -> PartDone:
        """Pledge a part. It does not move until it is released. Scope `vouchers:write`."""
        answer: PartDone = self._transport.call(
            "POST", f"/api/v1/vouchers/parts/{part(part_id)}/pledge", body=body, key=idempotency_key
        )
        return answer

    def release(self, part_id: UUID | str, *, idempotency_key: str = "") -> PartDone:
        """Release a pledged part. When the voucher was paid meanwhile, its holder is paid now. Scope `vouchers:write`."""
        answer: PartDone = self._transport.call(
            "POST", f"/api/v1/vouchers/parts/{part(part_id)}/release", key=idempotency_key
        )
        return answer

    def pay_again(self, part_id: UUID | str, *, idempotency_key: str = "") -> PartDone:
        """Pay a holder again. After the bank had refused. Scope `vouchers:write`."""
        answer: PartDone = self._transport.call(
            "POST", f"/api/v1/vouchers/parts/{part(part_id)}/pay-again", key=idempotency_key
        )
        return answer

    def list_purchases(self, *, limit: int | None = None, after: str | None = None) -> PurchaseOutPage:
        """Parts that were sold to us. Staff see all, sellers their own. Scope `vouchers:read`."""
        answer: PurchaseOutPage = self._transport.call(
            "GET", "/api/v1/vouchers/purchases", query={"limit": limit, "after": after}
        )
        return answer

    def recourse(self, purchase_id: UUID | str, *, idempotency_key: str = "") -> VoucherDone:
        """Recourse. Asks who sold it to pay in the issuer's place. Scope `vouchers:write`."""
        answer: VoucherDone = self._transport.call(
            "POST", f"/api/v1/vouchers/purchases/{part(purchase_id)}/recourse", key=idempotency_key
        )
        return answer

    def read_voucher(self, voucher_id: UUID | str) -> VoucherOut:
        """One voucher. For its issuer, the supplier and staff. Scope `vouchers:read`."""
        answer: VoucherOut = self._transport.call("GET", f"/api/v1/vouchers/{part(voucher_id)}")
        return answer

    def answer(self, voucher_id: UUID | str, body: VoucherShapesAgreeIn, *, idempotency_key: str = "") -> VoucherDone:
        """Take it, or not. By the supplier. Scope `vouchers:write`."""
        answer: VoucherDone = self._transport.call(
            "POST", f"/api/v1/vouchers/{part(voucher_id)}/answer", body=body, key=idempotency_key
        )
        return answer

    def collect(self, voucher_id: UUID | str, *, idempotency_key: str = "") -> VoucherDone:
        """Collect from the issuer. On its day or later, never before. Scope `vouchers:write`."""
        answer: VoucherDone = self._transport.call(
            "POST", f"/api/v1/vouchers/{part(voucher_id)}/collect", key=idempotency_key
        )
        return answer
