"""Adjustments by hand: kept as data with who and why, in every fold as on the card; faults named by column."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from puhui.risk.modelling.by_hand import read_adjustments
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.plan import TrainingPlan
from puhui.risk.modelling.train import train_model

ROLL = np.random.default_rng(21)
X, TRADE = ROLL.normal(size=1500), ROLL.choice(["shop", "farm", "mill"], 1500)
BAD = (ROLL.random(1500) < 1 / (1 + np.exp(1 + X - 0.5 * (TRADE == "mill")))).astype(int)
TABLE = pa.table({"x": X, "trade": TRADE.tolist(), "bad": BAD})
SAID = 'who = "Li Wei, risk"\nwhy = "as lent since 2024"\n'


def trained(tmp_path: Path, text: str, **more: object) -> dict[str, object]:
    (tmp_path / "bins.toml").write_text(text, encoding="utf-8")
    plan = TrainingPlan(target="bad", by_hand=read_adjustments(tmp_path / "bins.toml"), **more)  # type: ignore[arg-type]
    model = train_model(TABLE, plan=plan)
    return {"card": model.card, **{f["name"]: f for f in model.document["features"]}}


def test_cuts_points_and_groups_are_those_of_the_person(tmp_path: Path) -> None:
    found = trained(
        tmp_path,
        f'[[column]]\nname = "x"\ncuts = ["-0.5", "1"]\npoints = {{ "1" = -40, missing = 7 }}\n{SAID}'
        f'[[column]]\nname = "trade"\ngroups = [["shop", "farm"]]\n{SAID}',
    )
    x, trade = found["x"], found["trade"]
    assert [b["low"] for b in x["bins"]] == [None, "-0.5", "1"]
    assert (x["bins"][0]["points"], x["missing"]["points"]) == (-40, 7)
    assert [b["values"] for b in trade["bins"]] == [["shop", "farm"], []]
    assert [h["who"] for h in found["card"]["by_hand"]] == ["Li Wei, risk"] * 2


def test_a_direction_by_hand_is_kept(tmp_path: Path) -> None:
    found = trained(tmp_path, f'[[column]]\nname = "x"\ndirection = "rising"\ncuts = ["-1", "0", "1"]\n{SAID}')
    points = [b["points"] for b in found["x"]["bins"]]
    assert points == sorted(points, reverse=True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no"),
        ("[[column", "read"),
        ('[[column]]\nname = "x"\ncuts = ["1"]\nwho = "a"\nwhy = " "\n', "who and why"),
        ('[[column]]\nname = "x"\ncuts = ["1"]\n', "who"),
        (f'[[column]]\nname = "x"\ncuts = ["2", "1"]\n{SAID}', "rise"),
        (f'[[column]]\nname = "x"\ncuts = ["much"]\n{SAID}', "x"),
        (f'[[column]]\nname = "x"\nspeed = 1\n{SAID}', "speed"),
        (f'[[column]]\nname = "x"\ndirection = "sideways"\n{SAID}', "sideways"),
        (f'[[column]]\nname = "x"\ncuts = ["1"]\n{SAID}[[column]]\nname = "x"\n{SAID}', "twice"),
        (f'[[column]]\nname = "z"\ncuts = ["1"]\n{SAID}', "no column"),
        (f'[[column]]\nname = "x"\ngroups = [["a"]]\n{SAID}', "number"),
        (f'[[column]]\nname = "trade"\ngroups = [["shop"], ["shop"]]\n{SAID}', "one group"),
        (f'[[column]]\nname = "x"\ncuts = ["1"]\npoints = {{ "9" = 1 }}\n{SAID}', "no bin"),
    ],
)
def test_faults_are_refused_by_column(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(TrainingRefused, match=why):
        trained(tmp_path, text)


def test_only_cards_of_curves_are_adjusted(tmp_path: Path) -> None:
    with pytest.raises(TrainingRefused, match="curves"):
        trained(tmp_path, f'[[column]]\nname = "x"\ncuts = ["1"]\n{SAID}', shape="woe")
