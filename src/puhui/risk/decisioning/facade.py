"""What other rooms may call."""

from puhui.risk.decisioning.actions.deciding import decide_and_record, decide_now, parameters_on
from puhui.risk.decisioning.contracts import (
    AnswerPart,
    Decision,
    DecisionLine,
    DecisionRequest,
    ExtraMissing,
    FactValue,
    NoPolicyInForce,
    OfferTerms,
    Outcome,
    PolicyInvalid,
    PriceParts,
    ProtectedInput,
    Reason,
    ReplayResult,
    TableConflict,
)
from puhui.risk.decisioning.policy_files import FACT_TYPES, policy_in_force, scorecard_named
from puhui.risk.decisioning.protected import (
    Attributes,
    ProtectedAttribute,
    protected_attributes,
    refuse_protected,
    refuse_protected_policy,
)
from puhui.risk.decisioning.queries.days import decision_lines, decisions_of_day, training_bins
from puhui.risk.decisioning.queries.decisions import (
    decision,
    decision_ids,
    decision_request,
    decisions_of,
)
from puhui.risk.decisioning.queries.replays import replay_decision, replay_decisions, replay_sample
from puhui.risk.decisioning.records import answer_of
from puhui.risk.decisioning.rules.bulk import decide_many
from puhui.risk.decisioning.rules.bulk_answers import BulkDecisions, OfferColumns
from puhui.risk.decisioning.rules.columns import (
    UNKNOWN,
    NumberColumn,
    RequestColumns,
    TextColumn,
    columns_of,
    number_column,
    same_text,
    text_column,
)
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.scorecard import Scorecard, parse_scorecard, pd_of_score, score_of_pd

__all__ = [
    "FACT_TYPES",
    "UNKNOWN",
    "AnswerPart",
    "Attributes",
    "BulkDecisions",
    "Decision",
    "DecisionLine",
    "DecisionPolicy",
    "DecisionRequest",
    "ExtraMissing",
    "FactValue",
    "NoPolicyInForce",
    "NumberColumn",
    "OfferColumns",
    "OfferTerms",
    "Outcome",
    "PolicyInvalid",
    "PriceParts",
    "ProtectedAttribute",
    "ProtectedInput",
    "Reason",
    "ReplayResult",
    "RequestColumns",
    "Scorecard",
    "TableConflict",
    "TextColumn",
    "answer_of",
    "columns_of",
    "decide",
    "decide_and_record",
    "decide_many",
    "decide_now",
    "decision",
    "decision_ids",
    "decision_lines",
    "decision_request",
    "decisions_of",
    "decisions_of_day",
    "number_column",
    "parameters_on",
    "parse_scorecard",
    "pd_of_score",
    "policy_in_force",
    "protected_attributes",
    "refuse_protected",
    "refuse_protected_policy",
    "replay_decision",
    "replay_decisions",
    "replay_sample",
    "same_text",
    "score_of_pd",
    "scorecard_named",
    "text_column",
    "training_bins",
]
