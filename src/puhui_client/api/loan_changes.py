"""Operations: loan changes.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut, TextOut
from puhui_client.transport import Group, part


class BookLineOut(TypedDict):
    """One transfer that the books would make."""

    debit: str
    credit: str
    amount: MoneyOut
    of: str


ChangeState: TypeAlias = 'Literal["proposed", "offered", "paying", "booked", "rejected", "lapsed"]'


class CodeOut(TypedDict):
    """A code is on its way to the borrower's phone."""

    change_id: str


class LoanChangesAcceptIn(TypedDict):
    """The one-time code, and the preview that the borrower saw."""

    code: str
    after_n: int


class LoanChangesChangeIn(TypedDict):
    """A change, with its amount where the kind has one."""

    kind: Literal[
        "rate_change",
        "fee",
        "waiver",
        "payment_holiday",
        "extension",
        "re_amortise",
        "restructure",
        "renewal",
        "disbursement",
        "payment",
        "pay_off",
        "write_off",
        "recovery",
        "sale",
        "calendar_change",
        "reversal",
    ]
    on: NotRequired[str | None]
    effect: NotRequired[Literal["next_dues", "lower_instalment", "shorten_term"]]
    of: NotRequired[str | None]
    annual_rate_pct: NotRequired[str | None]
    until: NotRequired[str | None]
    interest: NotRequired[Literal["accrues", "free"]]
    n: NotRequired[int]
    reason: NotRequired[str]
    component: NotRequired[Literal["", "fees", "penalty", "compound", "interest"]]
    method: NotRequired[str]
    treatment: NotRequired[dict[str, str]]
    amount: NotRequired[MoneyIn | None]


class LoanChangesChangeOut(TypedDict):
    """A proposed change, and how it went on."""

    id: str
    loan_id: str
    kind: str
    on: str | None
    amount: MoneyOut | None
    state: ChangeState
    reason: str
    after_n: int
    needs_second: bool
    needs_consent: bool
    proposed_by: str
    proposed_on: str
    confirmed_by: str
    open_until: str
    event_id: str | None


class LoanChangesConsentIn(TypedDict):
    """Where the borrower's agreement is kept."""

    evidence: str
    after_n: NotRequired[int | None]


class LoanChangesDifferenceOut(TypedDict):
    """The instalment of a due date before and after."""

    due_date: str
    before: LoanChangesLineOut | None
    after: LoanChangesLineOut | None
    changed: bool


class LoanChangesLineOut(TypedDict):
    """What one instalment asks for."""

    principal: MoneyOut
    interest: MoneyOut
    fees: MoneyOut
    total: MoneyOut
    balance: MoneyOut


class LoanChangesMovedOut(TypedDict):
    """A change after an act."""

    change_id: str
    loan_id: str
    state: ChangeState
    event_id: str | None


class LoanChangesNoteIn(TypedDict):
    """What the second person says."""

    note: NotRequired[str]


class LoanChangesPreviewOut(TypedDict):
    """What the change would do. Nothing was written; give `after_n` back when you propose it."""

    loan_id: str
    kind: str
    undoes: str
    on: str
    as_of: str
    after_n: int
    currency: str
    needs_second: bool
    needs_consent: bool
    is_dearer: bool
    cap_pct: str | None
    breaks: str
    more_to_pay: MoneyOut
    received: MoneyOut
    before: SideOut
    after: SideOut
    lines: list[LoanChangesDifferenceOut]
    books: list[BookLineOut]


class ChangeOutPage(TypedDict):
    """One page of ChangeOutPage."""

    items: list[LoanChangesChangeOut]
    next: NotRequired[str | None]


class PaymentDayIn(TypedDict):
    """A day of the month, and the preview that the borrower saw."""

    day: int
    after_n: int


class PaymentDayOut(TypedDict):
    """The day of the month on which the loan is paid; `stays_because`: why it cannot be changed now."""

    loan_id: str
    day: int | None
    days: list[int]
    most_days: int
    stays_because: TextOut | None
    undo_until: str | None


class ProposeIn(TypedDict):
    """A change and why; `after_n` of the preview refuses it when the loan has moved on since."""

    change: LoanChangesChangeIn
    reason: str
    after_n: NotRequired[int | None]


class SideOut(TypedDict):
    """A loan before or after the change."""

    annual_rate_pct: str
    effective_rate_pct: str | None
    outstanding: MoneyOut
    overdue: MoneyOut
    to_pay: MoneyOut
    interest_to_pay: MoneyOut
    instalments_left: int
    next_due_on: str | None
    next_due: MoneyOut
    ends_on: str | None
    days_past_due: int
    unapplied: MoneyOut
    is_closed: bool


class UndoIn(TypedDict):
    """Why an event is undone."""

    reason: str
    after_n: NotRequired[int | None]


class LoanChangesOperations(Group):
    """Operations: loan changes."""

    def list_changes(
        self, *, limit: int | None = None, after: str | None = None, state: ChangeState | None = None
    ) -> ChangeOutPage:
        """Proposed changes, oldest first. Of all loans; staff only. Scope `loans:read`."""
        answer: ChangeOutPage = self._transport.call(
            "GET", "/api/v1/loans/changes", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def read_change(self, change_id: UUID | str) -> LoanChangesChangeOut:
        """One proposed change. A borrower sees what is offered to them, and what was booked. Scope `loans:read`."""
        answer: LoanChangesChangeOut = self._transport.call("GET", f"/api/v1/loans/changes/{part(change_id)}")
        return answer

    def preview_proposed(self, change_id: UUID | str) -> LoanChangesPreviewOut:
        """What a proposed change would do today. On the loan as it stands now. Scope `loans:read`."""
        answer: LoanChangesPreviewOut = self._transport.call("GET", f"/api/v1/loans/changes/{part(change_id)}/preview")
        return answer

    def confirm(
        self, change_id: UUID | str, body: LoanChangesNoteIn, *, idempotency_key: str = ""
    ) -> LoanChangesMovedOut:
        """Confirm a proposed change. By a second person; refused when the loan has moved on since the proposal. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/changes/{part(change_id)}/confirm", body=body, key=idempotency_key
        )
        return answer

    def reject(
        self, change_id: UUID | str, body: LoanChangesNoteIn, *, idempotency_key: str = ""
    ) -> LoanChangesMovedOut:
        """Reject a proposed change. By a second person. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/changes/{part(change_id)}/reject", body=body, key=idempotency_key
        )
        return answer

    def withdraw(self, change_id: UUID | str, *, idempotency_key: str = "") -> LoanChangesMovedOut:
        """Withdraw one's own proposal. By who proposed it. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/changes/{part(change_id)}/withdraw", key=idempotency_key
        )
        return answer

    def ask_code(self, change_id: UUID | str, *, idempotency_key: str = "") -> CodeOut:
        """Ask for the code. By the borrower: the code that accepts the change. Scope `loans:write`."""
        answer: CodeOut = self._transport.call(
            "POST", f"/api/v1/loans/changes/{part(change_id)}/code", key=idempotency_key
        )
        return answer

    def accept(
        self, change_id: UUID | str, body: LoanChangesAcceptIn, *, idempotency_key: str = ""
    ) -> LoanChangesMovedOut:
        """Accept a change with the code. By the borrower; `after_n` is that of the preview they saw. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/changes/{part(change_id)}/accept", body=body, key=idempotency_key
        )
        return answer

    def decline(self, change_id: UUID | str, *, idempotency_key: str = "") -> LoanChangesMovedOut:
        """Decline a change. By the borrower: the loan goes on as agreed. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/changes/{part(change_id)}/decline", key=idempotency_key
        )
        return answer

    def consent(
        self, change_id: UUID | str, body: LoanChangesConsentIn, *, idempotency_key: str = ""
    ) -> LoanChangesMovedOut:
        """Record the borrower's consent. By staff, with where the paper is kept. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/changes/{part(change_id)}/consent", body=body, key=idempotency_key
        )
        return answer

    def changes_of_loan(self, loan_id: UUID | str) -> list[LoanChangesChangeOut]:
        """Changes of a loan. Newest first. Scope `loans:read`."""
        answer: list[LoanChangesChangeOut] = self._transport.call("GET", f"/api/v1/loans/{part(loan_id)}/changes")
        return answer

    def propose(self, loan_id: UUID | str, body: ProposeIn, *, idempotency_key: str = "") -> LoanChangesMovedOut:
        """Propose a change. Booked at once where policy asks for nobody else. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/{part(loan_id)}/changes", body=body, key=idempotency_key
        )
        return answer

    def preview(self, loan_id: UUID | str, body: LoanChangesChangeIn) -> LoanChangesPreviewOut:
        """What a change would do. Nothing is written. Scope `loans:write`."""
        answer: LoanChangesPreviewOut = self._transport.call(
            "POST", f"/api/v1/loans/{part(loan_id)}/changes/preview", body=body
        )
        return answer

    def read_payment_day(self, loan_id: UUID | str) -> PaymentDayOut:
        """The day of payment. The day of the month, which days the borrower may choose, and why none may be chosen now. Scope `loans:read`."""
        answer: PaymentDayOut = self._transport.call("GET", f"/api/v1/loans/{part(loan_id)}/payment-day")
        return answer

    def choose_day(self, loan_id: UUID | str, body: PaymentDayIn, *, idempotency_key: str = "") -> LoanChangesMovedOut:
        """Choose the day of payment. By the borrower; free of charge. What falls due very soon stays. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/{part(loan_id)}/payment-day", body=body, key=idempotency_key
        )
        return answer

    def preview_payment_day(self, loan_id: UUID | str, day: int) -> LoanChangesPreviewOut:
        """What another day of payment would do. Nothing is written; give `after_n` back when you choose it. Scope `loans:read`."""
        answer: LoanChangesPreviewOut = self._transport.call(
            "GET", f"/api/v1/loans/{part(loan_id)}/payment-day/{part(day)}"
        )
        return answer

    def undo_day(self, loan_id: UUID | str, *, idempotency_key: str = "") -> LoanChangesMovedOut:
        """Undo the choice of the day of payment. By the borrower, for some days after the choice. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/{part(loan_id)}/payment-day/undo", key=idempotency_key
        )
        return answer

    def preview_undo(self, loan_id: UUID | str, event_id: UUID | str) -> LoanChangesPreviewOut:
        """What undoing would do. Nothing is written. Scope `loans:write`."""
        answer: LoanChangesPreviewOut = self._transport.call(
            "POST", f"/api/v1/loans/{part(loan_id)}/events/{part(event_id)}/undo/preview"
        )
        return answer

    def undo(
        self, loan_id: UUID | str, event_id: UUID | str, body: UndoIn, *, idempotency_key: str = ""
    ) -> LoanChangesMovedOut:
        """Undo an event. By another event; the same rules as for a change. Scope `loans:write`."""
        answer: LoanChangesMovedOut = self._transport.call(
            "POST", f"/api/v1/loans/{part(loan_id)}/events/{part(event_id)}/undo", body=body, key=idempotency_key
        )
        return answer
