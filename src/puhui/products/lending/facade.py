"""What other rooms may call."""

from puhui.products.lending.actions.accrual import (
    GroupAccrued,
    accrue_groups,
)
from puhui.products.lending.actions.change_preview import (
    preview_change,
)
from puhui.products.lending.actions.change_proposals import (
    keep_change,
    lapse_open_changes,
    move_change,
    take_change,
)
from puhui.products.lending.actions.changes import (
    book_change,
)
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
from puhui.products.lending.actions.grades import (
    set_grades,
)
from puhui.products.lending.actions.importing import (
    TapeSource,
    import_loans,
    imported_loan_id,
    known_rows,
)
from puhui.products.lending.actions.mandates import (
    set_mandate,
)
from puhui.products.lending.actions.opening import (
    cancel_loan,
    open_loan,
)
from puhui.products.lending.actions.positions import (
    lock_loan,
)
from puhui.products.lending.actions.repayment import (
    book_payment,
    book_payments,
    reverse_payment,
from puhui.products.lending.actions.grades import set_grades
from puhui.products.lending.actions.importing import TapeSource, import_loans, imported_loan_id, known_rows
from puhui.products.lending.actions.mandates import set_mandate
from puhui.products.lending.actions.opening import cancel_loan, open_loan
from puhui.products.lending.actions.positions import lock_loan
from puhui.products.lending.actions.repayment import (
    book_payment,
    book_payments,
    book_refund,
    reverse_payment,
    undo_refund,
)
from puhui.products.lending.actions.tapes import (
    confirm_tape,
    finish_tape,
    propose_tape,
    reject_tape,
    require_confirmed,
)
from puhui.products.lending.change_contracts import (
    BookLine,
    CannotChangeLoan,
    ChangeAsked,
    ChangeNotOpen,
    ChangePreview,
    ChangeView,
    ChangeWaits,
    LoanMovedOn,
    LoanSide,
    ScheduleDifference,
)
from puhui.products.lending.contracts import (
    Booked,
    CannotCancel,
    CannotDisburse,
    CannotRepay,
    CannotReverseEvent,
    ChangeState,
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
    ProductMonth,
    TooMuchToRepay,
    WatchedLoan,
)
from puhui.products.lending.queries.changes import (
    changes_page,
    loan_change,
    loan_changes,
    loan_event,
)
from puhui.products.lending.queries.checks import (
    check_positions,
    control_differences,
    rebuild_check,
)
from puhui.products.lending.queries.dues import (
    arrears_of_age,
    dues_coming,
    dues_to_collect,
    open_loans,
)
from puhui.products.lending.queries.exposures import (
    exposures,
    loans_at_age,
    watched_loans,
)
from puhui.products.lending.queries.grading import (
    loans_now,
    loans_of_borrowers,
    paid_out_by_month,
    periods_end,
    product_months,
)
from puhui.products.lending.queries.lateness import (
    PaidWindow,
    late_loans,
    no_longer_late,
    paid_in,
    spans_of,
)
from puhui.products.lending.queries.loans import (
    borrowers_of,
    loan,
    loan_events,
    loan_payments,
    loans_page,
    pay_off_quote,
)
from puhui.products.lending.queries.papers import (
    PAPER_KINDS,
    Names,
    loan_paper,
)
from puhui.products.lending.queries.portfolio import (
    portfolio_totals,
)
from puhui.products.lending.queries.portfolio_export import (
    portfolio_records,
    portfolio_size,
)
from puhui.products.lending.queries.statements import (
    loan_statement,
)
from puhui.products.lending.queries.tapes import (
    tape,
    tape_files,
    tapes,
)
from puhui.products.lending.rules.bands import (
    DAYS_BANDS,
    MONTHS_BANDS,
)
from puhui.products.lending.rules.changes import (
    CHANGE_KINDS,
    ChangeKind,
    asked_as_json,
    asked_from_json,
)
from puhui.products.lending.rules.groups import (
    GROUPS,
    bucket_range,
    group_of,
)
from puhui.products.lending.rules.tape import (
    STATED,
    TAPE_COLUMNS,
    check_heads,
    differences_between,
    document_of,
    event_of,
    opening_amounts,
    read_row,
)
from puhui.products.lending.statement_contracts import (
    BadPeriod,
    LoanStatement,
    NotRepaid,
    StatementEvent,
)
from puhui.products.lending.tape_contracts import (
    ComparedLoan,
    Difference,
    RefusedCell,
    TapeCheck,
    TapeDiffers,
    TapeFileRefused,
    TapeFourEyes,
    TapeHasRefusedRows,
    TapeLoan,
    TapeMoved,
    TapeState,
    TapeView,
)

__all__ = [
    "CHANGE_KINDS",
    "DAYS_BANDS",
    "GROUPS",
    "MONTHS_BANDS",
    "PAPER_KINDS",
    "STATED",
    "TAPE_COLUMNS",
    "BadPeriod",
    "BookLine",
    "Booked",
    "CannotCancel",
    "CannotChangeLoan",
    "CannotDisburse",
    "CannotRepay",
    "CannotReverseEvent",
    "ChangeAsked",
    "ChangeKind",
    "ChangeNotOpen",
    "ChangePreview",
    "ChangeState",
    "ChangeView",
    "ChangeWaits",
    "ComparedLoan",
    "DayStepView",
    "Difference",
    "DisbursementBegun",
    "Exposure",
    "GradeChange",
    "GroupAccrued",
    "LoanDue",
    "LoanEventView",
    "LoanLine",
    "LoanMovedOn",
    "LoanOpened",
    "LoanRecord",
    "LoanSide",
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
    "ProductMonth",
    "RefusedCell",
    "ScheduleDifference",
    "StatementEvent",
    "StepResult",
    "TapeCheck",
    "TapeDiffers",
    "TapeFileRefused",
    "TapeFourEyes",
    "TapeHasRefusedRows",
    "TapeLoan",
    "TapeMoved",
    "TapeSource",
    "TapeState",
    "TapeView",
    "TooMuchToRepay",
    "WatchedLoan",
    "accrue_groups",
    "arrears_of_age",
    "ask_close",
    "asked_as_json",
    "asked_from_json",
    "begin_disbursement",
    "book_change",
    "book_payment",
    "book_payments",
    "book_refund",
    "borrowers_of",
    "bucket_range",
    "cancel_loan",
    "changes_page",
    "check_heads",
    "check_positions",
    "checksums_of",
    "claim_steps",
    "confirm_tape",
    "control_differences",
    "differences_between",
    "document_of",
    "dues_coming",
    "dues_to_collect",
    "event_of",
    "exposures",
    "finish_steps",
    "finish_tape",
    "group_of",
    "import_loans",
    "imported_loan_id",
    "is_close_asked",
    "keep_change",
    "known_rows",
    "lapse_open_changes",
    "late_loans",
    "loan",
    "loan_change",
    "loan_changes",
    "loan_event",
    "loan_events",
    "loan_paper",
    "loan_payments",
    "loan_statement",
    "loans_at_age",
    "loans_now",
    "loans_of_borrowers",
    "loans_page",
    "lock_loan",
    "move_change",
    "no_longer_late",
    "open_loan",
    "open_loans",
    "opening_amounts",
    "paid_in",
    "paid_out_by_month",
    "pay_off_quote",
    "pending_steps",
    "periods_end",
    "plan_steps",
    "portfolio_records",
    "portfolio_size",
    "portfolio_totals",
    "preview_change",
    "product_months",
    "propose_tape",
    "read_row",
    "rebuild_check",
    "reject_tape",
    "require_confirmed",
    "return_disbursement",
    "reverse_payment",
    "set_grades",
    "set_mandate",
    "settle_disbursement",
    "spans_of",
    "steps_of",
    "take_change",
    "tape",
    "tape_files",
    "tapes",
    "undo_refund",
    "watched_loans",
]
