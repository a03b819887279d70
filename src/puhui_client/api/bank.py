"""Operations: bank.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class BankActIn(TypedDict):
    """What the line is: orders, a repayment of a loan, or money to send back; or the answer to a proposal."""

    act: Literal["accept", "place", "return", "confirm", "decline"]
    order_ids: NotRequired[list[str]]
    loan_id: NotRequired[str | None]
    effect: NotRequired[str]
    reason: NotRequired[str]


class BankCheckOut(TypedDict):
    """Ledger less bank is the sum of the items."""

    account: str
    to_date: str
    bank: MoneyOut
    ledger: MoneyOut
    difference: MoneyOut
    is_explained: bool
    items: list[ItemOut]


class BankLineOut(TypedDict):
    """A line; money in is above zero, and who paid is masked."""

    id: str
    statement_id: str
    n: int
    amount: MoneyOut
    booked_on: str
    value_on: str
    end_to_end_id: str
    counterparty: str
    state: LineState
    suggestions: list[SuggestionOut]
    order_ids: list[str]
    loan_id: str | None
    proposed: str


class BankMovedOut(TypedDict):
    """The line after the act."""

    line_id: str
    state: str
    awaits_second: bool


class BankStatementOut(TypedDict):
    """A statement of one of our accounts."""

    id: str
    account: str
    number: str
    from_date: str
    to_date: str
    opening: MoneyOut
    closing: MoneyOut
    lines: int
    open_lines: int


class ImportedOut(TypedDict):
    """The statements of the file."""

    statement_ids: list[str]


class ItemOut(TypedDict):
    """What stands between the two balances."""

    kind: str
    count: int
    amount: MoneyOut


LineState: TypeAlias = 'Literal["new", "matched", "suspended", "placed", "returning", "returned", "duplicate"]'


class LineOutPage(TypedDict):
    """One page of LineOutPage."""

    items: list[BankLineOut]
    next: NotRequired[str | None]


class ReconciledOut(TypedDict):
    """What became of the new lines."""

    statement_id: str
    lines: int
    matched: int
    suspended: int


class RefundIn(TypedDict):
    """How much; all that is held without it."""

    amount: NotRequired[MoneyIn | None]


class RefundOut(TypedDict):
    """The bank is asked to pay."""

    loan_id: str
    order_id: str
    amount: MoneyOut


class SuggestionOut(TypedDict):
    """One way to read a line."""

    order_ids: list[str]
    rule: str
    score: int


class BankOperations(Group):
    """Operations: bank."""

    def list_statements(self, *, limit: int | None = None) -> list[BankStatementOut]:
        """Bank statements, newest first. For staff. Scope `bank:read`."""
        answer: list[BankStatementOut] = self._transport.call("GET", "/api/v1/bank/statements", query={"limit": limit})
        return answer

    def bring(
        self,
        file: bytes,
        *,
        format: str | None = None,
        account: str | None = None,
        number: str | None = None,
        idempotency_key: str = "",
    ) -> ImportedOut:
        """Import a file of statements. camt.053, or CSV as one of the statement formats says; the same file again changes nothing. Scope `bank:write`."""
        answer: ImportedOut = self._transport.call(
            "POST",
            "/api/v1/bank/statements",
            files={"file": file},
            form={"format": format, "account": account, "number": number},
            key=idempotency_key,
        )
        return answer

    def reconcile(self, statement_id: UUID | str, *, idempotency_key: str = "") -> ReconciledOut:
        """Match lines. What is certain settles its orders; the rest goes to suspense with suggestions. Scope `bank:write`."""
        answer: ReconciledOut = self._transport.call(
            "POST", f"/api/v1/bank/statements/{part(statement_id)}/reconcile", key=idempotency_key
        )
        return answer

    def list_lines(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        statement_id: str | None = None,
        state: LineState | None = None,
    ) -> LineOutPage:
        """Lines of statements. For staff; `state=suspended` is what waits to be placed. Scope `bank:read`."""
        answer: LineOutPage = self._transport.call(
            "GET",
            "/api/v1/bank/lines",
            query={"limit": limit, "after": after, "statement_id": statement_id, "state": state},
        )
        return answer

    def act_on_line(self, line_id: UUID | str, body: BankActIn, *, idempotency_key: str = "") -> BankMovedOut:
        """Say what a line is. Above the threshold, placing and returning wait for a second person's `confirm` or `decline`. Scope `bank:write`."""
        answer: BankMovedOut = self._transport.call(
            "POST", f"/api/v1/bank/lines/{part(line_id)}", body=body, key=idempotency_key
        )
        return answer

    def check(self) -> BankCheckOut:
        """Ledger and bank side by side. With the reconciling items. Scope `bank:read`."""
        answer: BankCheckOut = self._transport.call("GET", "/api/v1/bank/check")
        return answer

    def refund(self, loan_id: UUID | str, body: RefundIn, *, idempotency_key: str = "") -> RefundOut:
        """Refund money that is held. Pays back what is held for a borrower, or a part of it. Scope `bank:write`."""
        answer: RefundOut = self._transport.call(
            "POST", f"/api/v1/bank/refunds/{part(loan_id)}", body=body, key=idempotency_key
        )
        return answer
