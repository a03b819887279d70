"""`puhui models`: training and evaluating on tables that a test can make up, and on real ones where they lie nearby."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow.csv import write_csv
from pyarrow.parquet import write_table as write_parquet

from puhui.interfaces.command_line.models import command
from puhui.risk.modelling import gbdt
from puhui.risk.modelling.reading import MOST_ROWS

SBA_AFTER = "Term,ChgOffDate,ChgOffPrinGr,MIS_Status,DisbursementDate,DisbursementGross"
SHARED = Path(__file__).parents[4] / "shared" / "data"


def made_up(path: Path, *, rows: int = 1500, seed: int = 1) -> Path:
    """A table with a trend, a category, missing values, a date, an id, a constant and, last, a leak."""
    roll = np.random.default_rng(seed)
    x, noise = roll.normal(size=rows), roll.normal(size=rows)
    trade = roll.choice(["shop", "farm", "mill"], size=rows)
    risk = 1 / (1 + np.exp(1.5 + 1.2 * x - 0.8 * (trade == "mill")))
    bad = roll.random(rows) < risk
    with path.open("w", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["case_id", "x", "noise", "trade", "opened_on", "always", "after", "bad"])
        for n in range(rows):
            shown = "" if n % 9 == 0 else f"{x[n]:.4f}"
            opened = f"20{10 + n % 10}-0{1 + n % 9}-15"
            out.writerow([1000 + n, shown, f"{noise[n]:.3f}", trade[n], opened, 1, int(bad[n]), int(bad[n])])
    return path


def call(*arguments: object) -> tuple[int, Any]:
    result = CliRunner().invoke(command, [*map(str, arguments), "--json"])
    return result.exit_code, json.loads(result.stdout) if result.stdout.startswith("{") else result.output


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_huge_file_is_sampled_and_says_so_aloud(tmp_path: Path, ending: str) -> None:
    roll, rows = np.random.default_rng(3), MOST_ROWS + 20_000
    x = roll.normal(size=rows).round(3)
    risk = 1 / (1 + np.exp(2 + x))
    table = pa.table({"x": x, "empty": pa.nulls(rows, pa.float64()), "bad": (roll.random(rows) < risk).astype("int8")})
    (write_csv if ending == "csv" else write_parquet)(table, tmp_path / f"huge.{ending}")
    given = ["--data", str(tmp_path / f"huge.{ending}"), "--target", "bad", "--out", str(tmp_path / "m")]
    result = CliRunner().invoke(command, ["train", *given])
    assert result.exit_code == 0
    said = f"300,000 of its {rows:,} rows, drawn at random"
    assert said in result.stderr
    assert said in (tmp_path / "m" / "model_card.md").read_text()
    card = json.loads((tmp_path / "m" / "model_card.json").read_text())
    assert card["data"]["rows"] == MOST_ROWS
    assert card["data"]["dropped"] == [{"column": "empty", "why": "empty: no row has a value"}]
    assert abs(card["out_of_fold"]["bad_rate"] - risk.mean()) < 0.003


@pytest.mark.parametrize("kind", ["scorecard", "gbdt"])
def test_train_then_evaluate_on_rows_not_seen(tmp_path: Path, kind: str) -> None:
    if kind == "gbdt":
        pytest.importorskip("lightgbm", reason="pip install 'puhui[lab]'")
    data = made_up(tmp_path / "seen.csv")
    code, card = call(
        "train", "--data", data, "--target", "bad", "--exclude", "after", "--out", tmp_path / "m", "--kind", kind
    )
    assert code == 0
    assert {d["column"] for d in card["data"]["dropped"]} == {"after", "case_id", "always", "opened_on"}
    assert card["data"]["periods"][0]["column"] == "opened_on"
    assert card["out_of_fold"]["auc_low"] < card["out_of_fold"]["auc"] < card["out_of_fold"]["auc_high"]
    assert "Limits of use" in (tmp_path / "m" / "model_card.md").read_text()
    unseen = made_up(tmp_path / "unseen.csv", seed=2)
    code, found = call("evaluate", "--model", tmp_path / "m", "--data", unseen, "--target", "bad")
    assert code == 0
    assert {"auc", "ks", "brier", "rows"} <= set(found)
    assert found["rows"] == 1500
    assert found["auc"] > 0.70
    assert abs(found["auc"] - card["out_of_fold"]["auc"]) < 0.05


def test_training_repeats_itself_to_the_byte(tmp_path: Path) -> None:
    data = made_up(tmp_path / "d.csv")
    for name in ("a", "b"):
        assert call("train", "--data", data, "--target", "bad", "--exclude", "after", "--out", tmp_path / name)[0] == 0
    assert (tmp_path / "a" / "scorecard.json").read_bytes() == (tmp_path / "b" / "scorecard.json").read_bytes()


def test_a_column_written_after_the_outcome_is_refused_unless_allowed(tmp_path: Path) -> None:
    data = made_up(tmp_path / "d.csv")
    code, answer = call("train", "--data", data, "--target", "bad", "--out", tmp_path / "m")
    assert (code, answer["error"]["code"], answer["error"]["where"]) == (1, "leak_suspected", "after")
    assert not (tmp_path / "m").exists()
    code, card = call("train", "--data", data, "--target", "bad", "--out", tmp_path / "m", "--allow-leaks")
    assert (code, card["leaks_allowed"]) == (0, True)


@pytest.mark.parametrize(
    ("content", "arguments", "code", "where"),
    [
        ("x,bad\n1,0\n2,1\n", [], 1, ""),
        ("x,y\n1,0\n", [], 1, "bad"),
        ("x,bad\n" + "1,7\n" * 60, [], 1, "bad"),
        ("x,bad\n" + "1,0\n2,1\n" * 60, ["--exclude", "zz"], 1, "zz"),
        ("", [], 1, None),
        ("x,bad\n1,0\n", ["--invoices", "{file}"], 2, None),
    ],
)
def test_refusals(tmp_path: Path, content: str, arguments: list[str], code: int, where: str | None) -> None:
    file = tmp_path / "d.csv"
    file.write_text(content)
    given = [argument.format(file=file) for argument in arguments]
    answered, answer = call("train", "--data", file, "--target", "bad", "--out", tmp_path / "m", *given)
    assert answered == code
    if where is not None:
        assert answer["error"]["where"] == where
    assert not (tmp_path / "m").exists()


def test_evaluating_without_a_column_of_the_model_names_it(tmp_path: Path) -> None:
    data = made_up(tmp_path / "d.csv")
    call("train", "--data", data, "--target", "bad", "--exclude", "after", "--out", tmp_path / "m")
    (tmp_path / "e.csv").write_text("bad,noise\n0,1\n1,2\n")
    code, answer = call("evaluate", "--model", tmp_path / "m", "--data", tmp_path / "e.csv", "--target", "bad")
    assert code == 1
    assert answer["error"]["where"] in {"x", "trade"}


def test_without_the_extra_the_challenger_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(gbdt.importlib, "import_module", missing)
    data = made_up(tmp_path / "d.csv")
    code, answer = call("train", "--data", data, "--target", "bad", "--out", tmp_path / "m", "--kind", "gbdt")
    assert (code, answer["error"]["code"]) == (1, "extra_missing")
    assert "puhui[lab]" in answer["error"]["message"]


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="the shared data sets are not here")
@pytest.mark.parametrize(
    ("name", "target", "exclude", "least"),
    [
        ("south_german_credit", "default", "kredit", 0.77),
        ("uci_credit_card", "default", "", 0.76),
        (
            "sba_small_business",
            "target",
            "Term,ChgOffDate,ChgOffPrinGr,MIS_Status,DisbursementDate,DisbursementGross",
            0.72,
        ),
    ],
)
def test_real_data_comes_near_the_published_baselines(
    tmp_path: Path, name: str, target: str, exclude: str, least: float
) -> None:
    data = SHARED / name / f"{name}.csv.gz"
    code, card = call("train", "--data", data, "--target", target, "--exclude", exclude, "--out", tmp_path / "m")
    assert code == 0
    assert card["out_of_fold"]["auc"] >= least
    assert card["out_of_fold"]["calibration_error"] < 0.05


def test_a_package_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    data = made_up(tmp_path / "d.csv")
    assert call("train", "--data", data, "--target", "bad", "--exclude", "after", "--out", tmp_path / "m")[0] == 0
    assert {p.name for p in (tmp_path / "m").iterdir()} == {
        "manifest.json",
        "model_card.json",
        "model_card.md",
        "scorecard.json",
    }
    card = tmp_path / "m" / "scorecard.json"
    card.write_bytes(card.read_bytes().replace(b'"points": 600', b'"points": 601'))
    code, answer = call("evaluate", "--model", tmp_path / "m", "--data", data, "--target", "bad")
    assert code == 1
    assert "scorecard.json" in answer["error"]["message"]


@pytest.mark.parametrize("shape", ["curves", "woe"])
def test_both_shapes_of_a_scorecard(tmp_path: Path, shape: str) -> None:
    data = made_up(tmp_path / "d.csv")
    given = ["--data", data, "--target", "bad", "--exclude", "after", "--shape", shape, "--groups", "trade"]
    code, card = call("train", *given, "--out", tmp_path / "m")
    assert (code, card["shape"]) == (0, shape)
    assert card["out_of_fold"]["auc"] > 0.70
    assert card["out_of_time"]["column"] == "opened_on"
    assert [g["column"] for g in card["groups"]] == ["trade"]
    assert card["monotone"]["violations"] == 0


def odd(path: Path, *, rows: int, seed: int) -> Path:
    """A file as a lender may have it, of random shape: heads, encoding, separator, decimal sign, words of the outcome.

    Its columns are drawn as well: some tell something, some nothing, some are broken in a way of their own.
    """
    roll = np.random.default_rng(seed)
    heads = [f"字段{n}" if seed % 2 else f"Col {n}" for n in range(int(roll.integers(4, 9)))]
    weights = roll.normal(size=len(heads)) * roll.integers(0, 2, len(heads))
    weights[0] = 1.5
    values = roll.normal(size=(rows, len(heads)))
    bad = roll.random(rows) < 1 / (1 + np.exp(1.4 - values @ weights))
    comma, separator = (seed % 3 == 0), ";" if seed % 3 == 0 else "\t"
    words = ("违约", "正常") if seed % 2 else ("charged off", "paid")
    lines = [separator.join([*heads, "流水号", "broken", "constant", "outcome"])]
    for n in range(rows):
        cells = ["" if roll.random() < 0.05 else f"{value:.4f}" for value in values[n]]
        cells = [cell.replace(".", ",") if comma else cell for cell in cells]
        mess = ["n/a", "￥1,200", "12%", "?"][int(roll.integers(0, 4))]
        lines.append(separator.join([*cells, str(90_000 + n), mess, "x", words[0] if bad[n] else words[1]]))
    path.write_bytes("\n".join(lines).encode("gb18030" if seed % 2 else "utf-8-sig"))
    return path


@pytest.mark.parametrize("seed", [6, 7])
def test_a_file_that_nobody_has_seen_is_trained_and_evaluated_by_command_only(tmp_path: Path, seed: int) -> None:
    bad_word = "违约" if seed % 2 else "charged off"
    data, later = odd(tmp_path / "a.csv", rows=1500, seed=seed), tmp_path / "b.csv"
    whole = data.read_bytes().decode("gb18030" if seed % 2 else "utf-8-sig").split("\n")
    for path, lines in ((data, whole[:1101]), (later, [whole[0], *whole[1101:]])):
        path.write_bytes("\n".join(lines).encode("gb18030" if seed % 2 else "utf-8-sig"))
    told = ("--target", "outcome", "--bad-value", bad_word)
    code, card = call("train", "--data", data, *told, "--out", tmp_path / "m")
    assert code == 0, card
    assert {d["column"] for d in card["data"]["dropped"]} >= {"constant", "流水号"}
    code, found = call("evaluate", "--model", tmp_path / "m", "--data", later, *told)
    assert code == 0, found
    assert found["rows"] == 400
    assert found["auc"] > 0.72
    assert abs(found["auc"] - card["out_of_fold"]["auc"]) < 0.08
    assert found["calibration_error"] < 0.08
