"""How much is granted and on which terms: the limit, and the offers made within it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from puhui.risk.decisioning.contracts import (
    AnswerPart,
    DecisionRequest,
    OfferTerms,
    Outcome,
    PriceParts,
    Reason,
    RowHit,
)
from puhui.risk.decisioning.rules.limit_and_price import limit_parts, price_parts
from puhui.risk.decisioning.rules.policy import OUTCOMES, DecisionPolicy, OfferPlan
from puhui.risk.decisioning.rules.reasons import amount_reason, part_reason
from puhui.risk.decisioning.rules.tables import Row

LPR_1Y, LPR_5Y = "lpr_1y_pct", "lpr_5y_pct"


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that can be lent, rounded down to the step; the outcome it asks for, and why."""

    minor: int
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    parts: tuple[AnswerPart, ...] = ()

    def without_say(self) -> "Limit":
        """The limit of an application that is declined anyway: it gives no reason of its own."""
        return replace(self, outcome="approve", reasons=())


def hardest(*said: Outcome) -> Outcome:
    """The hardest of what was said."""
    return min(said, key=OUTCOMES.index)


def lpr_for(term_months: int, *, parameters: Mapping[str, Decimal]) -> Decimal:
    """The loan prime rate of the term: the five-year rate from five years up, where it is given."""
    if term_months >= 60 and LPR_5Y in parameters:
        return parameters[LPR_5Y]
    return parameters[LPR_1Y]


def limit_of(policy: DecisionPolicy, *, context: dict[str, Any], request: DecisionRequest, hits: list[RowHit]) -> Limit:
    """The limit by the parts of the policy, or by its table and the turnover where it has no parts."""
    rows = policy.limits.hits(context)
    hits.extend(RowHit(policy.limits.name, row.id) for row in rows)
    if policy.sections.limit:
        return _limit_of_parts(policy, rows, context=context, request=request)
    return _limit_of_turnover(policy, rows, context=context, request=request)


def _limit_of_turnover(
    policy: DecisionPolicy, rows: tuple[Row, ...], *, context: Mapping[str, Any], request: DecisionRequest
) -> Limit:
    """Affordability: a loan for working capital is repaid from sales, so that it may not exceed a share of a year's
    turnover. Without a known turnover there is no limit to compute, and a person must look.
    """
    turnover = context.get(policy.turnover_fact)
    minor = 0
    if rows and turnover is not None:
        share = Decimal(turnover) * rows[0].then["turnover_share_pct"] / 100
        minor = _stepped(policy, min(rows[0].then["most"] * 100, share, Decimal(request.amount_minor)))
    if minor >= policy.least_minor:
        return Limit(minor, "approve")
    reason = amount_reason(policy, context=context, limit_minor=minor)
    return Limit(minor, "refer" if turnover is None else "decline", (reason,))


def _limit_of_parts(
    policy: DecisionPolicy, rows: tuple[Row, ...], *, context: dict[str, Any], request: DecisionRequest
) -> Limit:
    """The least part; a part that must be known and is not asks for a person. No row of the table: nothing is lent."""
    row = rows[0].then if rows else {"most": Decimal(0), "turnover_share_pct": Decimal(0)}
    context["limits.most_minor"] = row["most"] * 100
    context["limits.turnover_share_pct"] = row["turnover_share_pct"]
    parts = limit_parts(policy.sections.limit, context)
    values = [part.value for part in parts if part.value is not None]
    minor = _stepped(policy, min([*values, Decimal(request.amount_minor)])) if values else 0
    missing = [
        part_reason(policy, part.when_unknown, formula=part.formula, context=context, limit_minor=minor)
        for part, answer in zip(policy.sections.limit, parts, strict=True)
        if part.when_unknown and answer.value is None
    ]
    if request.amount_minor < policy.least_minor:
        return Limit(minor, "decline", (amount_reason(policy, context=context, limit_minor=minor), *missing), parts)
    if minor >= policy.least_minor:
        return Limit(minor, "refer" if missing else "approve", tuple(missing), parts)
    bound = next((p for p, answer in zip(policy.sections.limit, parts, strict=True) if answer.decides), None)
    if bound is None:
        return Limit(
            minor, "refer", tuple(missing) or (amount_reason(policy, context=context, limit_minor=minor),), parts
        )
    why = part_reason(policy, bound.reason, formula=bound.formula, context=context, limit_minor=minor)
    return Limit(minor, "decline", (why, *missing), parts)


def no_price(policy: DecisionPolicy, *, context: Mapping[str, Any], limit: Limit) -> Limit:
    """The limit of a risk that has no lawful price."""
    rule = policy.sections.price
    if rule is None:
        raise AssertionError("a price table without a gap always has a price")
    why = part_reason(policy, rule.reason, formula=None, context=context, limit_minor=limit.minor)
    return replace(limit, outcome="decline", reasons=(why,))


def _stepped(policy: DecisionPolicy, amount: Decimal) -> int:
    return max(0, int(amount) // policy.step_minor * policy.step_minor)


def offers_of(
    policy: DecisionPolicy,
    *,
    context: Mapping[str, Any],
    limit: Limit,
    outcome: Outcome,
    parameters: Mapping[str, Decimal],
    hits: list[RowHit],
) -> tuple[tuple[OfferTerms, ...], tuple[PriceParts, ...]]:
    """Up to three different offers, in the order of the policy, and what their rates are made of; none of a decline."""
    if outcome == "decline":
        return (), ()
    prices: list[PriceParts] = []
    made: dict[tuple[int, int, str], OfferTerms] = {}
    asked_term, asked_method = context["term_months"], context["method"]
    for plan in policy.offers:
        amount = int(limit.minor * plan.share_pct / 100) // policy.step_minor * policy.step_minor
        term, method = plan.term_months or asked_term, plan.method or asked_method
        if amount < policy.least_minor or term > asked_term:
            continue
        lpr = lpr_for(term, parameters=parameters)
        terms = {**context, "term_months": term, "method": method, "lpr_pct": lpr}
        row = policy.prices.hit(terms)
        if row is None or (amount, term, method) in made:
            continue
        margin = int(row.then["margin_bps"]) + plan.margin_add_bps
        if policy.sections.price is not None:
            terms.update(amount_minor=amount, amount_year_minor=Decimal(amount) * term / 12)
            found = _priced(policy, plan, terms, margin=margin, lpr=lpr, parameters=parameters)
            if found is None:
                continue
            prices.append(found)
            rate = sum((part.value for part in found.parts if part.value is not None), Decimal(0))
            margin = int((rate - lpr) * 100)
        hits.append(RowHit(policy.prices.name, row.id))
        made[amount, term, method] = OfferTerms(
            amount, term, method, lpr + Decimal(margin) / 100, margin, lpr, plan.label
        )
    return tuple(made.values()), tuple(prices)


def _priced(
    policy: DecisionPolicy,
    plan: OfferPlan,
    terms: dict[str, Any],
    *,
    margin: int,
    lpr: Decimal,
    parameters: Mapping[str, Decimal],
) -> PriceParts | None:
    """The parts of the rate of one offer; None when it has no lawful price."""
    rule = policy.sections.price
    if rule is None:
        return None
    terms["margin_pct"] = Decimal(margin) / 100
    found = price_parts(rule, terms, lpr=lpr, parameters=parameters)
    return None if found is None else PriceParts(plan.label, found)
