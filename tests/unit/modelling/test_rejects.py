"""Rejected applicants: compared on the accepted, whose outcomes are known; they teach when they are told to."""

import numpy as np
import pyarrow as pa
import pytest

from puhui.finmath.statistics import auc
from puhui.risk.decisioning.facade import parse_scorecard
from puhui.risk.modelling.cards import risk_of_scores, score_table
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.plan import TrainingPlan
from puhui.risk.modelling.segment import read_segment
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


SIZE = 6000
CASES = np.random.default_rng(11)
SEEN, HIDDEN = CASES.normal(size=SIZE), CASES.normal(size=SIZE)
TRUE_RISK = 1 / (1 + np.exp(2.2 - 0.9 * SEEN - 0.9 * HIDDEN))
OUTCOME = (CASES.random(SIZE) < TRUE_RISK).astype(int)
LET_IN = SEEN + HIDDEN + CASES.normal(size=SIZE) < 0.6  # who decided saw more than the file holds


def risk_of(method: str, *, rows: np.ndarray = LET_IN) -> tuple[np.ndarray, dict]:
    """The risk that a model gives everybody, made up as they are, after learning from the accepted and the rejects."""
    table = pa.table({"seen": SEEN[rows], "bad": OUTCOME[rows]})
    plan = TrainingPlan(target="bad", reject_method=method)  # type: ignore[arg-type]
    trained = train_model(table, plan=plan, rejects=pa.table({"seen": SEEN[~LET_IN]}))
    card = parse_scorecard(trained.document)
    return risk_of_scores(card, score_table(card, pa.table({"seen": SEEN}))), trained.card


def test_against_a_known_truth_no_method_knows_what_the_accepted_do_not_tell() -> None:
    """Measured, not hoped: 0.152 of everybody are bad, 0.073 of the accepted; models of the accepted say 0.09 to 0.10.

    Who decided saw something that the file does not hold. Whatever is inferred from the file goes on believing the
    accepted; only outcomes of the rejected themselves would help. Ranking loses little (0.711 to 0.724 of 0.727).
    """
    truth = OUTCOME.mean()
    found = {method: risk_of(method) for method in ("compare", "parcelling", "augmentation")}
    best, _ = risk_of("compare", rows=np.ones(SIZE, dtype=bool))
    assert abs(best.mean() - truth) < 0.005  # taught by everybody's true outcomes it is right
    for method, (risk, card) in found.items():
        assert risk.mean() < truth - 0.02, method  # too rosy, with and without
        assert auc(best, OUTCOME) - auc(risk, OUTCOME) < 0.02, method
        assert card["rejects"]["taught"] is (method != "compare")
    told = found["parcelling"][1]["limits"]
    assert any("what became of them is not known" in line for line in told)
    assert found["parcelling"][1]["out_of_fold"]["auc"] == found["parcelling"][1]["rejects"]["accepted_with"]["auc"]


def test_a_segment_teaches_alone_and_is_held_beside_one_model_for_everybody() -> None:
    """What is bad for the long files is good for the short ones: one model for both cannot know."""
    roll = np.random.default_rng(3)
    months, x = roll.integers(1, 37, 4000), roll.normal(size=4000)
    slope = np.where(months < 12, -1.2, 1.2)
    bad = (roll.random(4000) < 1 / (1 + np.exp(1.5 - slope * x))).astype(int)
    table = pa.table({"months": months, "x": x, "bad": bad})
    plan = TrainingPlan(target="bad", segment=read_segment(["months: [1..12)"]))
    trained = train_model(table, plan=plan)
    found = trained.card["beside"]
    assert (trained.card["data"]["rows"], found["rows"]) == (int((months < 12).sum()), 4000)
    assert found["auc_gain_low"] > 0.02
    assert trained.card["segment"] == "months [1..12)"
    assert "Beside one model for everybody" in trained.files()["model_card.md"].decode()
    words = train_model(
        table.append_column("kind", pa.array(["a" if m < 20 else "b" for m in months])),
        plan=TrainingPlan(target="bad", segment={"kind": "a"}, exclude=("kind",)),
    )
    assert words.card["data"]["rows"] == int((months < 20).sum())


@pytest.mark.parametrize(
    "lines", [["months"], [": < 3"], ["months: < 3", "months: > 1"], ["months: <<"], ["months: > 99"], ["none: < 3"]]
)
def test_a_segment_that_cannot_be_read_or_has_no_rows_is_refused(lines: list[str]) -> None:
    table = pa.table({"months": list(range(1, 37)) * 20, "bad": [0, 1] * 360})
    with pytest.raises(TrainingRefused):
        train_model(table, plan=TrainingPlan(target="bad", segment=read_segment(lines)))
