"""Many decisions under a policy with segments: every segment's rows in one pass with its own model, then joined."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from puhui.risk.decisioning.rules.bulk import decide_many
from puhui.risk.decisioning.rules.bulk_amounts import method_of
from puhui.risk.decisioning.rules.bulk_answers import BulkDecisions, OfferColumns
from puhui.risk.decisioning.rules.bulk_tables import OneByOne, matches, single_hit
from puhui.risk.decisioning.rules.columns import Column, RequestColumns, Whole
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.segments import slots_in
from puhui.risk.decisioning.rules.serving import ScoringModel


def decide_by_segment(
    asked: RequestColumns,
    *,
    policy: DecisionPolicy,
    models: Mapping[str, ScoringModel],
    parameters: Mapping[str, Decimal],
    with_score_reasons: bool = True,
) -> BulkDecisions:
    """Every row with the model of its segment, as one by one; `models` by slot, the policy's own among them."""
    own = policy.scorecard
    parts = _parts(asked, policy=policy)
    if len(parts) < 2:
        slot = next(iter(parts), own)
        return decide_many(
            asked, policy=policy, scorecard=models[slot], parameters=parameters, with_score_reasons=with_score_reasons
        )
    found = {
        slot: decide_many(
            asked.part(rows),
            policy=policy,
            scorecard=models[slot],
            parameters=parameters,
            with_score_reasons=with_score_reasons,
        )
        for slot, rows in parts.items()
    }
    return _joined(asked, found, parts, policy=policy)


def _parts(asked: RequestColumns, *, policy: DecisionPolicy) -> dict[str, Whole]:
    """The rows of each slot that has any, in their order."""
    table = policy.segments
    everyone: Whole = np.arange(asked.size)
    if table is None or not asked.size:
        return {policy.scorecard: everyone}
    context: dict[str, Column] = dict(asked.facts)
    context.update({f"applicant.{name}": column for name, column in asked.applicant.items()})
    try:
        place, _ = single_hit(table, matches(table, context, size=asked.size), size=asked.size)
    except OneByOne:  # a value of another type: asked row by row, as one by one does
        slots = [policy.slot_of(asked.request(row)) for row in range(asked.size)]
        return {slot: np.flatnonzero(np.array([one == slot for one in slots])) for slot in dict.fromkeys(slots)}
    names = [str(row.then["scorecard"]) for row in table.rows]
    of_row = {slot: [n for n, name in enumerate(names) if name == slot] for slot in slots_in(table)}
    found = {policy.scorecard: np.flatnonzero(place < 0)}
    for slot, numbers in of_row.items():
        rows = np.flatnonzero(np.isin(place, numbers))
        found[slot] = np.sort(np.concatenate([found[slot], rows])) if slot in found else rows
    return {slot: rows for slot, rows in found.items() if len(rows)}


def _joined(
    asked: RequestColumns, found: Mapping[str, BulkDecisions], parts: Mapping[str, Whole], *, policy: DecisionPolicy
) -> BulkDecisions:
    """The answers of all segments in the order of the rows; reason codes are numbered anew, once for all."""
    first = next(iter(found.values()))
    codes = {code: n for n, code in enumerate(dict.fromkeys(c for one in found.values() for c in one.reason_codes))}
    size = asked.size
    columns = {
        name: np.zeros(size, dtype=getattr(first, name).dtype)
        for name in ("outcome", "score", "pd_ppm", "band", "limit_minor")
    }
    reasons = np.full((size, first.reasons.shape[1]), -1, dtype=first.reasons.dtype)
    amounts = np.zeros((3, len(first.offers), size), dtype=np.int64)
    refused: dict[int, str] = {}
    counts: Counter[str] = Counter()
    for slot, answers in found.items():
        rows = parts[slot]
        for name, column in columns.items():
            column[rows] = getattr(answers, name)
        moved = np.array([*(codes[code] for code in answers.reason_codes), -1], dtype=reasons.dtype)
        reasons[rows] = moved[answers.reasons]
        for n, offer in enumerate(answers.offers):
            amounts[:, n, rows] = (offer.amount_minor, offer.term_months, offer.margin_bps)
        refused |= {int(rows[row]): why for row, why in answers.refused.items()}
        counts.update(answers.one_by_one)
    offers = tuple(
        OfferColumns(plan.label, amounts[0, n], amounts[1, n], method_of(plan, asked), amounts[2, n])
        for n, plan in enumerate(policy.offers)
    )
    return BulkDecisions(
        **columns,
        bands=first.bands,
        offers=offers,
        reasons=reasons,
        reason_codes=tuple(codes),
        one_by_one=dict(counts),
        refused=refused,
        lpr_pct=first.lpr_pct,
    )
