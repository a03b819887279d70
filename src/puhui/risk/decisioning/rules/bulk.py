"""Decides on many requests in one pass over columns; every row gets what `decide` would give it alone.

What columns cannot hold (a table asked of a value of another type, two rows that collide, a policy or card with parts
that this file does not know) is decided one by one, and counted with the reason.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from puhui.kernel.errors import Refusal
from puhui.risk.decisioning.contracts import Decision
from puhui.risk.decisioning.rules.bulk_amounts import limits_of, lpr_column, make_offers, method_of
from puhui.risk.decisioning.rules.bulk_answers import Answers, BulkDecisions, OfferColumns
from puhui.risk.decisioning.rules.bulk_parts import APPROVE, DECLINE, Prices, add_measure_columns
from puhui.risk.decisioning.rules.bulk_scores import Scored, scores_of
from puhui.risk.decisioning.rules.bulk_tables import OneByOne, matches, single_hit
from puhui.risk.decisioning.rules.columns import (
    Column,
    Flags,
    NumberColumn,
    RequestColumns,
    TextColumn,
    Whole,
)
from puhui.risk.decisioning.rules.decide import check_request, decide
from puhui.risk.decisioning.rules.granting import lpr_for
from puhui.risk.decisioning.rules.policy import OUTCOMES, DecisionPolicy
from puhui.risk.decisioning.rules.policy_sections import SECTIONS
from puhui.risk.decisioning.rules.reasons import MOST_REASONS, pair_code
from puhui.risk.decisioning.rules.scorecard import Scorecard
from puhui.risk.decisioning.rules.serving import ScoringModel

CHUNK: Final = 16_384
REFUSED = -1
KNOWN_POLICY_PARTS = frozenset(
    {
        "id",
        "version",
        "effective_from",
        "source",
        "approved_by",
        "products",
        "scorecard",
        "amounts",
        "offers",
        "reasons",
        "tables",
        "facts",
        "documents",
        "cases",
    }
)
AMOUNT_REASONS = ("amount_too_small", "turnover_unknown", "amount_above_turnover")


def decide_many(
    asked: RequestColumns,
    *,
    policy: DecisionPolicy,
    scorecard: ScoringModel,
    parameters: Mapping[str, Decimal],
    with_score_reasons: bool = True,
) -> BulkDecisions:
    """All rows of `asked`, in their order. Raises nothing for a row: a refused one has the outcome -1 and its code.

    Without `with_score_reasons` the facts that lost points are not named: where nobody is told, trees are much faster.
    """
    answers = _empty(asked.size, policy=policy, card=scorecard, parameters=parameters)
    answers.with_score_reasons = with_score_reasons
    why = _prepared(answers)
    for start in range(0, asked.size, CHUNK):
        place = slice(start, min(start + CHUNK, asked.size))
        part = asked.part(place)
        try:
            if why:
                raise OneByOne(why)
            odd = _decide_chunk(part, place, answers)
        except OneByOne as reason:
            odd = {str(reason): np.arange(part.size)}
        for reason_text, rows in odd.items():
            _singly(part, rows, start=start, why=reason_text, answers=answers)
    return _finished(asked, answers)


def _prepared(answers: Answers) -> str:
    """Why nothing of this policy can be decided in columns, or nothing."""
    policy = answers.policy
    if unknown := sorted(set(policy.document) - KNOWN_POLICY_PARTS - SECTIONS):
        return f"the policy has {unknown[0]}"
    try:
        answers.prices = Prices(policy, parameters=answers.parameters) if policy.sections.price else None
    except OneByOne as reason:
        return str(reason)
    return ""


def _empty(size: int, *, policy: DecisionPolicy, card: ScoringModel, parameters: Mapping[str, Decimal]) -> Answers:
    parts = [(f.name, f"fact.{f.name}") for f in card.features]
    if isinstance(card, Scorecard):
        parts += [(pair.name, pair_code(pair)) for pair in card.pairs]
    names = [*policy.reasons, *AMOUNT_REASONS, *(code for _, code in parts)]
    plans = len(policy.offers)
    return Answers(
        policy=policy,
        card=card,
        parameters=parameters,
        outcome=np.full(size, REFUSED, dtype=np.int8),
        score=np.zeros(size, dtype=np.int32),
        pd_ppm=np.zeros(size, dtype=np.int32),
        band=np.full(size, -1, dtype=np.int16),
        limit=np.zeros(size, dtype=np.int64),
        offer_amount=np.zeros((plans, size), dtype=np.int64),
        offer_term=np.zeros((plans, size), dtype=np.int64),
        offer_margin=np.zeros((plans, size), dtype=np.int64),
        reasons=np.full((size, MOST_REASONS), -1, dtype=np.int16),
        bands=tuple(dict.fromkeys(row.then["band"] for row in policy.bands.rows)),
        codes={name: code for code, name in enumerate(dict.fromkeys(names))},
        by_name=sorted(range(len(parts)), key=lambda place: parts[place][0]),
        part_codes=[code for _, code in parts],
    )


def _finished(asked: RequestColumns, answers: Answers) -> BulkDecisions:
    lpr = (lpr_for(1, parameters=answers.parameters), lpr_for(60, parameters=answers.parameters))
    offers = tuple(
        OfferColumns(
            plan.label,
            answers.offer_amount[place],
            answers.offer_term[place],
            method_of(plan, asked),
            answers.offer_margin[place],
        )
        for place, plan in enumerate(answers.policy.offers)
    )
    return BulkDecisions(
        outcome=answers.outcome,
        score=answers.score,
        pd_ppm=answers.pd_ppm,
        band=answers.band,
        bands=answers.bands,
        limit_minor=answers.limit,
        offers=offers,
        reasons=answers.reasons,
        reason_codes=tuple(answers.codes),
        one_by_one=dict(answers.one_by_one),
        refused=answers.refused,
        lpr_pct=lpr,
    )


def _decide_chunk(asked: RequestColumns, place: slice, answers: Answers) -> dict[str, Whole]:
    """Fills the chunk's part of the columns; answers with the rows that must go one by one, by why."""
    policy, card, size = answers.policy, answers.card, asked.size
    scored = scores_of(card, asked.facts, size=size)
    score = scored.score
    context = _context(asked, score=score, answers=answers)
    odd = {"a number is too long": add_measure_columns(policy, context, asked, answers.parameters)}
    rules = matches(policy.hard_rules, context, size=size)
    band_row, clash = single_hit(policy.bands, matches(policy.bands, context, size=size), size=size)
    odd |= {"rows of a table collide": clash, "no band": band_row < 0, "out of bounds": _out_of_bounds(asked)}
    bands = [answers.bands.index(row.then["band"]) for row in policy.bands.rows]
    band = np.array(bands, dtype=np.int16)[band_row]
    context["band"] = TextColumn(band.astype(np.int32), answers.bands)
    limit_row, clash = single_hit(policy.limits, matches(policy.limits, context, size=size), size=size)
    odd["rows of a table collide"] |= clash
    limit = limits_of(policy, limit_row, context, asked)
    odd["a number is too long"] |= limit.odd
    band_outcome = np.array([OUTCOMES.index(row.then["outcome"]) for row in policy.bands.rows], dtype=np.int8)[band_row]
    outcome = band_outcome.copy()
    for row, hit in zip(policy.hard_rules.rows, rules, strict=True):
        np.minimum(outcome, OUTCOMES.index(row.then["outcome"]), out=outcome, where=hit)
    limit.reasons = [(where & (outcome != DECLINE), code) for where, code in limit.reasons]
    outcome = np.where(outcome == DECLINE, outcome, np.minimum(outcome, limit.outcome))
    odd["rows of a table collide"] |= make_offers(asked, place, context, (limit.minor, outcome), answers)
    if policy.sections.price is not None:
        nothing = (answers.offer_amount[:, place] == 0).all(axis=0)
        priceless = nothing & (outcome != DECLINE) & (limit.minor >= policy.least_minor)
        outcome[priceless] = DECLINE
        limit.reasons = [(where & ~priceless, code) for where, code in limit.reasons]
        limit.reasons.append((priceless, policy.sections.price.reason))
    answers.outcome[place], answers.score[place], answers.band[place] = outcome, score, band
    answers.pd_ppm[place], answers.limit[place] = context["pd"].units, limit.minor  # type: ignore[union-attr] # a number
    _reasons(place, (rules, scored), (outcome, band_outcome, limit.reasons), answers)
    return {why: np.flatnonzero(rows) for why, rows in _apart(odd).items() if rows.any()}


def _apart(odd: Mapping[str, Flags]) -> dict[str, Flags]:
    """Each row under its first reason only."""
    seen: Flags | None = None
    apart = {}
    for why, rows in odd.items():
        apart[why] = rows if seen is None else rows & ~seen
        seen = rows if seen is None else rows | seen
    return apart


def _out_of_bounds(asked: RequestColumns) -> Flags:
    """What `check_request` refuses."""
    amount, term = asked.amount_minor, asked.term_months
    return (amount <= 0) | (amount > 10**13) | (term < 1) | (term > 360)


def _context(asked: RequestColumns, *, score: Whole, answers: Answers) -> dict[str, Column]:
    """The columns that tables may ask for, in the precedence of `context_of`."""
    size, parameters = asked.size, answers.parameters
    known, place = np.unique(score, return_inverse=True)
    ppm = np.array([int(answers.card.pd(s).scaleb(6)) for s in known.tolist()], dtype=np.int64)[place]
    context: dict[str, Column] = dict(asked.facts)
    context.update(
        {
            "amount": NumberColumn(asked.amount_minor, 2),
            "term_months": NumberColumn(asked.term_months),
            "method": asked.method,
            "purpose": asked.purpose,
            "product": TextColumn(np.zeros(size, dtype=np.int32), (asked.product_code,)),
            "as_of": NumberColumn(np.full(size, asked.as_of.toordinal(), dtype=np.int64)),
            "score": NumberColumn(score),
            "pd": NumberColumn(ppm, 6),
            "lpr_pct": lpr_column(asked.term_months, parameters),
        }
    )
    context.update({f"applicant.{name}": column for name, column in asked.applicant.items()})
    return context


def _reasons(
    place: slice,
    found: tuple[list[Flags], Scored],
    said: tuple[NDArray[np.int8], NDArray[np.int8], list[tuple[Flags, str]]],
    answers: Answers,
) -> None:
    """Rules that led to the outcome, milder rules, the amount, then the facts that lost most points."""
    policy, (rules, scored), (outcome, band_outcome, of_limit) = answers.policy, found, said
    rows = np.flatnonzero(outcome != APPROVE)
    reasons = np.full((len(rows), MOST_REASONS), -1, dtype=np.int16)
    count = np.zeros(len(rows), dtype=np.int64)
    for leading in (True, False):
        for entry, hit in zip(policy.hard_rules.rows, rules, strict=True):
            its = OUTCOMES.index(entry.then["outcome"])
            if its != APPROVE:
                led = (outcome[rows] == its) == leading
                _append(reasons, count, hit[rows] & led, answers.codes[entry.then["reason"]])
    for where, code in of_limit:
        _append(reasons, count, where[rows], answers.codes[code])
    if answers.with_score_reasons:
        by_score = np.flatnonzero((band_outcome[rows] != APPROVE) | (count == 0))
        _append_lost(reasons, count, by_score, scored.lost(rows[by_score]), answers)
    answers.reasons[place.start + rows] = reasons


def _append(reasons: NDArray[np.int16], count: Whole, where: Flags, code: int) -> None:
    open_rows = np.flatnonzero(where & (count < MOST_REASONS))
    reasons[open_rows, count[open_rows]] = code
    count[where] += 1


def _append_lost(
    reasons: NDArray[np.int16], count: Whole, rows: Whole, lost: NDArray[np.int32], answers: Answers
) -> None:
    """The facts, and pairs of facts, by points lost, most first, then by name; only those that lost any."""
    lost = lost[answers.by_name]
    codes = np.array([answers.codes[answers.part_codes[place]] for place in answers.by_name], dtype=np.int16)
    order = np.argsort(-lost, axis=0, kind="stable")[:MOST_REASONS]
    for place in order:
        some = lost[place, np.arange(len(rows))] > 0
        target = count[rows]
        fits = some & (target < MOST_REASONS)
        reasons[rows[fits], target[fits]] = codes[place[fits]]
        count[rows[fits]] += 1


def _singly(asked: RequestColumns, rows: Whole, *, start: int, why: str, answers: Answers) -> None:
    """Decides rows one by one and writes the answers into the columns."""
    for row in rows.tolist():
        place = start + row
        request = asked.request(row)
        try:
            check_request(request)
            answer = decide(request, policy=answers.policy, scorecard=answers.card, parameters=answers.parameters)
        except Refusal as refusal:
            answers.refused[place] = refusal.code
            _write(answers, place, None)
            continue
        answers.one_by_one[why] += 1
        _write(answers, place, answer)


def _write(answers: Answers, place: int, answer: Decision | None) -> None:
    answers.outcome[place] = REFUSED if answer is None else OUTCOMES.index(answer.outcome)
    answers.reasons[place] = -1
    answers.offer_amount[:, place] = 0
    if answer is None:
        return
    answers.score[place], answers.pd_ppm[place] = answer.score, int(answer.pd.scaleb(6))
    answers.band[place], answers.limit[place] = answers.bands.index(answer.band), answer.limit_minor
    for number, reason in enumerate(answer.reasons):
        answers.reasons[place, number] = answers.codes[reason.code]
    labels, number = [plan.label for plan in answers.policy.offers], -1
    for terms in answer.offers or answer.indicative:
        number = labels.index(terms.label, number + 1)
        answers.offer_amount[number, place] = terms.amount_minor
        answers.offer_term[number, place] = terms.term_months
        answers.offer_margin[number, place] = terms.margin_bps
