"""Operations: loans.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut, TextOut
from puhui_client.transport import Group, part


class AttemptOut(TypedDict):
    """One attempt to collect by mandate."""

    order_id: str
    on: str
    amount: MoneyOut
    state: str
    reason: str
    reason_class: str


class DiscountOut(TypedDict):
    """A discount that is lost when what it hangs on ends; points below zero."""

    code: str
    name: TextOut
    lost_when: TextOut
    points: str
    is_lost: bool


class DiscountsOut(TypedDict):
    """What of the price can be lost, looked at each month; `most_pct`: the rate when all of it is."""

    discounts: list[DiscountOut]
    applies_on: str | None
    looked_on: str | None
    most_pct: str


class InstalmentOut(TypedDict):
    """One line of the schedule."""

    n: int
    due_date: str
    principal: MoneyOut
    interest: MoneyOut
    fees: MoneyOut
    total: MoneyOut
    paid: MoneyOut
    balance: MoneyOut


class LoanDetail(TypedDict):
    """A loan with its schedule, its dues and what happened, as of the open business date."""

    loan: LoansLoanOut
    as_of: str
    outstanding: Parts
    overdue: Parts
    unapplied: MoneyOut
    has_mandate: bool
    annual_rate_pct: str
    rate_basis: RateBasisOut | None
    reprices_on: str | None
    price: DiscountsOut | None
    instalments: list[InstalmentOut]
    events: list[LoansEventOut]


class LoanEvents(TypedDict):
    """A page of what happened to a loan, newest first."""

    items: list[LoansEventOut]
    next_cursor: str | None


LoanState: TypeAlias = 'Literal["awaiting_disbursement", "disbursing", "active", "closed", "cancelled"]'


class Loans(TypedDict):
    """A page of loans, newest first."""

    items: list[LoansLoanOut]
    next_cursor: str | None


class LoansEventOut(TypedDict):
    """One thing that happened to the loan."""

    id: str
    n: int
    on: str
    kind: str
    amount: MoneyOut
    effect: str
    booked_on: str


class LoansLoanOut(TypedDict):
    """A loan in a list."""

    id: str
    borrower_id: str
    product_code: str
    contract_id: str
    state: LoanState
    principal: MoneyOut
    principal_outstanding: MoneyOut
    annual_rate_pct: str
    opened_on: str
    disbursed_on: str | None
    closed_on: str | None
    next_due_on: str | None
    next_due: MoneyOut
    overdue: MoneyOut
    days_past_due: int


class LoansQuoteOut(TypedDict):
    """What ends the loan on a day."""

    loan_id: str
    on: str
    parts: Parts
    unapplied: MoneyOut
    to_pay: MoneyOut


class Parts(TypedDict):
    """An amount by what it is for."""

    principal: MoneyOut
    interest: MoneyOut
    fees: MoneyOut
    penalty: MoneyOut
    compound: MoneyOut
    total: MoneyOut


class RateBasisOut(TypedDict):
    """What the rate follows: a benchmark plus basis points, looked up on repricing days, between two bounds."""

    benchmark: str
    spread_bps: str
    reprice: Literal["anniversary", "new_year"] | int
    lowest_pct: str
    highest_pct: str


class RepayIn(TypedDict):
    """An amount, or everything; `effect` says what an amount beyond the dues does."""

    amount: NotRequired[MoneyIn | None]
    pay_off: NotRequired[bool]
    effect: NotRequired[Literal["next_dues", "lower_instalment", "shorten_term"]]


class RepayOut(TypedDict):
    """The bank is asked to collect; the loan changes when it answers."""

    loan_id: str
    order_id: str
    amount: MoneyOut


class LoansOperations(Group):
    """Operations: loans."""

    def list_loans(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        state: LoanState | None = None,
        borrower_id: str | None = None,
        overdue_only: bool | None = None,
    ) -> Loans:
        """Loans, newest first. Those of the actor's firms; staff see all. Scope `loans:read`."""
        answer: Loans = self._transport.call(
            "GET",
            "/api/v1/loans",
            query={
                "limit": limit,
                "after": after,
                "state": state,
                "borrower_id": borrower_id,
                "overdue_only": overdue_only,
            },
        )
        return answer

    def make_schedule(self, body: dict[str, Any]) -> dict[str, Any]:
        """The loan calculator. What `puhui schedule` reads and prints; nothing is kept. Scope `loans:write`."""
        answer: dict[str, Any] = self._transport.call("POST", "/api/v1/loans/schedule", body=body)
        return answer

    def read_loan(self, loan_id: UUID | str) -> LoanDetail:
        """One loan. With schedule, dues and events. Scope `loans:read`."""
        answer: LoanDetail = self._transport.call("GET", f"/api/v1/loans/{part(loan_id)}")
        return answer

    def read_events(self, loan_id: UUID | str, *, limit: int | None = None, before: int | None = None) -> LoanEvents:
        """What happened to a loan. Newest first. Scope `loans:read`."""
        answer: LoanEvents = self._transport.call(
            "GET", f"/api/v1/loans/{part(loan_id)}/events", query={"limit": limit, "before": before}
        )
        return answer

    def read_quote(self, loan_id: UUID | str, *, on: str | None = None) -> LoansQuoteOut:
        """What ends the loan. To the day; today without `on`. Scope `loans:read`."""
        answer: LoansQuoteOut = self._transport.call(
            "GET", f"/api/v1/loans/{part(loan_id)}/pay-off-quote", query={"on": on}
        )
        return answer

    def read_collections(self, loan_id: UUID | str) -> list[AttemptOut]:
        """What the mandate collected. Every attempt, newest first, with the bank's reason and its class. Scope `loans:read`."""
        answer: list[AttemptOut] = self._transport.call("GET", f"/api/v1/loans/{part(loan_id)}/collections")
        return answer

    def repay(self, loan_id: UUID | str, body: RepayIn, *, idempotency_key: str = "") -> RepayOut:
        """Repay by hand. Any amount up to what ends the loan. Scope `loans:write`."""
        answer: RepayOut = self._transport.call(
            "POST", f"/api/v1/loans/{part(loan_id)}/repay", body=body, key=idempotency_key
        )
        return answer
