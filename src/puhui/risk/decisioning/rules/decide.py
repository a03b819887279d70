"""The decision itself: a pure function of the request, the policy, the scorecard and the dated parameters.

Measures, then hard rules, then the score and its band, then limit and price, then up to three offers. Nothing is read
from anywhere else, so that recomputing a recorded decision gives the same bytes. Engine 1 is what decides with tables
alone; a policy with formulas is decided by engine 2, which also writes down its measures and parts.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.contracts import Decision, DecisionRequest, Outcome, Reason, RowHit
from puhui.risk.decisioning.rules.boosted import Boosted
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.granting import hardest, limit_of, lpr_for, no_price, offers_of
from puhui.risk.decisioning.rules.measuring import add_measures
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.reasons import MOST_REASONS, rule_reasons, score_reasons
from puhui.risk.decisioning.rules.serving import ScoringModel
from puhui.risk.decisioning.rules.tables import DecisionTable, Row

ENGINE, ENGINE_OF_TABLES = "2", "1"
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def decide(
    request: DecisionRequest, *, policy: DecisionPolicy, scorecard: ScoringModel, parameters: Mapping[str, Decimal]
) -> Decision:
    """Approve, refer or decline, with reasons, offers and the trace of how it came about."""
    check_request(request)
    score, parts = scorecard.score(request.facts)
    pd = scorecard.pd(score)
    lpr = lpr_for(request.term_months, parameters=parameters)
    context = context_of(request, score=score, pd=pd, lpr=lpr)
    measures = add_measures(policy, context, request=request, parameters=parameters)
    hits: list[RowHit] = []
    rules = _hits(policy.hard_rules, context, hits)
    band = _hits(policy.bands, context, hits)[0]
    context["band"] = band.then["band"]
    limit = limit_of(policy, context=context, request=request, hits=hits)
    outcome = hardest(*(row.then["outcome"] for row in rules), band.then["outcome"])
    if outcome == "decline":
        limit = limit.without_say()
    outcome = hardest(outcome, limit.outcome)
    terms, prices = offers_of(policy, context=context, limit=limit, outcome=outcome, parameters=parameters, hits=hits)
    if policy.sections.price and not terms and outcome != "decline" and limit.minor >= policy.least_minor:
        outcome, limit = "decline", no_price(policy, context=context, limit=limit)
    reasons: list[Reason] = []
    if outcome != "approve":
        reasons = [*rule_reasons(_deciding(rules, outcome), policy=policy, context=context), *limit.reasons]
        if band.then["outcome"] != "approve" or not reasons:
            reasons += score_reasons(parts, card=scorecard, most=MOST_REASONS - len(reasons))
    return Decision(
        application_id=request.application_id,
        outcome=outcome,
        offers=terms if outcome == "approve" else (),
        indicative=terms if outcome == "refer" else (),
        reasons=tuple(reasons[:MOST_REASONS]),
        score=score,
        best_score=scorecard.best_score,
        pd=pd,
        band=band.then["band"],
        limit_minor=limit.minor,
        policy_version=f"{policy.id}@{policy.version}",
        scorecard_version=f"{scorecard.id}@{scorecard.version}",
        policy_hash=policy.hash,
        scorecard_hash=scorecard.hash,
        request_hash=hashlib.sha256(request_text(request).encode()).hexdigest(),
        parameters=dict(parameters),
        hits=tuple(hits),
        contributions=parts,
        engine=engine_of(policy, model=scorecard),
        measures=measures,
        limit_parts=limit.parts,
        price_parts=prices,
    )


def engine_of(policy: DecisionPolicy, *, model: ScoringModel) -> str:
    """What must be the same for a replay to agree, beside what is kept: the engine, and the library of the trees."""
    engine = ENGINE if policy.sections.has_formulas else ENGINE_OF_TABLES
    return f"{engine} {model.engine}" if isinstance(model, Boosted) else engine


def request_text(request: DecisionRequest) -> str:
    """The canonical JSON of a request: what `kernel.canonical.canonical_json` gives, ten times as fast."""
    document = {
        "application_id": str(request.application_id),
        "as_of": request.as_of.isoformat(),
        "product_code": request.product_code,
        "amount_minor": request.amount_minor,
        "term_months": request.term_months,
        "purpose": request.purpose,
        "method": request.method,
        "firm_id": None if request.firm_id is None else str(request.firm_id),
        "applicant": dict(request.applicant),
        "facts": {n: v if v is None or type(v) is int else format(v, "f") for n, v in request.facts.items()},
    }
    return _ENCODER.encode(document)


def check_request(request: DecisionRequest) -> None:
    """Refuses a request that no policy could decide on."""
    if not 0 < request.amount_minor <= 10**13:
        raise InvalidInput("amount", words_of("amount_asked"))
    if not 1 <= request.term_months <= 360:
        raise InvalidInput("term_months", words_of("term_asked"))


def context_of(request: DecisionRequest, *, score: int, pd: Decimal, lpr: Decimal) -> dict[str, Any]:
    """Everything a table may ask for: the facts, the application, the score."""
    context: dict[str, Any] = dict(request.facts)
    context.update(
        {
            "amount": Decimal(request.amount_minor) / 100,
            "term_months": request.term_months,
            "method": request.method,
            "purpose": request.purpose,
            "product": request.product_code,
            "as_of": request.as_of,
            "score": score,
            "pd": pd,
            "lpr_pct": lpr,
        }
    )
    for name, value in request.applicant.items():
        context[f"applicant.{name}"] = value
    return context


def _hits(table: DecisionTable, context: Mapping[str, Any], hits: list[RowHit]) -> tuple[Row, ...]:
    rows = table.hits(context)
    hits.extend(RowHit(table.name, row.id) for row in rows)
    return rows


def _deciding(rules: tuple[Row, ...], outcome: Outcome) -> list[Row]:
    """The rules that led to the outcome first, then the milder ones."""
    return sorted((r for r in rules if r.then["outcome"] != "approve"), key=lambda r: r.then["outcome"] != outcome)
