"""Policies in other forms give the same policy back; differences and faults are named by their cell."""

import json
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.decisioning.shipped import POLICIES, policy_document

from puhui.kernel.canonical import canonical_json, plain
from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.policy_files import FACT_TYPES, document_from_text
from puhui.risk.decisioning.rules.policy_diff import differences_of
from puhui.risk.decisioning.rules.policy_findings import findings_of
from puhui.risk.decisioning.rules.policy_formats import as_decision_model, as_toml
from puhui.risk.decisioning.rules.policy_grid import grid_of, moved, with_rows

ROW = {"id": "N1", "when": {"months_observed": "< 3"}, "then": {"outcome": "refer", "reason": "history_short"}}


@pytest.mark.parametrize("version", [1, 2])
def test_toml_and_decision_model_give_the_same_document_back(version: int) -> None:
    document = plain(policy_document(version))
    document["tables"]["bands"]["rows"][0]["why"] = {"en": 'say "yes" \\ no', "zh": "说明"}
    assert canonical_json(document_from_text(as_toml(document))) == canonical_json(document)
    model = json.dumps(as_decision_model(document))
    assert document_from_text(model)["tables"].keys() == document["tables"].keys()
    assert findings_of(dated(document_from_text(model)), facts=FACT_TYPES) == []
    again = document_from_text(model)
    assert differences_of(document, again) == []


@given(text=st.text(max_size=30))
def test_any_text_survives_toml(text: str) -> None:
    clean = text.encode(errors="ignore").decode()
    assert tomllib.loads(as_toml({"effective_from": "2026-01-01", "a": clean}))["a"] == clean


@pytest.mark.parametrize("text", ["", "= 1", "{", '{"contentType": "application/vnd.gorules.decision"}', "[" * 5000])
def test_garbage_is_refused(text: str) -> None:
    if text == "":
        assert document_from_text(text) == {}
        return
    with pytest.raises(PolicyInvalid):
        document_from_text(text)


def dated(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "effective_from": date.fromisoformat(document["effective_from"])}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda t: t["bands"]["rows"][1]["when"].update(score="[581..6O2)"), "bands.B2.when.score"),
        (lambda t: t["bands"]["rows"][1]["when"].update(luck="> 1"), "bands.B2.when.luck"),
        (lambda t: t["prices"]["rows"][0]["then"].update(margin_bps="much"), "prices.P1.then.margin_bps"),
        (lambda t: t["prices"]["rows"][0]["then"].update(margin_bps=0.5), "prices.P1.then.margin_bps"),
        (lambda t: t["bands"]["rows"][1]["when"].update(score=">= 500"), "bands.B2"),
        (lambda t: t["bands"]["rows"].pop(1), "bands"),
        (lambda t: t["hard_rules"]["rows"][0]["then"].update(outcome="maybe"), "hard_rules.H0.then.outcome"),
        (lambda t: t["hard_rules"]["rows"][0]["then"].update(reason="because"), "hard_rules.H0.then.reason"),
        (lambda t: t["bands"]["rows"].append(t["bands"]["rows"][0]), "bands"),
        (lambda t: t.pop("limits"), "tables.limits"),
        (lambda t: t["limits"].update(hit_policy="collect"), "limits.hit_policy"),
    ],
)
def test_a_fault_is_found_in_its_cell(change: Any, place: str) -> None:
    document = policy_document()
    change(document["tables"])
    found = findings_of(document, facts=FACT_TYPES)
    assert place in [finding.where for finding in found]


def test_all_faults_are_found_at_once() -> None:
    document = policy_document()
    for row in document["tables"]["prices"]["rows"][:3]:
        row["then"]["margin_bps"] = "x"
    document["tables"]["bands"]["rows"].pop(2)
    places = [finding.where for finding in findings_of(document, facts=FACT_TYPES)]
    assert [p for p in places if p.startswith("prices")] == [f"prices.P{n}.then.margin_bps" for n in (1, 2, 3)]
    assert "bands" in places


def test_a_table_of_many_rows_is_checked_in_good_time_and_a_maze_is_refused() -> None:
    document = policy_document()
    rows = [
        {"id": f"R{n}", "when": {"band": "A", "term_months": f"[{n}..{n + 1})"}, "then": {"margin_bps": n}}
        for n in range(1, 360)
    ]
    document["tables"]["prices"]["rows"] = rows
    found = findings_of(document, facts=FACT_TYPES)
    assert {f.where for f in found} == {"prices"}
    maze = policy_document()
    names = list(FACT_TYPES)[:12]
    maze["tables"]["bands"]["inputs"].update(dict.fromkeys(names, "number"))
    maze["tables"]["bands"]["rows"] = [
        {
            "id": f"M{n}",
            "when": {name: f"{n % (k + 2)}" for k, name in enumerate(names)},
            "then": {"band": "A", "outcome": "refer"},
        }
        for n in range(300)
    ]
    assert findings_of(maze, facts=FACT_TYPES)


def test_differences_are_told_cell_by_cell() -> None:
    before = plain(policy_document())
    after = plain(policy_document())
    after["version"], after["approved_by"] = "9", "others"
    after["tables"]["prices"]["rows"][1]["then"]["margin_bps"] = 260
    after["tables"]["hard_rules"]["rows"].append(ROW)
    del after["tables"]["bands"]["rows"][5]
    after["amounts"]["least"] = "50000"
    found = {d.where: (d.before, d.after) for d in differences_of(before, after)}
    assert found["tables.prices.rows.P2.then.margin_bps"] == ("230", "260")
    assert found["tables.hard_rules.rows.N1"][0] is None
    assert found["tables.bands.rows.B6"][1] is None
    assert found["amounts.least"] == ("100000", "50000")
    assert len(found) == 4


def test_a_grid_gives_its_table_back_and_its_rows_move() -> None:
    table = plain(policy_document()["tables"]["bands"])
    grid = grid_of(table)
    assert with_rows(table, grid.rows)["rows"] == table["rows"]
    assert [r.id for r in moved(grid, "up", place=1)] == ["B2", "B1", "B3", "B4", "B5", "B6"]
    assert [r.id for r in moved(grid, "delete", place=0)] == ["B2", "B3", "B4", "B5", "B6"]
    added = moved(grid, "add", place=0)
    assert (added[1].id, added[1].when, added[1].then) == ("R1", ("-", "-"), ("", ""))
    assert len(moved(grid, "add")) == 7
    for act, place in (("up", 0), ("down", 5), ("delete", 6), ("turn", 1), ("delete", -1)):
        with pytest.raises(InvalidInput):
            moved(grid, act, place=place)
    with pytest.raises(InvalidInput):
        with_rows(table, grid.rows * 200)


def test_shipped_policies_have_no_fault() -> None:
    for path in sorted((POLICIES / "decision_policies").glob("*.toml")):
        assert findings_of(tomllib.loads(path.read_text(encoding="utf-8")), facts=FACT_TYPES) == []
