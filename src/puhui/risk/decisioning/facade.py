"""What other rooms may call."""

from puhui.risk.decisioning.actions import decide_and_record, decide_now, parameters_on
from puhui.risk.decisioning.contracts import (
    Decision,
    DecisionRequest,
    ExtraMissing,
    FactValue,
    LeakSuspected,
    NoPolicyInForce,
    OfferTerms,
    Outcome,
    PolicyInvalid,
    Reason,
    ReplayResult,
    TableConflict,
    TrainingRefused,
)
from puhui.risk.decisioning.policy_files import FACT_TYPES, policy_in_force, scorecard_named
from puhui.risk.decisioning.queries import (
    decision,
    decision_ids,
    decision_request,
    decisions_of,
    replay_decision,
)
from puhui.risk.decisioning.records import answer_of
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.facts import (
    FACTS,
    Fact,
    FactDefinition,
    InvoiceSummaryLike,
    facts_from_invoices,
)
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.scorecard import Scorecard, parse_scorecard, score_of_pd
from puhui.risk.decisioning.training.data import read_table
from puhui.risk.decisioning.training.invoices import RULE as INVOICE_RULE
from puhui.risk.decisioning.training.invoices import SIGNS as INVOICE_SIGNS
from puhui.risk.decisioning.training.invoices import TEXTS as INVOICE_TEXTS
from puhui.risk.decisioning.training.invoices import facts_table
from puhui.risk.decisioning.training.train import TrainedModel, TrainingPlan, evaluate_model, train_model

__all__ = [
    "FACTS",
    "FACT_TYPES",
    "INVOICE_RULE",
    "INVOICE_SIGNS",
    "INVOICE_TEXTS",
    "Decision",
    "DecisionPolicy",
    "DecisionRequest",
    "ExtraMissing",
    "Fact",
    "FactDefinition",
    "FactValue",
    "InvoiceSummaryLike",
    "LeakSuspected",
    "NoPolicyInForce",
    "OfferTerms",
    "Outcome",
    "PolicyInvalid",
    "Reason",
    "ReplayResult",
    "Scorecard",
    "TableConflict",
    "TrainedModel",
    "TrainingPlan",
    "TrainingRefused",
    "answer_of",
    "decide",
    "decide_and_record",
    "decide_now",
    "decision",
    "decision_ids",
    "decision_request",
    "decisions_of",
    "evaluate_model",
    "facts_from_invoices",
    "facts_table",
    "parameters_on",
    "parse_scorecard",
    "policy_in_force",
    "read_table",
    "replay_decision",
    "score_of_pd",
    "scorecard_named",
    "train_model",
]
