"""The Chinese catalogue says everything that the English pages say, with the same places to fill."""

import re
from pathlib import Path

import pytest
from scripts.collect_messages import read_catalogue, texts_of

INTERFACE = Path(__file__).parents[3] / "src" / "puhui" / "interfaces" / "customer_web"
PLACE = re.compile(r"%\([a-z_]+\)s|</?[a-z]+[^>]*>")


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    return {str(m.id): str(m.string) for m in read_catalogue(INTERFACE) if m.id}


def test_every_text_is_translated_and_none_is_left_over(chinese: dict[str, str]) -> None:
    shown = texts_of(INTERFACE)
    assert len(shown) > 250
    assert shown - {text for text, said in chinese.items() if said} == set(), (
        "run scripts/collect_messages.py src/puhui/interfaces/customer_web and translate"
    )
    assert set(chinese) - shown == set()


def test_places_and_marks_are_the_same(chinese: dict[str, str]) -> None:
    wrong = [t for t, said in chinese.items() if sorted(PLACE.findall(t)) != sorted(PLACE.findall(said))]
    assert wrong == []


def test_chinese_is_chinese(chinese: dict[str, str]) -> None:
    assert [text for text, said in chinese.items() if not re.search(r"[一-鿿]", said)] == []
