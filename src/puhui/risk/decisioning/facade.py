"""What other rooms may call."""

from puhui.risk.decisioning.actions.deciding import decide_and_record, decide_now, keep_material, parameters_on
from puhui.risk.decisioning.actions.models import APPROVERS as MODEL_APPROVERS
from puhui.risk.decisioning.actions.models import REGISTRARS as MODEL_REGISTRARS
from puhui.risk.decisioning.actions.models import decide_model, register_model, retire_model
from puhui.risk.decisioning.actions.roles import decide_role, end_role, propose_role
from puhui.risk.decisioning.actions.shadows import TOPIC as DECIDED_TOPIC
from puhui.risk.decisioning.actions.shadows import score_shadows
from puhui.risk.decisioning.contracts import (
    AnswerPart,
    CounterOffer,
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
from puhui.risk.decisioning.model_contracts import (
    CannotMoveModel,
    ModelChange,
    ModelFourEyes,
    ModelLine,
    ModelMoved,
    ModelRole,
    ModelState,
    ModelView,
    PackageRefused,
    RoleLine,
    RoleMoved,
    RoleState,
    ShadowSummary,
)
from puhui.risk.decisioning.policy_files import (
    FACT_TYPES,
    decision_policy,
    known_policies,
    policy_from_text,
    policy_in_force,
    scorecard_named,
)
from puhui.risk.decisioning.protected import (
    Attributes,
    ProtectedAttribute,
    protected_attributes,
    refuse_protected,
    refuse_protected_policy,
)
from puhui.risk.decisioning.queries.asked import requests_between
from puhui.risk.decisioning.queries.counter_offers import counter_offers_of
from puhui.risk.decisioning.queries.days import decision_lines, decisions_of_day, training_bins
from puhui.risk.decisioning.queries.decisions import (
    decision,
    decision_ids,
    decision_request,
    decisions_of,
)
from puhui.risk.decisioning.queries.material import material_model
from puhui.risk.decisioning.queries.models import READERS as MODEL_READERS
from puhui.risk.decisioning.queries.models import (
    champion,
    kept_model,
    model_named,
    model_view,
    models_list,
    package_hash,
    roles_of_slot,
    score_counts,
    serve,
    shadow_summary,
)
from puhui.risk.decisioning.queries.replays import kept_policy, replay_decision, replay_decisions, replay_sample
from puhui.risk.decisioning.records import answer_of
from puhui.risk.decisioning.rules.behaviour import BEHAVIOUR_FACTS, RepaymentHistory, behaviour_facts
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
from puhui.risk.decisioning.rules.counter_offers import Choices, applied
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.packages import read_package
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.scorecard import Scorecard, parse_scorecard, pd_of_score, score_of_pd
from puhui.risk.decisioning.rules.serving import ScoringModel, parse_model
from puhui.risk.decisioning.slots import BEHAVIOUR_SLOT, slots

__all__ = [
    "BEHAVIOUR_FACTS",
    "BEHAVIOUR_SLOT",
    "DECIDED_TOPIC",
    "FACT_TYPES",
    "MODEL_APPROVERS",
    "MODEL_READERS",
    "MODEL_REGISTRARS",
    "UNKNOWN",
    "AnswerPart",
    "Attributes",
    "BulkDecisions",
    "CannotMoveModel",
    "Choices",
    "CounterOffer",
    "Decision",
    "DecisionLine",
    "DecisionPolicy",
    "DecisionRequest",
    "ExtraMissing",
    "FactValue",
    "ModelChange",
    "ModelFourEyes",
    "ModelLine",
    "ModelMoved",
    "ModelRole",
    "ModelState",
    "ModelView",
    "NoPolicyInForce",
    "NumberColumn",
    "OfferColumns",
    "OfferTerms",
    "Outcome",
    "PackageRefused",
    "PolicyInvalid",
    "PriceParts",
    "ProtectedAttribute",
    "ProtectedInput",
    "Reason",
    "RepaymentHistory",
    "ReplayResult",
    "RequestColumns",
    "RoleLine",
    "RoleMoved",
    "RoleState",
    "Scorecard",
    "ScoringModel",
    "ShadowSummary",
    "TableConflict",
    "TextColumn",
    "answer_of",
    "applied",
    "behaviour_facts",
    "champion",
    "columns_of",
    "counter_offers_of",
    "decide",
    "decide_and_record",
    "decide_many",
    "decide_model",
    "decide_now",
    "decide_role",
    "decision",
    "decision_ids",
    "decision_lines",
    "decision_policy",
    "decision_request",
    "decisions_of",
    "decisions_of_day",
    "end_role",
    "keep_material",
    "kept_model",
    "kept_policy",
    "known_policies",
    "material_model",
    "model_named",
    "model_view",
    "models_list",
    "number_column",
    "package_hash",
    "parameters_on",
    "parse_model",
    "parse_scorecard",
    "pd_of_score",
    "policy_from_text",
    "policy_in_force",
    "propose_role",
    "protected_attributes",
    "read_package",
    "refuse_protected",
    "refuse_protected_policy",
    "register_model",
    "replay_decision",
    "replay_decisions",
    "replay_sample",
    "requests_between",
    "retire_model",
    "roles_of_slot",
    "same_text",
    "score_counts",
    "score_of_pd",
    "score_shadows",
    "scorecard_named",
    "serve",
    "shadow_summary",
    "slots",
    "text_column",
    "training_bins",
]
