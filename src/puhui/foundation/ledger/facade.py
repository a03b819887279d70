"""What other rooms may call."""

from puhui.foundation.ledger.actions.business_dates import advance_business_date, open_first_business_date
from puhui.foundation.ledger.actions.post import post
from puhui.foundation.ledger.contracts import (
    AccountRef,
    BadJournal,
    BadTemplateUse,
    BoundExceeded,
    BusinessDateMoved,
    CannotResolve,
    CannotReverse,
    Fault,
    JournalDraft,
    JournalIdReused,
    JournalsPage,
    JournalView,
    NoBusinessDate,
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
from puhui.foundation.ledger.queries.business_dates import business_date

__all__ = [
    "AccountRef",
    "BadJournal",
    "BadTemplateUse",
    "BoundExceeded",
    "BusinessDateMoved",
    "CannotResolve",
    "CannotReverse",
    "Fault",
    "JournalDraft",
    "JournalIdReused",
    "JournalView",
    "JournalsPage",
    "NoBusinessDate",
    "PostedJournal",
    "StatementLine",
    "StatementPage",
    "TransferDraft",
    "TransferView",
    "TrialBalance",
    "TrialBalanceLine",
    "UnknownLedgerAccount",
    "advance_business_date",
    "business_date",
    "chart",
    "draft_from_template",
    "open_first_business_date",
    "post",
    "template_names",
]
