"""What other rooms may call."""

from puhui.risk.lab.actions.invoice_facts import Facts, keep_facts, kept_facts
from puhui.risk.lab.actions.pre_approval import PassMade, end_the_rest, finish_pass, keep_batch, lock_pass, open_pass
from puhui.risk.lab.actions.runs import STARTERS, claim_run, fail_run, keep_result, keep_run, note_progress
from puhui.risk.lab.actions.signing import COMMITTEE, sign_run
from puhui.risk.lab.asking import Arm, Part, ask_all
from puhui.risk.lab.contracts import (
    MOST_FIRMS,
    MOST_MONTHS,
    SIGNATURES_NEEDED,
    CannotSign,
    PreApprovalDraft,
    PreApprovalPass,
    PreApprovalView,
    RunSigned,
    RunStarted,
    RunUnfinished,
    RunView,
    SignatureView,
)
from puhui.risk.lab.policies import assumptions_on, shock_named, shocks_on
from puhui.risk.lab.queries.pre_approval import pre_approval_passes, pre_approvals, pre_approvals_of
from puhui.risk.lab.queries.runs import lab_run, lab_runs, runs_of_draft
from puhui.risk.lab.rules.compare import compared
from puhui.risk.lab.rules.decided import DECLINED, Decided, Portfolio
from puhui.risk.lab.rules.economics import Assumptions, book_of
from puhui.risk.lab.rules.run_forward import INDUSTRIES as SHOCK_INDUSTRIES
from puhui.risk.lab.rules.run_forward import Life, Shock, exposure_of, live, luck_of

__all__ = [
    "COMMITTEE",
    "DECLINED",
    "MOST_FIRMS",
    "MOST_MONTHS",
    "SHOCK_INDUSTRIES",
    "SIGNATURES_NEEDED",
    "STARTERS",
    "Arm",
    "Assumptions",
    "CannotSign",
    "Decided",
    "Facts",
    "Life",
    "Part",
    "PassMade",
    "Portfolio",
    "PreApprovalDraft",
    "PreApprovalPass",
    "PreApprovalView",
    "RunSigned",
    "RunStarted",
    "RunUnfinished",
    "RunView",
    "Shock",
    "SignatureView",
    "ask_all",
    "assumptions_on",
    "book_of",
    "claim_run",
    "compared",
    "end_the_rest",
    "exposure_of",
    "fail_run",
    "finish_pass",
    "keep_batch",
    "keep_facts",
    "keep_result",
    "keep_run",
    "kept_facts",
    "lab_run",
    "lab_runs",
    "live",
    "lock_pass",
    "luck_of",
    "note_progress",
    "open_pass",
    "pre_approval_passes",
    "pre_approvals",
    "pre_approvals_of",
    "runs_of_draft",
    "shock_named",
    "shocks_on",
    "sign_run",
]
