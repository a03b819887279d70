"""Decision tables: the four hit policies, typed inputs, refusals, overlaps and gaps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.contracts import PolicyInvalid, TableConflict
from puhui.risk.decisioning.rules.table_checks import clashes, gaps, overlaps
from puhui.risk.decisioning.rules.tables import DecisionTable, parse_table


def table(policy: str, lines: list[tuple[str, dict[str, str], Any]], **changes: Any) -> DecisionTable:
    document: dict[str, Any] = {
        "hit_policy": policy,
        "inputs": {"x": "number", "kind": "text"},
        "outputs": {"y": {"type": "text", "values": ["worst", "middle", "best"]}},
        "rows": [{"id": row_id, "when": when, "then": {"y": then}} for row_id, when, then in lines],
    }
    return parse_table({**document, **changes}, name="t")


ROWS = [("R1", {"x": "< 5"}, "best"), ("R2", {"x": "< 10"}, "worst"), ("R3", {"kind": "shop"}, "middle")]


@pytest.mark.parametrize(
    ("policy", "context", "hit"),
    [
        ("first", {"x": 3, "kind": "shop"}, ["R1"]),
        ("priority", {"x": 3, "kind": "shop"}, ["R2"]),
        ("collect", {"x": 3, "kind": "shop"}, ["R1", "R2", "R3"]),
        ("collect", {"x": 30, "kind": "farm"}, []),
        ("unique", {"x": 7, "kind": "farm"}, ["R2"]),
        ("first", {}, []),
    ],
)
def test_hit_policies(policy: str, context: Mapping[str, Any], hit: list[str]) -> None:
    assert [row.id for row in table(policy, ROWS).hits(context)] == hit


def test_a_unique_table_refuses_two_hits_and_names_them() -> None:
    with pytest.raises(TableConflict) as refusal:
        table("unique", ROWS).hits({"x": 3})
    assert refusal.value.detail["rows"] == "R1, R2"


def test_any_gives_the_first_of_rows_that_agree_and_refuses_those_that_do_not() -> None:
    agreeing = [("R1", {"x": "< 5"}, "best"), ("R2", {"x": "< 10"}, "best"), ("R3", {"kind": "shop"}, "middle")]
    assert [row.id for row in table("any", agreeing).hits({"x": 3})] == ["R1"]
    with pytest.raises(TableConflict) as refusal:
        table("any", agreeing).hits({"x": 3, "kind": "shop"})
    assert refusal.value.detail["rows"] == "R1, R2, R3"
    assert clashes(table("any", agreeing)) == [("R1", "R3"), ("R2", "R3")]


def test_a_table_is_bounded() -> None:
    with pytest.raises(PolicyInvalid, match="at most 1000 rows"):
        table("collect", [(f"R{n}", {"x": f"{n}"}, "best") for n in range(1001)])


@pytest.mark.parametrize("value", [0.5, "3", True, [1]])
def test_a_value_of_another_type_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput):
        table("first", ROWS).hits({"x": value})


@pytest.mark.parametrize(
    "changes",
    [
        {"hit_policy": "output order"},
        {"inputs": {}},
        {"inputs": {"x": "money"}},
        {"outputs": {"y": {"type": "text", "colour": 1}}},
        {"rows": [{"id": "R1", "when": {"z": "1"}, "then": {"y": "a"}}]},
        {"rows": [{"id": "R1", "when": {}, "then": {}}]},
        {"rows": [{"id": "R1", "when": {}, "then": {"y": 0.5}}]},
        {"rows": [{"when": {}, "then": {"y": "a"}}]},
        {"rows": [{"id": "R1", "then": {"y": "a"}}, {"id": "R1", "then": {"y": "b"}}]},
        {"hit_policy": "priority", "outputs": {"y": "text"}},
        {"comment": "no"},
    ],
)
def test_a_wrong_table_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(PolicyInvalid):
        table("first", [], **changes)


def test_overlaps_and_gaps_are_found() -> None:
    checked = parse_table(
        {
            "hit_policy": "unique",
            "inputs": {"score": {"type": "number", "required": True}, "band": {"type": "text", "values": ["A", "B"]}},
            "outputs": {"y": "number"},
            "rows": [
                {"id": "R1", "when": {"score": "< 500"}, "then": {"y": 1}},
                {"id": "R2", "when": {"score": "[500..600]", "band": "A"}, "then": {"y": 2}},
                {"id": "R3", "when": {"score": ">= 600"}, "then": {"y": "2.50"}},
            ],
        },
        name="t",
    )
    assert overlaps(checked) == [("R2", "R3")]
    assert {(g["score"], g.get("band")) for g in gaps(checked)} >= {(Decimal(500), "B"), (Decimal(500), None)}
    assert all(Decimal(500) <= g["score"] < Decimal(600) for g in gaps(checked))
