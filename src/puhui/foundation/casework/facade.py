"""What other rooms may call."""

from puhui.foundation.casework.actions import (
    add_note,
    close_case,
    confirm_outcome,
    drop_case,
    drop_cases,
    open_case,
    open_cases,
    propose_outcome,
    take_case,
)
from puhui.foundation.casework.contracts import (
    CaseMoved,
    CaseNotInState,
    CaseOpened,
    CaseState,
    CaseTaken,
    CaseView,
    FourEyes,
    NewCase,
    NoteView,
    QueueCount,
)
from puhui.foundation.casework.officers import officer_column
from puhui.foundation.casework.queries import answers_promised, case, cases_page, open_case_of, queue_counts
from puhui.foundation.casework.rules import KINDS, CaseKind, clean_text

__all__ = [
    "KINDS",
    "CaseKind",
    "CaseMoved",
    "CaseNotInState",
    "CaseOpened",
    "CaseState",
    "CaseTaken",
    "CaseView",
    "FourEyes",
    "NewCase",
    "NoteView",
    "QueueCount",
    "add_note",
    "answers_promised",
    "case",
    "cases_page",
    "clean_text",
    "close_case",
    "confirm_outcome",
    "drop_case",
    "drop_cases",
    "officer_column",
    "open_case",
    "open_case_of",
    "open_cases",
    "propose_outcome",
    "queue_counts",
    "take_case",
]
