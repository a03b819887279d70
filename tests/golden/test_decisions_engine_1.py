"""Decisions that engine 1 recorded are reached again, byte for byte, whatever has been built since."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from puhui.risk.decisioning.policy_files import policy_from_document
from puhui.risk.decisioning.records import answer_text, read_request
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.scorecard import parse_scorecard

RECORDED = json.loads((Path(__file__).parent / "decisions_engine_1.json").read_text(encoding="utf-8"))
POLICY, CARD = policy_from_document(RECORDED["policy"]), parse_scorecard(RECORDED["scorecard"])


@pytest.mark.parametrize("record", RECORDED["decisions"], ids=lambda record: json.loads(record["answer"])["outcome"])
def test_a_record_is_reached_again(record: dict[str, Any]) -> None:
    parameters = {name: Decimal(value) for name, value in json.loads(record["answer"])["parameters"].items()}
    again = decide(read_request(record["request"]), policy=POLICY, scorecard=CARD, parameters=parameters)
    assert answer_text(again) == record["answer"]
