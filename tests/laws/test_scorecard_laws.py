"""Laws of points cards with pairs: reasons sum to the gap exactly, one row scores as a table does, pairs are pure."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples

from puhui.risk.decisioning.rules.reasons import score_reasons
from puhui.risk.decisioning.rules.scorecard import parse_scorecard
from puhui.risk.modelling.binning import Binning
from puhui.risk.modelling.cards import card_document, score_table
from puhui.risk.modelling.fitting import Fit, PairTable

log_odds = st.floats(min_value=-2, max_value=2)
TABLES = st.tuples(
    st.lists(log_odds, min_size=4, max_size=4),
    st.lists(log_odds, min_size=4, max_size=4),
    st.lists(st.lists(log_odds, min_size=3, max_size=3), min_size=2, max_size=2),
)
NUMBERS = st.one_of(st.none(), st.sampled_from([-1, 0, 1, 2, 3, 9]))
TRADES = st.sampled_from([None, "shop", "mill", "farm", "never seen"])


def card_of(tables: tuple[list[float], list[float], list[list[float]]]) -> dict[str, object]:
    own, trade, both = tables
    x = Binning(
        "x", "number", cuts=[Decimal(1), Decimal(3)], woe=own[:3], missing_woe=own[3], rows=[1] * 3, bads=[0] * 3
    )
    kind = Binning(
        "kind",
        "category",
        levels=[["shop"], ["mill"], ["farm"]],
        woe=trade[:3],
        missing_woe=trade[3],
        rows=[1] * 3,
        bads=[0] * 3,
        shape="by category",
    )
    pair = PairTable(("x", "kind"), [[0, 1], [2]], [[0], [2], [-1]], np.array(both))
    fit = Fit((x, kind), np.ones(2), 1.0, pairs=(pair,))
    return card_document(fit, card_id="c", version="1", label="", texts={})


@settings(max_examples=examples(100))
@given(tables=TABLES, x=NUMBERS, kind=TRADES)
def test_points_lost_sum_to_the_gap_and_a_reason_names_each(
    tables: tuple[list[float], list[float], list[list[float]]], x: int | None, kind: str | None
) -> None:
    card = parse_scorecard(card_of(tables))
    score, parts = card.score({"x": x, "kind": kind})
    assert score == card.points({"x": x, "kind": kind})
    assert sum(part.lost for part in parts) == card.best_score - score
    assert all(part.lost >= 0 for part in parts)
    reasons = score_reasons(parts, card=card)
    assert len(reasons) == sum(part.lost > 0 for part in parts)
    assert all(reason.text.en and reason.text.zh for reason in reasons)


@settings(max_examples=examples(50))
@given(tables=TABLES, rows=st.lists(st.tuples(NUMBERS, TRADES), min_size=1, max_size=8))
def test_a_row_scores_alone_as_it_does_in_a_table(
    tables: tuple[list[float], list[float], list[list[float]]], rows: list[tuple[int | None, str | None]]
) -> None:
    card = parse_scorecard(card_of(tables))
    table = pa.table(
        {"x": pa.array([r[0] for r in rows], pa.int64()), "kind": pa.array([r[1] for r in rows], pa.string())}
    )
    alone = [card.points({"x": x, "kind": kind}) for x, kind in rows]
    assert score_table(card, table).tolist() == alone
