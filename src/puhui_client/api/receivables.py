"""Operations: receivables.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import LimitOutPage, MoneyIn, MoneyOut, TextOut
from puhui_client.transport import Group, part


class Done(TypedDict):
    """The receivable after an act; an order when the bank was asked."""

    receivable_id: str
    state: NotRequired[State | None]
    outstanding: NotRequired[MoneyOut | None]
    order_id: NotRequired[str | None]
    amount: NotRequired[MoneyOut | None]


class FundingOut(TypedDict):
    """The advance that the bank is asked to pay."""

    sale_id: str
    order_id: str
    amount: MoneyOut
    receivable_ids: list[str]


class HappenedOut(TypedDict):
    """One thing that happened."""

    n: int
    kind: str
    on: str
    amount: MoneyOut
    note: str
    by_name: str


class InvoiceOut(TypedDict):
    """An invoice of the seller."""

    debtor_id: str
    invoice_no: str
    invoice_date: str
    due_on: str
    face: MoneyOut


LimitSide: TypeAlias = 'Literal["seller", "debtor"]'


class ReceivableOutPage(TypedDict):
    """One page of ReceivableOutPage."""

    items: list[ReceivableOut]
    next: NotRequired[str | None]


class SaleOutPage(TypedDict):
    """One page of SaleOutPage."""

    items: list[SaleOut]
    next: NotRequired[str | None]


class PickIn(TypedDict):
    """One invoice of the seller."""

    debtor_id: str
    invoice_no: str


class QuoteIn(TypedDict):
    """Which invoices."""

    seller_id: str
    picks: list[PickIn]


class ReceivableOut(TypedDict):
    """A receivable: where each fen of its face went."""

    id: str
    sale_id: str
    seller_id: str
    debtor_id: str
    invoice_no: str
    invoice_date: str
    due_on: str
    state: State
    with_recourse: bool
    face: MoneyOut
    collected: MoneyOut
    diluted: MoneyOut
    bought_back: MoneyOut
    written_off: MoneyOut
    outstanding: MoneyOut
    advance: MoneyOut
    reserve: MoneyOut
    discount: MoneyOut
    fee: MoneyOut
    reserve_left: MoneyOut
    claim_left: MoneyOut
    notified_on: str | None
    acknowledged_on: str | None
    funded_on: str | None
    disputed_on: str | None
    closed_on: str | None
    happened: list[HappenedOut]


class ReceivablesActIn(TypedDict):
    """What a step needs: an amount where it is about one, and words where it asks why."""

    amount: NotRequired[MoneyIn | None]
    reason: NotRequired[str]
    agree: NotRequired[bool]


class ReceivablesConfirmIn(TypedDict):
    """The fingerprint of the sheet that was shown."""

    sheet_hash: str


class ReceivablesLimitDone(TypedDict):
    """The limit after an act."""

    limit_id: str
    party_id: str


class ReceivablesLimitIn(TypedDict):
    """What risk grants: to a seller with product and rate, for a debtor with the days in which it pays."""

    party_id: str
    side: LimitSide
    limit: MoneyIn
    valid_until: str
    reason: str
    product_code: NotRequired[str]
    annual_rate_pct: NotRequired[float | str]
    payment_days: NotRequired[int]


class ReceivablesQuoteOut(TypedDict):
    """The cost sheet; its hash is what is confirmed."""

    sale_id: str
    sheet: dict[str, Any]
    sheet_hash: str
    valid_until: str


class SaleDone(TypedDict):
    """The receivables that were assigned."""

    sale_id: str
    receivable_ids: list[str]


class SaleOut(TypedDict):
    """A sale."""

    id: str
    seller_id: str
    state: str
    product_code: str
    product_version: int
    sheet: dict[str, Any]
    sheet_hash: str
    made_on: str
    valid_until: str


class SellableOut(TypedDict):
    """An invoice, and what is against selling it."""

    invoice: InvoiceOut
    why: TextOut | None


State: TypeAlias = 'Literal["assigned", "funding", "funded", "disputed", "settled", "bought_back", "written_off"]'


class ReceivablesOperations(Group):
    """Operations: receivables."""

    def list_limits(
        self, *, limit: int | None = None, after: str | None = None, party_id: str | None = None
    ) -> LimitOutPage:
        """Limits, newest first. Staff see all, sellers and debtors their own. Scope `receivables:read`."""
        answer: LimitOutPage = self._transport.call(
            "GET", "/api/v1/receivables/limits", query={"limit": limit, "after": after, "party_id": party_id}
        )
        return answer

    def new_limit(self, body: ReceivablesLimitIn, *, idempotency_key: str = "") -> ReceivablesLimitDone:
        """Grant a limit, or set it anew. Risk officers only. Scope `receivables:write`."""
        answer: ReceivablesLimitDone = self._transport.call(
            "POST", "/api/v1/receivables/limits", body=body, key=idempotency_key
        )
        return answer

    def list_sellable(self, *, seller_id: str) -> list[SellableOut]:
        """Invoices that can be sold. Of a seller to debtors with a limit, each with what is against selling it. Scope `receivables:read`."""
        answer: list[SellableOut] = self._transport.call(
            "GET", "/api/v1/receivables/sellable", query={"seller_id": seller_id}
        )
        return answer

    def new_quote(self, body: QuoteIn, *, idempotency_key: str = "") -> ReceivablesQuoteOut:
        """What invoices bring, and what that costs. Nothing is bound. Scope `receivables:write`."""
        answer: ReceivablesQuoteOut = self._transport.call(
            "POST", "/api/v1/receivables/quotes", body=body, key=idempotency_key
        )
        return answer

    def list_sales(self, *, limit: int | None = None, after: str | None = None) -> SaleOutPage:
        """Sales, newest first. Staff see all, sellers their own. Scope `receivables:read`."""
        answer: SaleOutPage = self._transport.call(
            "GET", "/api/v1/receivables/sales", query={"limit": limit, "after": after}
        )
        return answer

    def read_sale(self, sale_id: UUID | str) -> SaleOut:
        """One sale. With its cost sheet. Scope `receivables:read`."""
        answer: SaleOut = self._transport.call("GET", f"/api/v1/receivables/sales/{part(sale_id)}")
        return answer

    def confirm(self, sale_id: UUID | str, body: ReceivablesConfirmIn, *, idempotency_key: str = "") -> SaleDone:
        """Sell. The sheet binds by its hash; debtors are told. Scope `receivables:write`."""
        answer: SaleDone = self._transport.call(
            "POST", f"/api/v1/receivables/sales/{part(sale_id)}/confirm", body=body, key=idempotency_key
        )
        return answer

    def fund(self, sale_id: UUID | str, *, idempotency_key: str = "") -> FundingOut:
        """Pay the advance. Of those whose debtors know of it. Scope `receivables:write`."""
        answer: FundingOut = self._transport.call(
            "POST", f"/api/v1/receivables/sales/{part(sale_id)}/fund", key=idempotency_key
        )
        return answer

    def list_receivables(
        self, *, limit: int | None = None, after: str | None = None, state: State | None = None
    ) -> ReceivableOutPage:
        """Receivables, newest first. Staff see all, sellers and debtors their own. Scope `receivables:read`."""
        answer: ReceivableOutPage = self._transport.call(
            "GET", "/api/v1/receivables", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def read_receivable(self, receivable_id: UUID | str) -> ReceivableOut:
        """One receivable. With what happened to it. Scope `receivables:read`."""
        answer: ReceivableOut = self._transport.call("GET", f"/api/v1/receivables/{part(receivable_id)}")
        return answer

    def act_on(
        self,
        receivable_id: UUID | str,
        act: Literal[
            "notify",
            "acknowledge",
            "pay",
            "pay_claim",
            "pay_reserve_again",
            "dilute",
            "dispute",
            "resolve",
            "buy_back",
            "propose_write_off",
            "confirm_write_off",
        ],
        body: ReceivablesActIn,
        *,
        idempotency_key: str = "",
    ) -> Done:
        """Do something with it. Each act has its own rights: debtors acknowledge, pay and dispute; sellers pay claims; staff do the rest. Scope `receivables:write`."""
        answer: Done = self._transport.call(
            "POST", f"/api/v1/receivables/{part(receivable_id)}/{part(act)}", body=body, key=idempotency_key
        )
        return answer
