"""Small words for tests of the ledger: calls, accounts, drafts, and a picture of the books."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from puhui.foundation.ledger.facade import (
    AccountRef,
    JournalDraft,
    TransferDraft,
    draft_from_template,
    open_first_business_date,
)
from puhui.foundation.ledger.models import Entry, Journal, LedgerAccount, Resolution, Transfer
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import bucket_of, new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
LOAN, OTHER = UUID(int=1 << 100), UUID(int=2 << 100)
BANK = AccountRef("bank.operating")
EQUITY = AccountRef("equity.capital")
INCOME = AccountRef("income.interest")
_keys = count(1)


def principal(loan: UUID = LOAN) -> AccountRef:
    return AccountRef("loan.principal", loan)


def unapplied(loan: UUID = LOAN) -> AccountRef:
    return AccountRef("customer.unapplied", loan)


def call(actor: Actor = SYSTEM) -> Call:
    return Call(actor, f"test-{next(_keys)}", AT)


def staff(role: Role) -> Actor:
    return Actor(new_id(), frozenset({role}), party_id=new_id() if role is Role.CUSTOMER else None)


def open_books(on: date = DAY) -> None:
    open_first_business_date(call(), on=on)


def draft(
    debit: AccountRef = BANK,
    credit: AccountRef = EQUITY,
    amount_minor: int = 100,
    *,
    journal_id: UUID | None = None,
    pending: bool = False,
    expires_on: date | None = None,
    value_date: date = DAY,
    text: str = "",
    kind: str = "test",
) -> JournalDraft:
    return JournalDraft(
        id=journal_id or new_id(),
        kind=kind,
        value_date=value_date,
        transfers=(TransferDraft(debit, credit, amount_minor, "amount"),),
        source="test:1",
        text=text,
        pending=pending,
        expires_on=expires_on,
    )


def from_template(template: str, amounts: Mapping[str, int], *, loan: UUID = LOAN) -> JournalDraft:
    return draft_from_template(
        template,
        id=new_id(),
        amounts=amounts,
        owners={"loan": loan},
        bucket=bucket_of(loan),
        value_date=DAY,
        source=f"loan:{loan}",
    )


def picture() -> dict[str, object]:
    """All that the ledger holds, to show that a refusal changed nothing. Accounts without entries do not count."""
    accounts = LedgerAccount.objects.order_by("id").values_list(
        "id", "entries", "debits_posted_minor", "credits_posted_minor", "debits_pending_minor", "credits_pending_minor"
    )
    return {
        "accounts": [row for row in accounts if any(row[1:])],
        "journals": list(Journal.objects.order_by("id").values_list("id", "content_digest")),
        "transfers": Transfer.objects.count(),
        "entries": Entry.objects.count(),
        "resolutions": list(Resolution.objects.order_by("pk").values_list("pk", "outcome")),
    }
