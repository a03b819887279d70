"""What stands in a sentence is written as its readers write it: dates in words, amounts with their sign, both alike."""

import importlib
import pkgutil
from datetime import UTC, date, datetime
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import puhui
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text, as_said

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (DAY, "27 November 2026", "2026年11月27日"),
        (date(2026, 1, 2), "2 January 2026", "2026年1月2日"),
        (datetime(2026, 11, 27, 9, 5, tzinfo=UTC), "27 November 2026, 09:05", "2026年11月27日 09:05"),
        (Money(100_000), "¥1,000.00", "¥1,000.00"),
        (Money(-1, "USD"), "-USD 0.01", "-USD 0.01"),
        (Text(en="a shop", zh="商户"), "a shop", "商户"),
        (12, "12", "12"),
        ("2026-11-27", "2026-11-27", "2026-11-27"),  # a word is left as it is
    ],
)
def test_as_people_write_it(value: object, en: str, zh: str) -> None:
    assert (str(as_said(value, language="en")), str(as_said(value, language="zh-hans"))) == (en, zh)
    assert Text(en="{x}!", zh="{x}！").filled(x=value) == Text(en=f"{en}!", zh=f"{zh}！")


@given(st.dates(), st.dates())
def test_two_days_are_never_said_alike(one: date, other: date) -> None:
    for language in ("en", "zh-hans"):
        said = [as_said(day, language=language) for day in (one, other)]
        assert (said[0] == said[1]) == (one == other)


def refusals() -> list[type[Refusal]]:
    for module in pkgutil.walk_packages(puhui.__path__, "puhui."):
        if module.name.endswith((".contracts", ".refusals")):
            importlib.import_module(module.name)
    found, waiting = [], [Refusal]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += one.__subclasses__()
    return found


def numbers(words: str) -> set[str]:
    """Places of a sentence; `why_zh` stands for `why`."""
    return {place.removesuffix("_zh").removesuffix("_en") for _, place, _, _ in Formatter().parse(words) if place}


def test_both_languages_of_a_refusal_carry_the_same_places_and_name_no_currency_beside_an_amount() -> None:
    found = refusals()
    assert len(found) > 150
    assert {one.__name__ for one in found if numbers(one.text.en) != numbers(one.text.zh)} == set()
    assert {one.__name__ for one in found if "{currency}" in one.text.en + one.text.zh} == set()
