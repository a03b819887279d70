"""What other rooms may call."""

from puhui.products.lending.actions.accrual import GroupAccrued, accrue_groups
from puhui.products.lending.actions.day_steps import (
    DayStepView,
    StepResult,
    ask_close,
    checksums_of,
    claim_steps,
    finish_steps,
    is_close_asked,
    pending_steps,
    plan_steps,
    steps_of,
)
from puhui.products.lending.actions.disbursement import (
    DisbursementBegun,
    begin_disbursement,
    return_disbursement,
    settle_disbursement,
)
from puhui.products.lending.actions.grades import set_grades
from puhui.products.lending.actions.mandates import set_mandate
from puhui.products.lending.actions.opening import cancel_loan, open_loan
from puhui.products.lending.actions.positions import lock_loan
from puhui.products.lending.actions.repayment import book_payment, book_payments, reverse_payment
from puhui.products.lending.contracts import (
    Booked,
    CannotCancel,
    CannotDisburse,
    CannotRepay,
    CannotReverseEvent,
    Exposure,
    GradeChange,
    LoanDue,
    LoanEventView,
    LoanLine,
    LoanOpened,
    LoanRecord,
    LoansPage,
    LoanState,
    LoanView,
    PaymentIn,
    PaymentOnItsWay,
    PayOffQuote,
    PortfolioTotals,
    TooMuchToRepay,
    WatchedLoan,
)
from puhui.products.lending.queries.checks import check_positions, control_differences, rebuild_check
from puhui.products.lending.queries.dues import arrears_of_age, dues_coming, dues_to_collect, open_loans
from puhui.products.lending.queries.exposures import exposures, loans_at_age, watched_loans
from puhui.products.lending.queries.lateness import PaidWindow, late_loans, no_longer_late, paid_in, spans_of
from puhui.products.lending.queries.loans import (
    borrowers_of,
    loan,
    loan_events,
    loan_payments,
    loans_page,
    pay_off_quote,
)
from puhui.products.lending.queries.papers import PAPER_KINDS, Names, loan_paper
from puhui.products.lending.queries.portfolio import portfolio_totals
from puhui.products.lending.queries.portfolio_export import portfolio_records, portfolio_size
from puhui.products.lending.queries.statements import loan_statement
from puhui.products.lending.rules.bands import DAYS_BANDS, MONTHS_BANDS
from puhui.products.lending.rules.groups import GROUPS, bucket_range, group_of
from puhui.products.lending.statement_contracts import BadPeriod, LoanStatement, NotRepaid, StatementEvent

__all__ = [
    "DAYS_BANDS",
    "GROUPS",
    "MONTHS_BANDS",
    "PAPER_KINDS",
    "BadPeriod",
    "Booked",
    "CannotCancel",
    "CannotDisburse",
    "CannotRepay",
    "CannotReverseEvent",
    "DayStepView",
    "DisbursementBegun",
    "Exposure",
    "GradeChange",
    "GroupAccrued",
    "LoanDue",
    "LoanEventView",
    "LoanLine",
    "LoanOpened",
    "LoanRecord",
    "LoanState",
    "LoanStatement",
    "LoanView",
    "LoansPage",
    "Names",
    "NotRepaid",
    "PaidWindow",
    "PayOffQuote",
    "PaymentIn",
    "PaymentOnItsWay",
    "PortfolioTotals",
    "StatementEvent",
    "StepResult",
    "TooMuchToRepay",
    "WatchedLoan",
    "accrue_groups",
    "arrears_of_age",
    "ask_close",
    "begin_disbursement",
    "book_payment",
    "book_payments",
    "borrowers_of",
    "bucket_range",
    "cancel_loan",
    "check_positions",
    "checksums_of",
    "claim_steps",
    "control_differences",
    "dues_coming",
    "dues_to_collect",
    "exposures",
    "finish_steps",
    "group_of",
    "is_close_asked",
    "late_loans",
    "loan",
    "loan_events",
    "loan_paper",
    "loan_payments",
    "loan_statement",
    "loans_at_age",
    "loans_page",
    "lock_loan",
    "no_longer_late",
    "open_loan",
    "open_loans",
    "paid_in",
    "pay_off_quote",
    "pending_steps",
    "plan_steps",
    "portfolio_records",
    "portfolio_size",
    "portfolio_totals",
    "rebuild_check",
    "return_disbursement",
    "reverse_payment",
    "set_grades",
    "set_mandate",
    "settle_disbursement",
    "spans_of",
    "steps_of",
    "watched_loans",
]
