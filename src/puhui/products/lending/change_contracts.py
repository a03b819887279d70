"""What crosses the wall about changes of running loans: what is asked, what it would do, and how it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from puhui.finmath.loans.events import Effect
from puhui.finmath.loans.state import Components, InstalmentState
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.lending.contracts import ChangeState


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsked:
    """One change of a loan, as an event of it would be: a kind, its value date, and what this kind needs to know.

    `on` absent: the open business date. `of` is the event that a reversal undoes; `n` counts instalments.
    """

    kind: str
    on: date | None = None
    amount: Money | None = None
    effect: Effect = "next_dues"
    of: UUID | None = None
    annual_rate_pct: Decimal | None = None
    until: date | None = None
    interest: Literal["accrues", "free"] = "accrues"
    n: int = 0
    reason: str = ""
    component: str = ""
    method: str = ""
    treatment: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanSide:
    """A loan before or after a change, as of the same day; amounts in minor units.

    `to_pay_minor`: all that is still to be paid, from today to the end, if everything comes on its day.
    """

    annual_rate_pct: str
    effective_rate_pct: Decimal | None
    outstanding: Components
    overdue: Components
    to_pay_minor: int
    interest_to_pay_minor: int
    instalments_left: int
    next_due_on: date | None
    next_due_minor: int
    ends_on: date | None
    days_past_due: int
    unapplied_minor: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class ScheduleDifference:
    """The instalments of one due date before and after; None where there is none."""

    due_date: date
    before: InstalmentState | None
    after: InstalmentState | None

    @property
    def is_changed(self) -> bool:
        """True when the borrower would pay something else on this day, or the principal would stand otherwise."""
        if self.before is None or self.after is None:
            return True
        return _asked_for(self.before) != _asked_for(self.after)

    @property
    def more_minor(self) -> int:
        """How much more this day asks for (below zero: less)."""
        return (self.after.total if self.after else 0) - (self.before.total if self.before else 0)


@dataclass(frozen=True, slots=True)
class BookLine:
    """One transfer that the books would make: accounts by their codes."""

    debit: str
    credit: str
    amount: Money
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePreview:
    """What a change would do to a loan, line by line. Nothing is written.

    `after_n` is the loan's last event: a booking that names it is refused when the loan has moved on.
    """

    loan_id: UUID
    borrower_id: UUID
    asked: ChangeAsked
    on: date
    as_of: date
    after_n: int
    currency: str
    before: LoanSide
    after: LoanSide
    lines: tuple[ScheduleDifference, ...]
    books: tuple[BookLine, ...]
    received: Money

    @property
    def more_to_pay_minor(self) -> int:
        """How much more the borrower would pay from today on, new money lent not counted as such."""
        return self.after.to_pay_minor - self.before.to_pay_minor

    @property
    def is_dearer(self) -> bool:
        """True when the change is against the borrower: a higher rate, or more to pay than what is newly lent."""
        lent = max(self.after.outstanding.principal - self.before.outstanding.principal, 0)
        is_higher = Decimal(self.after.annual_rate_pct) > Decimal(self.before.annual_rate_pct)
        return is_higher or self.more_to_pay_minor > lent


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change that was proposed, and how it went on."""

    id: UUID
    loan_id: UUID
    kind: str
    asked: ChangeAsked
    after_n: int
    state: ChangeState
    reason: str
    needs_second: bool
    needs_consent: bool
    proposed_by: UUID
    proposed_by_name: str
    proposed_on: date
    confirmed_by_name: str
    open_until: date
    consent: Mapping[str, Any]
    event_id: UUID | None

    @property
    def is_open(self) -> bool:
        """True while somebody may still confirm or accept it."""
        return self.state in (ChangeState.PROPOSED, ChangeState.OFFERED)


class CannotChangeLoan(Refusal):
    """The change does not fit the loan as it stands."""

    code = "cannot_change_loan"
    http_status = 409
    text = Text(en="This change is not possible: {reason}", zh="无法办理该项变更：{reason}")


class LoanMovedOn(Refusal):
    """Something happened to the loan since the change was previewed."""

    code = "loan_moved_on"
    http_status = 409
    text = Text(
        en="The loan has moved on since this was previewed. Look at a new preview first.",
        zh="预览之后该笔贷款已发生变动，请重新预览后再办理。",
    )


class ChangeWaits(Refusal):
    """Another change of this loan is still open."""

    code = "change_waits"
    http_status = 409
    text = Text(
        en="Another change of this loan is still waiting; confirm or reject it first.",
        zh="该笔贷款尚有待处理的变更，请先确认或驳回。",
    )


class ChangeNotOpen(Refusal):
    """The proposal is no longer in a state that allows this."""

    code = "change_not_open"
    http_status = 409
    text = Text(
        en="This change is {state}; this is no longer possible.", zh="该项变更当前状态为 {state}，无法执行此操作。"
    )


def _asked_for(line: InstalmentState) -> tuple[int, int, int, int]:
    return line.principal, line.interest, line.fees, line.balance
