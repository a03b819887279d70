"""Limits and offers over columns: whole numbers of the smallest unit throughout."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.rules.bulk_answers import Answers
from puhui.risk.decisioning.rules.bulk_parts import (
    APPROVE,
    DECLINE,
    NO_PRICE,
    REFER,
    LimitColumns,
    amount_reasons,
    limit_of_parts,
)
from puhui.risk.decisioning.rules.bulk_tables import OneByOne, matches, single_hit
from puhui.risk.decisioning.rules.columns import (
    LARGEST,
    UNKNOWN,
    Column,
    Flags,
    NumberColumn,
    RequestColumns,
    TextColumn,
    Whole,
    same_text,
)
from puhui.risk.decisioning.rules.granting import lpr_for
from puhui.risk.decisioning.rules.policy import DecisionPolicy, OfferPlan


def limits_of(policy: DecisionPolicy, row: Whole, context: dict[str, Column], asked: RequestColumns) -> LimitColumns:
    """The limit by the parts of the policy, or by its table and the turnover where it has no parts."""
    if policy.sections.limit:
        return limit_of_parts(policy, row, context, asked)
    limit, known, huge = _limit_of_turnover(policy, row, asked)
    low = limit < policy.least_minor
    outcome = np.where(low, np.where(known, DECLINE, REFER), APPROVE).astype(np.int8)
    return LimitColumns(limit, outcome, amount_reasons(policy, asked, where=low), huge)


def _limit_of_turnover(policy: DecisionPolicy, row: Whole, asked: RequestColumns) -> tuple[Whole, Flags, Flags]:
    """The limit, where the turnover is known, and where it is too large for whole numbers of 64 bits."""
    size = asked.size
    turnover = asked.facts.get(policy.turnover_fact)
    if turnover is None or not turnover.any_known:
        return np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    known = turnover.units != UNKNOWN
    limit, huge = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    for place, entry in enumerate(policy.limits.rows):
        here = known & (row == place)
        share, large = _times(turnover.units, entry.then["turnover_share_pct"], down=turnover.places + 2)
        most = np.minimum(share, min(int(entry.then["most"] * 100), LARGEST))
        most = np.maximum(np.minimum(most, asked.amount_minor), 0) // policy.step_minor * policy.step_minor
        limit[here] = most[here]
        huge |= here & large
    return limit, known, huge


def _times(units: Whole, factor: Decimal, *, down: int) -> tuple[Whole, Flags]:
    """floor(units x factor / 10^down), and where the product would not fit (nothing true stands there)."""
    _, digits, exponent = factor.as_tuple()
    upper = int("".join(map(str, digits))) * (-1 if factor < 0 else 1)
    down -= int(exponent)
    if down < 0 or down > 18 or abs(upper) > 10**9:
        raise OneByOne(f"the share {factor} is too long")
    large = np.abs(np.where(units == UNKNOWN, 0, units)) > LARGEST // max(abs(upper), 1)
    return np.where(large | (units == UNKNOWN), 0, units) * upper // 10**down, large


def make_offers(
    asked: RequestColumns,
    place: slice,
    context: Mapping[str, Column],
    granted: tuple[Whole, NDArray[np.int8]],
    answers: Answers,
) -> Flags:
    """The offers of every row that is not declined; answers with the rows on which prices collide."""
    policy, size = answers.policy, asked.size
    limit, outcome = granted
    clashes = np.zeros(size, dtype=np.bool_)
    made: list[tuple[Flags, Whole, Whole, TextColumn]] = []
    for number, plan in enumerate(policy.offers):
        amount, large = _times(limit, plan.share_pct, down=2)
        if large.any():
            raise OneByOne("an offer's share is too large")
        amount = amount // policy.step_minor * policy.step_minor
        term = np.full(size, plan.term_months, dtype=np.int64) if plan.term_months else asked.term_months
        method = method_of(plan, asked)
        asks = {
            **context,
            "term_months": NumberColumn(term),
            "method": method,
            "lpr_pct": lpr_column(term, answers.parameters),
        }
        price, clash = single_hit(policy.prices, matches(policy.prices, asks, size=size), size=size)
        wanted = (outcome != DECLINE) & (amount >= policy.least_minor) & (term <= asked.term_months)
        clashes |= clash & wanted
        new = wanted & (price >= 0)
        for had, its_amount, its_term, its_method in made:
            new &= ~(had & (its_amount == amount) & (its_term == term) & _same_method(its_method, method))
        margins = np.array([int(row.then["margin_bps"]) for row in policy.prices.rows], dtype=np.int64)
        margin = margins[price] + plan.margin_add_bps
        if answers.prices is not None:
            rows, lpr = np.flatnonzero(new), lpr_column(term, answers.parameters)
            ppm = context["pd"].units  # type: ignore[union-attr] # a number
            margin = np.full(size, NO_PRICE, dtype=np.int64)
            margin[rows] = answers.prices.margins(
                rows,
                ppm=ppm,
                amount=amount,
                term=term,
                method=method,
                margin=margins[price] + plan.margin_add_bps,
                lpr=lpr,
            )
            new &= margin != NO_PRICE
        made.append((new, amount, term, method))
        answers.offer_amount[number, place] = np.where(new, amount, 0)
        answers.offer_term[number, place] = np.where(new, term, 0)
        answers.offer_margin[number, place] = np.where(new, margin, 0)
    return clashes


def _same_method(one: TextColumn, other: TextColumn) -> Flags:
    """Where two columns hold the same text."""
    place = {name: code for code, name in enumerate(one.names)}
    same: Flags = one.codes == np.array([*(place.get(n, -2) for n in other.names), -1], dtype=np.int32)[other.codes]
    return same


def lpr_column(terms: Whole, parameters: Mapping[str, Decimal]) -> NumberColumn:
    """The loan prime rate of every row's term, as `lpr_for` gives it."""
    short, long = lpr_for(1, parameters=parameters), lpr_for(60, parameters=parameters)
    places = max(0, *(-int(rate.as_tuple().exponent) for rate in (short, long)))
    return NumberColumn(np.where(terms >= 60, int(long.scaleb(places)), int(short.scaleb(places))), places)


def method_of(plan: OfferPlan, asked: RequestColumns) -> TextColumn:
    """The method of the offer on every row."""
    if plan.method is None:
        return asked.method
    return same_text(plan.method, size=asked.size)
