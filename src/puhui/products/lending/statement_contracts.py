"""What a statement of a loan is made of."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.finmath.loans.state import Components
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEvent:
    """One line: what happened, how its money was split, and the principal owed after it (minor units).

    `settled` counts what the line met; a payment that was taken back has it below zero. `held_minor` is what the line
    added to the money held for the borrower.
    """

    on: date
    booked_on: date
    kind: str
    amount_minor: int
    lent_minor: int
    settled: Components
    held_minor: int
    principal_after_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanStatement:
    """A loan between two days, both included: opening, what was charged, what happened, closing.

    For each component: opening + charged - settled = closing; and the lines add up to `settled`.
    """

    loan_id: UUID
    borrower_id: UUID
    currency: str
    from_date: date
    to_date: date
    opening: Components
    charged: Components
    settled: Components
    closing: Components
    held_opening_minor: int
    held_closing_minor: int
    lines: tuple[StatementEvent, ...]


class BadPeriod(Refusal):
    """The days of a statement are the wrong way round, or lie before the loan."""

    code = "statement_period_invalid"
    text = Text(
        en="{where}: a statement runs from a day to a later one, from {first} on and up to {last}.",
        zh="{where}：对账单起始日应不晚于终止日，且在 {first} 至 {last} 之间。",
    )


class NotRepaid(Refusal):
    """Only a loan that is repaid has a confirmation of it."""

    code = "loan_not_repaid"
    http_status = 409
    text = Text(
        en="This loan is not repaid in full, so there is nothing to confirm.", zh="该笔贷款尚未结清，无法出具结清证明。"
    )
