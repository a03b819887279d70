"""The decision itself: a pure function of the request, the policy, the scorecard and the dated parameters.

Hard rules, then the score and its band, then limit and price, then up to three offers. Nothing is read from anywhere
else, so that recomputing a recorded decision gives the same bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.contracts import Decision, DecisionRequest, OfferTerms, Outcome, Reason, RowHit
from puhui.risk.decisioning.rules.boosted import Boosted
from puhui.risk.decisioning.rules.policy import OUTCOMES, DecisionPolicy
from puhui.risk.decisioning.rules.reasons import MOST_REASONS, amount_reason, rule_reasons, score_reasons
from puhui.risk.decisioning.rules.serving import ScoringModel
from puhui.risk.decisioning.rules.tables import DecisionTable, Row

ENGINE = "1"
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
LPR_1Y, LPR_5Y = "lpr_1y_pct", "lpr_5y_pct"


def decide(
    request: DecisionRequest, *, policy: DecisionPolicy, scorecard: ScoringModel, parameters: Mapping[str, Decimal]
) -> Decision:
    """Approve, refer or decline, with reasons, offers and the trace of how it came about."""
    check_request(request)
    score, parts = scorecard.score(request.facts)
    pd = scorecard.pd(score)
    lpr = lpr_for(request.term_months, parameters=parameters)
    context = context_of(request, score=score, pd=pd, lpr=lpr)
    hits: list[RowHit] = []
    rules = _hits(policy.hard_rules, context, hits)
    band = _hits(policy.bands, context, hits)[0]
    context["band"] = band.then["band"]
    limit_minor, within_turnover = _limit(policy, context=context, request=request, hits=hits)
    outcome = _outcome(rules, band)
    too_little = outcome != "decline" and limit_minor < policy.least_minor
    if too_little:
        outcome = "decline" if within_turnover is not None else "refer"
    terms = (
        ()
        if outcome == "decline"
        else _offers(policy, request=request, context=context, limit=limit_minor, parameters=parameters, hits=hits)
    )
    reasons: list[Reason] = []
    if outcome != "approve":
        reasons = rule_reasons(_deciding(rules, outcome), policy=policy, context=context)
        if too_little:
            reasons.append(amount_reason(policy, context=context, limit_minor=limit_minor))
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
        limit_minor=limit_minor,
        policy_version=f"{policy.id}@{policy.version}",
        scorecard_version=f"{scorecard.id}@{scorecard.version}",
        policy_hash=policy.hash,
        scorecard_hash=scorecard.hash,
        request_hash=hashlib.sha256(request_text(request).encode()).hexdigest(),
        parameters=dict(parameters),
        hits=tuple(hits),
        contributions=parts,
        engine=engine_of(scorecard),
    )


def engine_of(model: ScoringModel) -> str:
    """What must be the same for a replay to agree, beside what is kept: this engine, and the library of the trees."""
    return f"{ENGINE} {model.engine}" if isinstance(model, Boosted) else ENGINE


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
        raise InvalidInput("amount", "an amount above zero, and at most 100,000,000,000.00")
    if not 1 <= request.term_months <= 360:
        raise InvalidInput("term_months", "a term is 1 to 360 months")


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


def lpr_for(term_months: int, *, parameters: Mapping[str, Decimal]) -> Decimal:
    """The loan prime rate of the term: the five-year rate from five years up, where it is given."""
    if term_months >= 60 and LPR_5Y in parameters:
        return parameters[LPR_5Y]
    return parameters[LPR_1Y]


def _hits(table: DecisionTable, context: Mapping[str, Any], hits: list[RowHit]) -> tuple[Row, ...]:
    rows = table.hits(context)
    hits.extend(RowHit(table.name, row.id) for row in rows)
    return rows


def _outcome(rules: tuple[Row, ...], band: Row) -> Outcome:
    """The hardest of what the hard rules and the band say."""
    said: list[Outcome] = [band.then["outcome"], *(row.then["outcome"] for row in rules)]
    return min(said, key=OUTCOMES.index)


def _deciding(rules: tuple[Row, ...], outcome: Outcome) -> list[Row]:
    """The rules that led to the outcome first, then the milder ones."""
    return sorted((r for r in rules if r.then["outcome"] != "approve"), key=lambda r: r.then["outcome"] != outcome)


def _limit(
    policy: DecisionPolicy, *, context: dict[str, Any], request: DecisionRequest, hits: list[RowHit]
) -> tuple[int, Decimal | None]:
    """The most that can be lent, rounded down to the step, and the turnover it was held against.

    Affordability: a loan for working capital is repaid from sales, so that it may not exceed a share of a year's
    turnover. Without a known turnover there is no limit to compute, and a person must look.
    """
    rows = _hits(policy.limits, context, hits)
    turnover = context.get(policy.turnover_fact)
    if not rows or turnover is None:
        return 0, None if turnover is None else Decimal(turnover)
    row = rows[0]
    share = Decimal(turnover) * row.then["turnover_share_pct"] / 100
    most = min(row.then["most"] * 100, share, Decimal(request.amount_minor))
    return max(0, int(most) // policy.step_minor * policy.step_minor), Decimal(turnover)


def _offers(
    policy: DecisionPolicy,
    *,
    request: DecisionRequest,
    context: dict[str, Any],
    limit: int,
    parameters: Mapping[str, Decimal],
    hits: list[RowHit],
) -> tuple[OfferTerms, ...]:
    """Up to three different offers, in the order of the policy."""
    made: dict[tuple[int, int, str], OfferTerms] = {}
    for plan in policy.offers:
        amount = int(limit * plan.share_pct / 100) // policy.step_minor * policy.step_minor
        term, method = plan.term_months or request.term_months, plan.method or request.method
        if amount < policy.least_minor or term > request.term_months:
            continue
        lpr = lpr_for(term, parameters=parameters)
        price = policy.prices.hit({**context, "term_months": term, "method": method, "lpr_pct": lpr})
        if price is None or (amount, term, method) in made:
            continue
        hits.append(RowHit(policy.prices.name, price.id))
        margin = int(price.then["margin_bps"]) + plan.margin_add_bps
        rate = lpr + Decimal(margin) / 100
        made[amount, term, method] = OfferTerms(amount, term, method, rate, margin, lpr, plan.label)
    return tuple(made.values())
