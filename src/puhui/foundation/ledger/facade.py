"""What other rooms may call."""

from puhui.foundation.ledger.actions.business_dates import advance_business_date, open_first_business_date
from puhui.foundation.ledger.actions.periods import (
    close_period,
    confirm_adjustment,
    confirm_reopening,
    propose_adjustment,
    propose_reopening,
)
from puhui.foundation.ledger.actions.post import post
from puhui.foundation.ledger.actions.resolve import expire_pending, post_pending, void_pending
from puhui.foundation.ledger.actions.reverse import reverse
from puhui.foundation.ledger.actions.seal import seal_ledger
from puhui.foundation.ledger.checking.check import check_books
from puhui.foundation.ledger.contracts import (
    AccountRef,
    AdjustmentView,
    BadJournal,
    BadTemplateUse,
    BooksDoNotHold,
    BoundExceeded,
    BusinessDateMoved,
    CannotClosePeriod,
    CannotResolve,
    CannotReverse,
    Fault,
    JournalDraft,
    JournalIdReused,
    JournalsPage,
    JournalView,
    NoBusinessDate,
    PeriodFourEyes,
    PeriodView,
    PostedJournal,
    StatementLine,
    StatementPage,
    TransferDraft,
    TransferView,
    TrialBalance,
    TrialBalanceLine,
    UnknownLedgerAccount,
)
from puhui.foundation.ledger.policy.chart import chart
from puhui.foundation.ledger.policy.templates import draft_from_template, template_names
from puhui.foundation.ledger.queries.balances import (
    StripeBalance,
    available,
    balance,
    balances_by_owner,
    balances_by_stripe,
    control_total,
    trial_balance,
)
from puhui.foundation.ledger.queries.business_dates import business_date
from puhui.foundation.ledger.queries.by_segment import (
    SegmentEntry,
    SegmentSum,
    booked_by_segment,
    entries_of_segment,
)
from puhui.foundation.ledger.queries.counts import book_counts
from puhui.foundation.ledger.queries.exports import export_beancount, export_csv
from puhui.foundation.ledger.queries.journals import journal, journals_page
from puhui.foundation.ledger.queries.periods import adjustments, period_faults, periods
from puhui.foundation.ledger.queries.statements import account_statement, owner_statement

__all__ = [
    "AccountRef",
    "AdjustmentView",
    "BadJournal",
    "BadTemplateUse",
    "BooksDoNotHold",
    "BoundExceeded",
    "BusinessDateMoved",
    "CannotClosePeriod",
    "CannotResolve",
    "CannotReverse",
    "Fault",
    "JournalDraft",
    "JournalIdReused",
    "JournalView",
    "JournalsPage",
    "NoBusinessDate",
    "PeriodFourEyes",
    "PeriodView",
    "PostedJournal",
    "SegmentEntry",
    "SegmentSum",
    "StatementLine",
    "StatementPage",
    "StripeBalance",
    "TransferDraft",
    "TransferView",
    "TrialBalance",
    "TrialBalanceLine",
    "UnknownLedgerAccount",
    "account_statement",
    "adjustments",
    "advance_business_date",
    "available",
    "balance",
    "balances_by_owner",
    "balances_by_stripe",
    "book_counts",
    "booked_by_segment",
    "business_date",
    "chart",
    "check_books",
    "close_period",
    "confirm_adjustment",
    "confirm_reopening",
    "control_total",
    "draft_from_template",
    "entries_of_segment",
    "expire_pending",
    "export_beancount",
    "export_csv",
    "journal",
    "journals_page",
    "open_first_business_date",
    "owner_statement",
    "period_faults",
    "periods",
    "post",
    "post_pending",
    "propose_adjustment",
    "propose_reopening",
    "reverse",
    "seal_ledger",
    "template_names",
    "trial_balance",
    "void_pending",
]
