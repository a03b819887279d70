"""Rejected applicants: compared on the accepted, whose outcomes are known; they do not teach."""

import numpy as np
import pyarrow as pa
import pytest

from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.plan import TrainingPlan
from puhui.risk.modelling.train import train_model

ROLL = np.random.default_rng(4)
X = ROLL.normal(size=3000)
BAD = (ROLL.random(3000) < 1 / (1 + np.exp(1 + X))).astype(int)
ACCEPTED = pa.table({"x": X[X > -0.5], "bad": BAD[X > -0.5]})
REJECTED = pa.table({"x": X[X <= -0.5]})


def test_the_card_says_what_they_would_change_and_the_model_is_the_same() -> None:
    plain = train_model(ACCEPTED, plan=TrainingPlan(target="bad"))
    told = train_model(ACCEPTED, plan=TrainingPlan(target="bad"), rejects=REJECTED)
    assert told.document == plain.document
    found = told.card["rejects"]
    assert found["rows"] == REJECTED.num_rows
    assert found["score_psi"] > 0.25
    assert found["mean_pd_of_rejects"] > told.card["out_of_fold"]["bad_rate"]
    assert found["accepted_without"]["auc"] == told.card["out_of_fold"]["auc"]
    assert abs(found["accepted_with"]["auc"] - found["accepted_without"]["auc"]) < 0.05
    assert "Rejected applicants" in told.files()["model_card.md"].decode()


def test_rejects_without_a_column_are_refused_by_name() -> None:
    with pytest.raises(TrainingRefused, match="'x'"):
        train_model(ACCEPTED, plan=TrainingPlan(target="bad"), rejects=pa.table({"y": [1.0]}))
