"""Operations: ledger.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyOut, TextOut
from puhui_client.transport import Group, part


class AccountOut(TypedDict):
    """A ledger account."""

    code: str
    owner_id: str | None
    currency: str


class JournalOut(TypedDict):
    """A journal with its transfers."""

    id: str
    kind: str
    source: str
    text: str
    template: str
    business_date: str
    value_date: str
    state: str
    reverses: str | None
    reversed_by: str | None
    posted_at: str
    transfers: list[TransferOut]


class Journals(TypedDict):
    """A page of journals, newest first."""

    items: list[JournalOut]
    next_cursor: str | None


class LedgerLineOut(TypedDict):
    """One entry of a statement."""

    business_date: str
    value_date: str
    code: str
    side: str
    amount: MoneyOut
    balance: MoneyOut
    journal_id: str
    kind: str
    source: str


class Statement(TypedDict):
    """A page of a statement."""

    currency: str
    opening: MoneyOut
    closing: MoneyOut
    lines: list[LedgerLineOut]
    next_cursor: str | None


class TransferOut(TypedDict):
    """One two-leg transfer."""

    n: int
    debit: AccountOut
    credit: AccountOut
    amount: MoneyOut
    code: str


class Trial(TypedDict):
    """Balances at the end of a business date."""

    on: str
    is_even: bool
    lines: list[TrialLine]


class TrialLine(TypedDict):
    """One account of the chart."""

    code: str
    number: str
    name: TextOut
    debit: MoneyOut
    credit: MoneyOut


class LedgerOperations(Group):
    """Operations: ledger."""

    def read_business_date(self) -> dict[str, str]:
        """The open business date. The accounting day being run. Scope `ledger:read`."""
        answer: dict[str, str] = self._transport.call("GET", "/api/v1/ledger/business-date")
        return answer

    def read_trial_balance(self, *, on: str | None = None) -> Trial:
        """Trial balance. As of now, or at the end of a business date. Scope `ledger:read`."""
        answer: Trial = self._transport.call("GET", "/api/v1/ledger/trial-balance", query={"on": on})
        return answer

    def list_journals(self, *, limit: int | None = None, after: str | None = None, on: str | None = None) -> Journals:
        """Journals, newest first. Of one business date, or of all. Scope `ledger:read`."""
        answer: Journals = self._transport.call(
            "GET", "/api/v1/ledger/journals", query={"limit": limit, "after": after, "on": on}
        )
        return answer

    def read_journal(self, journal_id: UUID | str) -> JournalOut:
        """One journal. With its transfers. Scope `ledger:read`."""
        answer: JournalOut = self._transport.call("GET", f"/api/v1/ledger/journals/{part(journal_id)}")
        return answer

    def read_account_statement(
        self, code: str, *, from_date: str, to_date: str, limit: int | None = None, after: str | None = None
    ) -> Statement:
        """Statement of an account. All stripes of a house account together. Scope `ledger:read`."""
        answer: Statement = self._transport.call(
            "GET",
            f"/api/v1/ledger/accounts/{part(code)}/statement",
            query={"from_date": from_date, "to_date": to_date, "limit": limit, "after": after},
        )
        return answer

    def read_owner_statement(
        self, owner_id: UUID | str, *, from_date: str, to_date: str, limit: int | None = None, after: str | None = None
    ) -> Statement:
        """Statement of a loan. Everything that is kept for one loan. Scope `ledger:read`."""
        answer: Statement = self._transport.call(
            "GET",
            f"/api/v1/ledger/owners/{part(owner_id)}/statement",
            query={"from_date": from_date, "to_date": to_date, "limit": limit, "after": after},
        )
        return answer
