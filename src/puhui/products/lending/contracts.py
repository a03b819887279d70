"""What crosses the wall of lending: states, views, answers and refusals."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from puhui.finmath.loans.events import Effect
from puhui.finmath.loans.state import Components, InstalmentState
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.lending.rate_contracts import RateBasis


class LoanState(StrEnum):
    """The life of a loan. `disbursing`: the bank was asked and has not answered."""

    AWAITING_DISBURSEMENT = "awaiting_disbursement"
    DISBURSING = "disbursing"
    ACTIVE = "active"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ChangeState(StrEnum):
    """The life of a proposed change: it waits for a second person, for the borrower, for the bank to pay out more."""

    PROPOSED = "proposed"
    OFFERED = "offered"
    PAYING = "paying"
    BOOKED = "booked"
    REJECTED = "rejected"
    LAPSED = "lapsed"


ANSWERABLE_CHANGES = (ChangeState.PROPOSED, ChangeState.OFFERED)
OPEN_CHANGES = (*ANSWERABLE_CHANGES, ChangeState.PAYING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanLine:
    """A loan in a list. Amounts stand as of the open business date; `next_due` is what a mandate would collect."""

    id: UUID
    borrower_id: UUID
    product_code: str
    product_version: int
    contract_id: UUID
    state: LoanState
    principal: Money
    principal_outstanding: Money
    annual_rate_pct: str
    opened_on: date
    disbursed_on: date | None
    closed_on: date | None
    next_due_on: date | None
    next_due: Money
    overdue: Money
    days_past_due: int


@dataclass(frozen=True, slots=True)
class LoansPage:
    """Loans, newest first; `next_cursor` is None on the last page."""

    loans: tuple[LoanLine, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanEventView:
    """One thing that happened to a loan, as a person reads it."""

    id: UUID
    n: int
    on: date
    kind: str
    amount: Money
    effect: str
    of: UUID | None
    order_id: UUID | None
    booked_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOnItsWay:
    """A payment that the bank has not answered yet."""

    order_id: UUID
    direction: str
    purpose: str
    amount: Money
    requested_on: date
    is_held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanView:
    """A loan with its schedule and dues as of a business date."""

    line: LoanLine
    product_version: int
    terms: LoanTerms
    as_of: date
    instalments: tuple[InstalmentState, ...]
    outstanding: Components
    overdue: Components
    due_now: Components
    settled: Components
    unapplied: Money
    annual_rate_pct: str
    has_mandate: bool
    on_its_way: tuple[PaymentOnItsWay, ...]
    rate_basis: RateBasis | None = None
    """What the rate follows; None: it is fixed."""
    reprices_on: date | None = None

    @property
    def id(self) -> UUID:
        """The loan's id."""
        return self.line.id

    @property
    def borrower_id(self) -> UUID:
        """Who owes it."""
        return self.line.borrower_id

    @property
    def state(self) -> LoanState:
        """Where it is in its life."""
        return self.line.state

    @property
    def days_past_due(self) -> int:
        """The age of the oldest unpaid due."""
        return self.line.days_past_due


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOffQuote:
    """What ends the loan on a day; `to_pay` is the total less what is held for the customer already."""

    loan_id: UUID
    on: date
    parts: Components
    unapplied: Money
    to_pay: Money


@dataclass(frozen=True, slots=True)
class LoanOpened:
    """A loan that waits for its money."""

    loan_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentIn:
    """Money that came in for a loan, under one payment order. It counts from `on`."""

    loan_id: UUID
    order_id: UUID
    amount: Money
    on: date
    effect: Effect = "next_dues"
    pays_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What a booking did to a loan."""

    loan_id: UUID
    event_id: UUID
    journal_ids: tuple[UUID, ...]
    closed: bool
    principal: Money
    unapplied: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanDue:
    """What one loan owes on a day: fallen due, falling due, or late for so many days."""

    loan_id: UUID
    borrower_id: UUID
    amount: Money
    due_on: date
    days_past_due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioTotals:
    """Sums over all running loans of a currency; overdue amounts are without default interest."""

    on: date
    currency: str
    loans_active: int
    principal_minor: int
    loans_overdue: int
    overdue_minor: int
    par30_minor: int


@dataclass(frozen=True, slots=True)
class GradeChange:
    """How a loan is graded from now on: grade 1 (normal) to 5 (loss), stage 1 to 3 of its expected loss."""

    loan_id: UUID
    grade: int
    stage: int
    is_non_accrual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLoan:
    """What grading asks of a loan that is late or not graded normal, as of the start of a day.

    The ages in days are those of the oldest unpaid principal and of the oldest unpaid interest; 0 when none is late.
    """

    loan_id: UUID
    borrower_id: UUID
    product_code: str
    currency: str
    principal_minor: int
    overdue_minor: int
    principal_age: int
    interest_age: int
    maturity_on: date | None
    next_due_on: date | None
    paid_out_on: date | None
    is_restructured: bool
    grade: int
    stage: int
    is_non_accrual: bool


@dataclass(frozen=True, slots=True)
class ProductMonth:
    """Loans of one product that were paid out before a month began: open at its end, and closed within it."""

    open_loans: int
    open_principal_minor: int
    closed_loans: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What the open loans of one cell come to, in minor units. Bands are named by their lower bound.

    `days_band` is of days past due, `months_band` of whole months to maturity. `interest_minor` and `penalty_minor` are
    earned and not paid.
    """

    group: int
    product_code: str
    currency: str
    grade: int
    stage: int
    days_band: int
    months_band: int
    is_non_accrual: bool
    loans: int
    principal_minor: int
    interest_minor: int
    penalty_minor: int


class LoanRecord(NamedTuple):
    """One loan of the portfolio export: ids, terms, what is owed and what is late as of the start of `on`.

    Amounts are minor units of `currency`. `interest_minor` and `penalty_minor` are earned and not paid; overdue
    amounts are without default interest. `grade` is 1 (normal) to 5 (loss), `stage` 1 to 3 of the expected loss; for
    a day of the past they are not told.
    """

    loan_id: str
    borrower_id: str
    contract_id: str
    product_code: str
    product_version: int
    currency: str
    state: str
    on: date
    opened_on: date
    disbursed_on: date | None
    closed_on: date | None
    agreed_principal_minor: int
    annual_rate_pct: Decimal
    method: str
    instalments: int
    every: int
    unit: str
    day_count: str
    principal_minor: int
    interest_minor: int
    fees_minor: int
    penalty_minor: int
    interest_earned_minor: int
    penalty_earned_minor: int
    unapplied_minor: int
    overdue_minor: int
    oldest_unpaid_due_on: date | None
    days_past_due: int
    next_due_on: date | None
    next_due_minor: int
    maturity_on: date | None
    is_restructured: bool
    grade: int | None
    stage: int | None
    is_non_accrual: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOutLine:
    """One product and component at the end of a business day, all groups together, in minor units."""

    product_code: str
    currency: str
    component: str
    loans_minor: int
    ledger_minor: int
    difference_minor: int
    groups_off: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOutView:
    """Whether loans and books agreed at the end of a business day; `is_genuine`: signed, and as it was signed."""

    business_date: date
    rows: int
    differences: int
    is_genuine: bool
    signed_at: datetime
    lines: tuple[TieOutLine, ...]


class CannotDisburse(Refusal):
    """The loan does not wait for its money."""

    code = "cannot_disburse"
    http_status = 409
    text = Text(en="This loan cannot be paid out: it is {state}.", zh="该笔贷款当前状态为 {state}，不能放款。")


class CannotRepay(Refusal):
    """The loan is not running, or the amount does not fit."""

    code = "cannot_repay"
    http_status = 409
    text = Text(en="This repayment is not possible: {reason}", zh="无法办理该笔还款：{reason}")


class TooMuchToRepay(Refusal):
    """More than what ends the loan."""

    code = "repayment_too_large"
    text = Text(
        en="At most {most} can be repaid today; {on_its_way} is already on its way.",
        zh="今日最多可还 {most}，另有 {on_its_way} 正在处理中。",
    )


class CannotCancel(Refusal):
    """Money was asked for or paid already."""

    code = "cannot_cancel_loan"
    http_status = 409
    text = Text(en="This loan cannot be cancelled: it is {state}.", zh="该笔贷款当前状态为 {state}，不能取消。")


class CannotReverseEvent(Refusal):
    """The event is no payment of this loan, or was reversed already."""

    code = "cannot_reverse_event"
    http_status = 409
    text = Text(en="This event cannot be reversed: {reason}", zh="该事件不能冲正：{reason}")


@dataclass(frozen=True, slots=True)
class Debts:
    """What one or several borrowers owe the lender: principal, coming payouts included, and what falls due a month."""

    loans: int
    exposure_minor: int
    monthly_due_minor: int
