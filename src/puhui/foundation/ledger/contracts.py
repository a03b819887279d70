"""What crosses the wall of the ledger: drafts, answers, views and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

Side = Literal["debit", "credit"]
JournalState = Literal["posted", "pending", "voided", "expired"]
Outcome = Literal["posted", "voided", "expired"]


@dataclass(frozen=True, slots=True)
class AccountRef:
    """Names a ledger account: a code of the chart and, for accounts kept per owner, whose it is.

    Without an owner it is a house account; `bucket` (of the loan the money is about) then picks its stripe. `segment`
    (the product) keeps house accounts apart that the chart keeps by segment; of an owner's account it is only noted.
    """

    code: str
    owner_id: UUID | None = None
    currency: str = "CNY"
    bucket: int = 0
    segment: str = ""


@dataclass(frozen=True, slots=True)
class TransferDraft:
    """The atom: one amount from the credited to the debited account; `code` says what of (principal, interest)."""

    debit: AccountRef
    credit: AccountRef
    amount_minor: int
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalDraft:
    """Transfers that stand or fall together. The id is made by the caller: posting it again changes nothing."""

    id: UUID
    kind: str
    value_date: date
    transfers: tuple[TransferDraft, ...]
    source: str
    text: str = ""
    pending: bool = False
    expires_on: date | None = None
    template: str = ""


class PostedJournal(NamedTuple):
    """What became of a draft; `is_new` is False when the same journal was posted before."""

    id: UUID
    business_date: date
    state: JournalState
    is_new: bool


@dataclass(frozen=True, slots=True)
class TransferView:
    """One transfer of a journal, as a person reads it."""

    n: int
    debit: AccountRef
    credit: AccountRef
    amount: Money
    code: str


@dataclass(frozen=True, slots=True)
class JournalView:
    """One journal with its transfers and what became of it."""

    id: UUID
    kind: str
    source: str
    text: str
    template: str
    business_date: date
    value_date: date
    state: JournalState
    resolved_on: date | None
    expires_on: date | None
    reverses: UUID | None
    reversed_by: UUID | None
    posted_at: datetime
    actor_id: UUID
    transfers: tuple[TransferView, ...]


@dataclass(frozen=True, slots=True)
class JournalsPage:
    """Journals, newest business date first; `next_cursor` is None on the last page."""

    journals: tuple[JournalView, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One entry; `balance_minor` is what the account held after it, on its normal side."""

    business_date: date
    value_date: date
    code: str
    side: Side
    amount_minor: int
    balance_minor: int
    journal_id: UUID
    kind: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Entries of an account or an owner, oldest first. Opening and closing are of this page."""

    currency: str
    opening_minor: int
    lines: tuple[StatementLine, ...]
    closing_minor: int
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class TrialBalanceLine:
    """One account of the chart, all owners and stripes together; one of debit and credit is zero."""

    code: str
    number: str
    name: Text
    currency: str
    debit_minor: int
    credit_minor: int


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Balances of all accounts at the end of a business date; debits equal credits in each currency."""

    on: date
    lines: tuple[TrialBalanceLine, ...]
    totals: Mapping[str, tuple[int, int]]

    @property
    def is_even(self) -> bool:
        """True when debits equal credits in every currency."""
        return all(debit == credit for debit, credit in self.totals.values())


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the books do not hold: which check, at what, and the difference."""

    check: str
    where: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView:
    """A month that was closed: who, when, on which sums; whether somebody wants it open again."""

    id: UUID
    month: date
    closed_by_name: str
    closed_at: datetime
    digest: str
    totals: Mapping[str, tuple[str, str]]
    is_open_again: bool
    reopen_reason: str
    reopen_by: UUID | None
    reopen_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentView:
    """A posting into a closed month, proposed or done."""

    id: UUID
    month: date
    value_date: date
    debit: str
    credit: str
    amount: Money
    reason: str
    proposed_by: UUID
    proposed_by_name: str
    state: Literal["proposed", "posted", "declined"]
    journal_id: UUID | None


class CannotClosePeriod(Refusal):
    """The month is not over, or is closed already, or is not closed."""

    code = "cannot_close_period"
    http_status = 409
    text = Text(en="Period {period}: {reason}", zh="会计期间 {period}：{reason}")


class PeriodFourEyes(Refusal):
    """The one who proposed may not confirm."""

    code = "period_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this: you proposed it yourself.",
        zh="须由另一位同事复核：该处理由您本人提出。",
    )


class BadJournal(Refusal):
    """The draft itself is not a journal: nothing to book, an amount out of bounds, two equal sides."""

    code = "journal_invalid"
    text = Text(en="This journal cannot be posted: {reason}", zh="该凭证无法入账：{reason}")


class UnknownLedgerAccount(Refusal):
    """The chart of accounts has no such account, or it is kept otherwise (per owner, or for the house)."""

    code = "unknown_ledger_account"
    text = Text(en="The chart of accounts does not allow {account}: {reason}", zh="科目表不允许 {account}：{reason}")


class JournalIdReused(Refusal):
    """The journal id was posted before with another content."""

    code = "journal_id_reused"
    http_status = 409
    text = Text(
        en="This journal id was already posted with another content.", zh="该凭证编号已用于另一笔内容不同的凭证。"
    )


class BoundExceeded(Refusal):
    """The account would pass its bound, counted with what is pending."""

    code = "ledger_bound_exceeded"
    http_status = 409
    text = Text(en="The balance of {account} does not allow this.", zh="科目 {account} 的可用余额不足。")


class NoBusinessDate(Refusal):
    """No business date is open yet."""

    code = "no_business_date"
    http_status = 409
    text = Text(en="No business date is open.", zh="尚未开启营业日。")


class BusinessDateMoved(Refusal):
    """The business date is not the one the request speaks of."""

    code = "business_date_moved"
    http_status = 409
    text = Text(en="The open business date is {open}, not {asked}.", zh="当前营业日是 {open}，不是 {asked}。")


class CannotResolve(Refusal):
    """The journal is not pending, or was resolved otherwise."""

    code = "cannot_resolve_pending"
    http_status = 409
    text = Text(
        en="This journal is {state}; it cannot become {outcome}.", zh="该凭证状态为 {state}，不能变为 {outcome}。"
    )


class CannotReverse(Refusal):
    """Only a posted journal that is no reversal is reversed, and once."""

    code = "cannot_reverse"
    http_status = 409
    text = Text(en="This journal cannot be reversed: {reason}", zh="该凭证不能冲正：{reason}")


class BadTemplateUse(Refusal):
    """There is no such posting template, or the amounts and owners given do not fit it."""

    code = "posting_template_misused"
    text = Text(en="Posting template {template}: {reason}", zh="记账模板 {template}：{reason}")


class BooksDoNotHold(Refusal):
    """A check of the books found a difference."""

    code = "books_do_not_hold"
    http_status = 409
    text = Text(
        en="The books do not hold: {check} ({where}: {detail})", zh="账务核对不符：{check}（{where}：{detail}）"
    )
