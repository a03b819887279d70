"""Laws and refusals of the kernel."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.kernel.canonical import canonical_json, digest
from puhui.kernel.dates import add_months, add_periods, parse_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import BUCKETS, bucket_of, new_id
from puhui.kernel.money import Money, round_minor, total

MINOR = st.integers(-(10**15), 10**15)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(MINOR, st.sampled_from(["CNY", "JPY", "KWD"]))
def test_money_reads_what_it_writes(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(str(money), currency) == money


@given(st.lists(MINOR, max_size=20))
def test_a_total_is_the_sum(amounts: list[int]) -> None:
    assert total(map(Money, amounts)).minor == sum(amounts)


@pytest.mark.parametrize(
    "text",
    ["", "1,000", "1e3", "NaN", "Infinity", "1.234", "01", " 1", "1 ", "--1", "9" * 19, "999999999999999999", "一"],
)
def test_an_amount_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Money.parse(text, where="principal")
    assert refused.value.as_json()["error"]["where"] == "principal"


def test_currencies_do_not_mix() -> None:
    with pytest.raises(TypeError):
        Money(1, "CNY") + Money(1, "USD")


@pytest.mark.parametrize(
    ("value", "mode", "rounded"),
    [("0.5", "half_up", 1), ("0.5", "half_even", 0), ("1.5", "half_even", 2), ("-0.5", "half_up", -1)],
)
def test_rounding(value: str, mode: str, rounded: int) -> None:
    assert round_minor(Decimal(value), mode=mode) == rounded  # type: ignore[arg-type]


@given(DAYS, st.integers(0, 600), st.integers(0, 600))
def test_months_add_up_when_the_anchor_is_kept(day: date, first: int, second: int) -> None:
    anchor = day.day
    assert add_months(add_months(day, first, anchor_day=anchor), second, anchor_day=anchor) == add_months(
        day, first + second, anchor_day=anchor
    )


def test_month_ends_keep_their_anchor() -> None:
    start = date(2026, 1, 31)
    assert [add_months(start, n, anchor_day=31) for n in (1, 2, 3)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


@given(DAYS, st.integers(0, 300))
def test_weeks_are_seven_days(day: date, count: int) -> None:
    assert add_periods(day, count, every=2, unit="week") == day + timedelta(days=14 * count)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "1900-01-01", "9999-12-31", "20260101", "2026-1-1", 20260101, None, "x" * 10]
)
def test_a_date_that_is_none_is_refused(text: object) -> None:
    with pytest.raises(InvalidInput):
        parse_date(text, where="on")


def test_ids_rise_and_are_version_7() -> None:
    ids = [new_id() for _ in range(10_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {i.version for i in ids} == {7}


def test_a_bucket_is_stable() -> None:
    assert 0 <= bucket_of(UUID(int=0)) < BUCKETS
    assert bucket_of(UUID(int=7)) == bucket_of(UUID(int=7))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_the_canonical_form_is_one(value: object) -> None:
    assert canonical_json(value) == canonical_json(value)
    assert len(digest(value)) == 64


def test_the_order_of_keys_does_not_matter() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})


def test_a_refusal_speaks_both_languages() -> None:
    refusal = NotFound("loan")
    assert refusal.message.in_language("zh-hans").startswith("没有找到")
    assert refusal.message.in_language("en") == "There is no such loan."


@pytest.mark.parametrize(
    ("money", "grouped", "written"),
    [
        (Money(102450), "1,024.50", "¥1,024.50"),
        (Money(-5), "-0.05", "-¥0.05"),
        (Money(0), "0.00", "¥0.00"),
        (Money(-123456789), "-1,234,567.89", "-¥1,234,567.89"),
        (Money(1234567, "JPY"), "1,234,567", "JPY 1,234,567"),
    ],
)
def test_money_is_written_for_people(money: Money, grouped: str, written: str) -> None:
    assert (money.grouped, money.written) == (grouped, written)
