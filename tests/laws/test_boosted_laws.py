"""Laws of boosted trees in decisions: parts add up, one direction holds, the score is LightGBM's own answer."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples
from tests.unit.decisioning.packages import FACTS, SIGNS, boosted_document
from tests.unit.decisioning.shipped import PARAMETERS, request, shipped_policy

from puhui.kernel.canonical import canonical_json
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.boosted import Boosted, parse_boosted, score_of_log_odds, whole_parts
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.scorecard import pd_of_score

pytest.importorskip("lightgbm", reason="pip install 'puhui[lab]'")
MODEL = parse_boosted(boosted_document())
POLICY = shipped_policy()
shares = st.decimals(min_value=0, max_value=1, places=6)
VALUES = {
    "turnover_12m": st.integers(0, 10**9),
    "turnover_volatility_12m": shares,
    "buyers_12m": st.integers(0, 60),
    "void_share_12m": shares,
    "gross_margin_12m": shares,
}
any_facts = st.fixed_dictionaries({name: st.one_of(st.none(), values) for name, values in VALUES.items()})


@settings(max_examples=examples(200))
@given(facts=any_facts)
def test_parts_add_up_and_are_near_the_exact_contributions(facts: dict[str, Decimal | int | None]) -> None:
    score, parts = MODEL.score(facts)
    assert [part.fact for part in parts] == list(FACTS)
    assert MODEL.best_score + sum(part.points for part in parts) == score == MODEL.points(facts)
    assert sum(part.lost for part in parts) == MODEL.best_score - score
    row = np.array([[math.nan if facts[name] is None else float(facts[name] or 0) for name in FACTS]])
    exact = MODEL.booster.predict(row, pred_contrib=True)[0][:-1] * -20 / math.log(2)
    assert all(abs(part.points - value) < 1.5 for part, value in zip(parts, exact, strict=True))
    assert abs(float(MODEL.pd(score)) - float(MODEL.booster.predict(row)[0])) < 0.01


@settings(max_examples=examples(500))
@given(facts=any_facts)
def test_the_tables_give_what_lightgbm_gives(facts: dict[str, Decimal | int | None]) -> None:
    assert MODEL.score_and_parts(facts) == MODEL.score_and_parts_by_lightgbm(facts)
    assert MODEL.made[0] is not None


@settings(max_examples=examples(200))
@given(facts=any_facts, place=st.integers(0, len(FACTS) - 1), data=st.data())
def test_a_better_value_never_lowers_the_score(facts: dict[str, object], place: int, data: st.DataObject) -> None:
    name = FACTS[place]
    low, high = sorted(data.draw(st.lists(VALUES[name], min_size=2, max_size=2)), key=lambda v: -SIGNS[place] * v)
    assert MODEL.points(facts | {name: low}) <= MODEL.points(facts | {name: high})
    assert MODEL.features[place].direction == -SIGNS[place]


@settings(max_examples=examples(100))
@given(facts=any_facts)
def test_every_decision_has_its_reasons_and_the_same_bytes_again(facts: dict[str, object]) -> None:
    asked = request(facts=facts)
    answer = decide(asked, policy=POLICY, scorecard=MODEL, parameters=PARAMETERS)
    again = decide(asked, policy=POLICY, scorecard=parse_boosted(boosted_document()), parameters=PARAMETERS)
    assert canonical_json(answer) == canonical_json(again)
    assert answer.engine.startswith("1 lightgbm 4.")
    if answer.outcome != "approve":
        assert 1 <= len(answer.reasons) <= 4
        assert all(reason.text.en and reason.text.zh for reason in answer.reasons)


@given(raw=st.floats(-9, 9))
def test_points_and_log_odds_are_the_same_scale(raw: float) -> None:
    score = score_of_log_odds(raw, scale=(600, 30, 20))
    exact = 1 / (1 + math.exp(-raw))
    step = abs(float(pd_of_score(score - 1, scale=(600, 30, 20))) - float(pd_of_score(score + 1, scale=(600, 30, 20))))
    assert abs(float(pd_of_score(score, scale=(600, 30, 20))) - exact) <= step / 2 + 1e-6


@given(exact=st.lists(st.floats(-200, 200), min_size=1, max_size=30), more=st.integers(-40, 40))
def test_whole_parts_add_up(exact: list[float], more: int) -> None:
    total = round(sum(exact))
    parts = whole_parts(exact, total=total)
    assert sum(parts) == total
    assert all(abs(part - value) <= 1 for part, value in zip(parts, exact, strict=True))
    assert sum(whole_parts(exact, total=total + more)) == total + more


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"names": FACTS[:-1]}, "not those of the trees"),
        ({"names": []}, "not those of the trees"),
        ({"model": "tree"}, "LightGBMError"),
        ({"model": None}, "LightGBMError"),
        ({"codes": None}, "TypeError"),
        ({"scale": {"points": 600}}, "odds"),
    ],
)
def test_a_document_that_is_no_model_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(PolicyInvalid, match=said):
        parse_boosted(boosted_document() | changes)


def test_ratios_and_categories_are_read_as_training_made_them() -> None:
    document = boosted_document() | {
        "names": ["turnover_12m / buyers_12m", "industry", "turnover_12m", "void_share_12m", "gross_margin_12m"],
        "codes": {"industry": {"retail": 1}},
    }
    model: Boosted = parse_boosted(document)
    row = model._row({"turnover_12m": 10, "buyers_12m": 4, "industry": "retail", "gross_margin_12m": Decimal("0.5")})
    assert row[0, :3].tolist() == [2.5, 1.0, 10.0]
    assert math.isnan(row[0, 3])
    assert math.isnan(model._row({"turnover_12m": 10, "buyers_12m": 0, "industry": "mining"})[0, 0])
    assert [fact.name for fact in model.features] == ["turnover_12m", "industry", "void_share_12m", "gross_margin_12m"]
    assert model.features[0].places == (0, 2)
