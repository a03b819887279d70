"""Every fault of a policy speaks both languages, each is used, and nothing is told that has no words."""

import ast
import re
from pathlib import Path

import pytest
from tests.unit.decisioning.shipped import policy_document

import puhui.risk.decisioning
from puhui.foundation.drafts.facade import DraftState
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.model_contracts import ModelState, RoleState
from puhui.risk.decisioning.policy_files import FACT_TYPES
from puhui.risk.decisioning.rules.fault_words import FAULTS, KIND_WORDS, STATES, words_of, words_of_state
from puhui.risk.decisioning.rules.policy_findings import findings_of
from puhui.risk.decisioning.rules.unary_tests import PYTHON_TYPES, parse_test

CHINESE = re.compile("[\u4e00-\u9fff]")
PLACES = re.compile(r"\{(\w+)\}")
ROOM = Path(puhui.risk.decisioning.__file__).parent
WITH_REASONS = {"PolicyInvalid", "InvalidInput", "CannotMoveModel", "CasesFail", "Finding"}


def calls() -> list[tuple[Path, ast.Call, str]]:
    return [
        (path, node, getattr(node.func, "id", getattr(node.func, "attr", "")))
        for path in sorted(ROOM.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]


@pytest.mark.parametrize("text", [*FAULTS.values(), *KIND_WORDS.values(), *STATES.values()], ids=lambda text: text.en)
def test_both_languages_say_the_same_places(text: Text) -> None:
    assert CHINESE.search(text.zh)
    assert not CHINESE.search(text.en)
    assert sorted(PLACES.findall(text.en)) == sorted(PLACES.findall(text.zh))


def test_every_fault_is_used_and_every_use_has_words() -> None:
    used = {
        node.args[0].value for _, node, name in calls() if name == "words_of" and isinstance(node.args[0], ast.Constant)
    }
    assert used == set(FAULTS)
    assert set(PYTHON_TYPES) == set(KIND_WORDS)
    assert {str(one) for states in (DraftState, ModelState, RoleState) for one in states} == set(STATES)


def test_no_reason_is_told_in_one_language_alone() -> None:
    alone = [
        f"{path.name}:{node.lineno}"
        for path, node, name in calls()
        if name in WITH_REASONS
        for given in [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "reason")]
        if isinstance(given, ast.Constant | ast.JoinedStr)
    ]
    assert alone == []


def test_a_cell_is_refused_in_both_languages() -> None:
    with pytest.raises(PolicyInvalid) as refusal:
        parse_test("[6..5]", kind="number", where="bands.B1.when.score")
    assert refusal.value.message.en.endswith("bands.B1.when.score: the range [6..5] is empty")
    assert refusal.value.message.zh.endswith("（bands.B1.when.score）：区间[6..5]为空")
    assert words_of("not_a_kind", text="x", kind=KIND_WORDS["number"]).zh == "“x”不是数值"
    assert words_of_state("dropped") == Text(en="it is dropped", zh="当前状态为“已作废”")


def test_gaps_and_overlaps_are_found_in_both_languages() -> None:
    document = policy_document()
    document["tables"]["bands"]["rows"][1]["when"]["score"] = "[585..610)"
    found = findings_of(document, facts=FACT_TYPES)
    assert (found[0].where, found[0].reason.zh) == ("bands.B2", "B1行与B2行重叠")
    document = policy_document()
    del document["tables"]["bands"]["rows"][5]
    assert any("months_observed = 未知" in one.reason.zh for one in findings_of(document, facts=FACT_TYPES))
