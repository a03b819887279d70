"""Time and groups: what is recent enough to teach, what moved, and who would be approved."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.groups import audit
from puhui.risk.modelling.plan import TrainingPlan
from puhui.risk.modelling.train import train_model

ROLL = np.random.default_rng(3)


def over_time(rows: int = 6000) -> pa.Table:
    """Until 2020 a high `old` is good; from then on it is bad, as in a form whose boxes were exchanged."""
    day = np.sort(ROLL.integers(date(2018, 1, 1).toordinal(), date(2022, 12, 31).toordinal(), rows))
    late = day >= date(2020, 1, 1).toordinal()
    x, old = ROLL.normal(size=rows), ROLL.normal(size=rows)
    chance = 1 / (1 + np.exp(1.2 + 0.8 * x + np.where(late, -0.9, 0.9) * old))
    bad = (ROLL.random(rows) < chance).astype(int)
    sex = ROLL.choice(["f", "m"], rows)
    return pa.table(
        {
            "x": x,
            "old": old,
            "noise": ROLL.normal(size=rows),
            "opened": [date.fromordinal(int(d)) for d in day],
            "sex": sex.tolist(),
            "bad": bad,
        }
    )


TABLE = over_time()


def test_a_named_period_trains_on_the_time_that_is_like_the_last() -> None:
    blind = train_model(TABLE, plan=TrainingPlan(target="bad")).card
    seeing = train_model(TABLE, plan=TrainingPlan(target="bad", period="opened")).card
    assert seeing["out_of_time"]["auc"] > blind["out_of_time"]["auc"] + 0.05
    assert 2000 < seeing["stability"]["window"]["rows"] < 5000
    assert seeing["data"]["rows"] == seeing["stability"]["window"]["rows"]


def test_a_period_that_is_no_time_is_refused() -> None:
    with pytest.raises(TrainingRefused, match="no column of dates"):
        train_model(TABLE, plan=TrainingPlan(target="bad", period="x"))


def test_a_protected_column_is_kept_out_by_itself_and_told_when_it_is_not() -> None:
    card = train_model(TABLE, plan=TrainingPlan(target="bad")).card
    assert "sex" in {entry["column"] for entry in card["data"]["dropped"]}
    assert card["protected_inputs"] == []
    told = train_model(TABLE, plan=TrainingPlan(target="bad", allow_protected=True)).card
    assert told["protected_inputs"] == ["sex"]
    assert any("may not be used" in limit for limit in told["limits"])


def test_groups_are_audited_and_stay_out_of_the_model() -> None:
    model = train_model(TABLE, plan=TrainingPlan(target="bad", groups=["sex"]))
    [found] = model.card["groups"]
    assert {g["group"] for g in found["groups"]} == {"f", "m"}
    assert sum(g["rows"] for g in found["groups"]) == 6000
    assert "sex" not in {f["name"] for f in model.document["features"]}
    for group in found["groups"]:
        assert group["ratio_low"] <= group["ratio"] <= group["ratio_high"]


def test_a_planted_proxy_raises_the_alarm() -> None:
    sex = np.array(["f"] * 1000 + ["m"] * 3000)
    risk = np.where(sex == "f", 0.3, 0.1) + ROLL.random(4000) / 10
    bad = (ROLL.random(4000) < 0.15).astype(np.int8)
    [found] = audit(pa.table({"sex": sex.tolist()}), risk, bad, groups=["sex"])
    by_name = {group["group"]: group for group in found["groups"]}
    assert found["reference"] == "m"
    assert by_name["f"]["alarm"]
    assert by_name["f"]["ratio_high"] < 0.8
    assert not by_name["m"]["alarm"]


def test_numbers_of_many_values_become_four_bands_and_unknown_is_a_group() -> None:
    age = ROLL.integers(18, 80, 1000).astype(float)
    age[:50] = np.nan
    [found] = audit(pa.table({"age": age}), ROLL.random(1000), np.zeros(1000, np.int8), groups=["age"])
    assert len(found["groups"]) == 5
    assert {g["rows"] for g in found["groups"] if g["group"] == "unknown"} == {50}
