"""A lender's own file, as it comes: odd encodings, separators, dates, words for the outcome; and what is refused."""

import gzip
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from puhui.risk.modelling.contracts import LeakSuspected, TrainingRefused
from puhui.risk.modelling.data import plain_number, training_data
from puhui.risk.modelling.plan import TrainingPlan
from puhui.risk.modelling.reading import read_sample, read_table
from puhui.risk.modelling.train import train_model

ROLL = np.random.default_rng(8)
ROWS = 600


def rows_of(count: int = ROWS) -> list[tuple[float, str, int]]:
    x, trade = ROLL.normal(size=count), ROLL.choice(["种植", "零售", "加工"], count)
    bad = ROLL.random(count) < 1 / (1 + np.exp(1 + 1.2 * x - 0.8 * (trade == "加工")))
    return [(float(a), str(b), int(c)) for a, b, c in zip(x, trade, bad, strict=True)]


def chinese_file(path: Path) -> Path:
    """Semicolons, GBK, decimal commas, Chinese headers, thousands in quotes, days as numbers, 好 and 坏."""
    lines = ["客户编号;月收入;行业;放款日期;金额;结果"]
    for n, (x, trade, bad) in enumerate(rows_of()):
        income = f"{x:.3f}".replace(".", ",")
        lines.append(
            f'{9000 - n};{income};{trade};{20200101 + n % 28};"{10 + n % 9},{n % 900 + 100}";{"坏" if bad else "好"}'
        )
    path.write_bytes("\r\n".join(lines).encode("gbk"))
    return path


def test_a_chinese_file_with_semicolons_gives_a_sane_scorecard(tmp_path: Path) -> None:
    table = read_table(chinese_file(tmp_path / "客户.csv"))
    card = train_model(table, plan=TrainingPlan(target="结果")).card
    assert card["out_of_fold"]["auc"] > 0.68
    assert {f["name"] for f in card["features"]} >= {"月收入", "行业"}
    assert {d["column"] for d in card["data"]["dropped"]} >= {"客户编号", "放款日期"}
    assert card["data"]["periods"][0]["first"] == "2020-01-01"


@pytest.mark.parametrize(
    ("bad", "good"), [("yes", "no"), ("坏", "好"), ("TRUE", "FALSE"), ("Y", "N"), ("1.0", "0.0"), ("违约", "正常")]
)
def test_outcomes_in_plain_words(bad: str, good: str) -> None:
    table = pa.table({"x": list(range(100)), "y": [bad if n < 20 else good for n in range(99)] + [None]})
    data = training_data(table, target="y")
    assert (int(data.bad.sum()), data.rows_without_outcome) == (20, 1)


def test_another_word_is_bad_when_it_is_said_to_be() -> None:
    table = pa.table({"x": list(range(100)), "y": ["CHGOFF" if n < 20 else "P I F" for n in range(100)]})
    with pytest.raises(TrainingRefused, match="--bad-value"):
        training_data(table, target="y")
    assert int(training_data(table, target="y", bad_value="chgoff").bad.sum()) == 20
    with pytest.raises(TrainingRefused, match="no row"):
        training_data(table, target="y", bad_value="default")


@pytest.mark.parametrize(
    "shown",
    [
        "2020-01-31",
        "2020/1/31",
        "31.01.2020",
        "2020年1月31日",
        "20200131",
        "2020-01-31T10:00:00",
        "01/31/2020",
        "31-Jan-20",
    ],
)
def test_days_in_many_forms_are_time_and_no_feature(shown: str) -> None:
    table = pa.table({"day": [shown] * 99 + [None], "x": ROLL.normal(size=100), "bad": [n % 2 for n in range(100)]})
    data = training_data(table, target="bad")
    assert data.periods == (("day", "2020-01-31", "2020-01-31"),) or "day" in {d.name for d in data.dropped}
    assert [column.name for column in data.columns] == ["x"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", 1234.5), ("￥12", 12), ("12.5%", 0.125), ("-3e2", -300), ("1 000", 1000), ("-1,000", -1000)],
)
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert plain_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["1,23", "abc", "", "12-3"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="could not convert"):
        plain_number(text)


def test_a_large_file_is_sampled_evenly_and_in_order(tmp_path: Path) -> None:
    count = 200_000
    pq.write_table(pa.table({"n": list(range(count))}), tmp_path / "d.parquet", row_group_size=7_000)
    table, total = read_sample(tmp_path / "d.parquet", most=10_000)
    numbers = table["n"].to_pylist()
    assert (total, len(numbers)) == (count, 10_000)
    assert numbers == sorted(set(numbers))
    assert abs(float(np.mean(numbers)) - count / 2) < 2_500
    assert read_sample(tmp_path / "d.parquet", most=10_000)[0].equals(table)


def test_a_column_that_changes_its_type_far_down_is_read(tmp_path: Path) -> None:
    lines = ["x,bad"] + [f"{n},{n % 2}" for n in range(300_000)] + ["none,1"]
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    table = read_table(tmp_path / "d.csv.gz")
    assert table.num_rows == 300_001


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01\xff", b"a,b\n1,2,3\n", b"PAR1 not parquet"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "d.csv").write_bytes(content)
    (tmp_path / "d.parquet").write_bytes(content)
    with pytest.raises(TrainingRefused):
        train_model(read_table(tmp_path / "d.csv"), plan=TrainingPlan(target="bad"))
    with pytest.raises(TrainingRefused):
        read_table(tmp_path / "d.parquet")


def base(count: int = 800) -> dict[str, object]:
    x, _, bad = zip(*rows_of(count), strict=True)
    return {"x": list(x), "bad": list(bad)}


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ({"e": [None] * 800}, "empty"),
        ({"e": ["a"] * 800}, "constant"),
        ({"e": [f"c{n}" for n in range(800)]}, "identifier"),
        ({"e": list(range(800))}, "identifier"),
        ({"e": ["x"] * 799 + [None]}, None),
    ],
)
def test_columns_that_can_teach_nothing(extra: dict[str, object], why: str | None) -> None:
    card = train_model(pa.table({**base(), **extra}), plan=TrainingPlan(target="bad")).card
    told = {d["column"]: d["why"] for d in card["data"]["dropped"]}
    assert ("e" not in told) if why is None else why in told["e"]
    assert "e" not in {f["name"] for f in card["features"]}


def test_ten_thousand_categories_become_few_bins() -> None:
    count = 30_000
    table = {**base(count), "town": [f"t{int(v)}" for v in ROLL.integers(0, 10_000, count)]}
    model = train_model(pa.table(table), plan=TrainingPlan(target="bad"))
    towns = [f for f in model.document["features"] if f["name"] == "town"]
    assert not towns or len(towns[0]["bins"]) <= 12
    assert model.card["out_of_fold"]["auc"] > 0.68


@pytest.mark.parametrize("bad", [[0] * 800, [1] * 800, [1] * 5 + [0] * 795])
def test_one_outcome_is_refused(bad: list[int]) -> None:
    with pytest.raises(TrainingRefused):
        train_model(pa.table({**base(), "bad": bad}), plan=TrainingPlan(target="bad"))


def test_two_hundred_rows_give_wide_intervals_and_say_so() -> None:
    card = train_model(pa.table(base(200)), plan=TrainingPlan(target="bad")).card
    assert card["out_of_fold"]["auc_high"] - card["out_of_fold"]["auc_low"] > 0.08
    assert any("wide interval" in limit for limit in card["limits"])


def test_a_leak_is_refused_and_a_day_written_after_the_outcome_is_named() -> None:
    made = base()
    with pytest.raises(LeakSuspected):
        train_model(pa.table({**made, "after": [v + 0.0 for v in made["bad"]]}), plan=TrainingPlan(target="bad"))
    written_off = ["2021-03-05" if v else None for v in made["bad"]]
    card = train_model(pa.table({**made, "off_on": written_off}), plan=TrainingPlan(target="bad")).card
    assert {s["column"] for s in card["suspects"]} == {"off_on"}
    assert "off_on" not in {f["name"] for f in card["features"]}
