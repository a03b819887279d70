"""Schedules worked out elsewhere: by hand, or published by others with their source."""

import json
from pathlib import Path
from typing import Any

import pytest

from puhui.finmath.loans.document import schedule_document

EXAMPLES = json.loads((Path(__file__).parent / "published_schedules.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["title"] for example in EXAMPLES])
def test_a_schedule_is_the_published_one(example: dict[str, Any]) -> None:
    answer = schedule_document(example["document"])
    rows = [[line["due_date"], line["principal"], line["interest"], line["balance"]] for line in answer["instalments"]]
    assert rows == example["rows"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["title"] for example in EXAMPLES])
def test_every_term_is_echoed_as_it_was_given_and_gives_the_same_answer_again(example: dict[str, Any]) -> None:
    answer = schedule_document(example["document"])
    assert {key: answer["terms"][key] for key in example["document"] if key != "events"} == {
        key: value for key, value in example["document"].items() if key != "events"
    }
    assert schedule_document(answer["terms"]) == answer
