"""Laws of farms: the cash of a meeting is conserved, a season's parts are the loan, windows lie in their order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.kernel.errors import Refusal
from puhui.products.farms.facade import NoSeason, crop_calendars, season_of
from puhui.products.farms.rules.meetings import put_cash
from puhui.products.farms.rules.seasons import split_over

amounts = st.integers(0, 10**13)
days = st.dates(date(2019, 9, 1), date(2040, 12, 31))
crops = st.sampled_from(sorted(crop_calendars(date(2026, 1, 1))))
regions = st.sampled_from(["370102", "511523", "230100", "610000", "440100", ""])


@given(amounts, amounts, amounts, st.integers(0, 20))
def test_the_cash_of_a_meeting_is_conserved(cash: int, due: int, more: int, pct: int) -> None:
    """Nothing is lost, what is due comes first, no loan gets more than is owed, and savings never go before dues."""
    owed = due + more
    put = put_cash(cash, due_minor=due, owed_minor=owed, savings_pct=pct)
    assert put.to_loan + put.to_savings == cash
    assert min(cash, due) <= put.to_loan <= owed
    assert put.to_savings >= 0
    if put.to_savings:
        assert put.to_loan >= due
    if cash <= owed:
        assert put.to_savings <= due * pct // 100


@given(crops, regions, days, st.integers(1, 10**13))
def test_a_season_is_in_order_and_its_parts_are_the_loan(crop: str, region: str, on: date, amount: int) -> None:
    try:
        season = season_of(crop, region=region, on=on)
    except NoSeason:
        return
    windows = season.windows
    assert on <= windows[0].closes_on
    assert all(window.opens_on <= window.closes_on for window in windows)
    assert [w.opens_on for w in windows] == sorted(w.opens_on for w in windows)
    assert max(w.closes_on for w in windows) <= season.harvest_ends_on <= season.due_on
    assert (season.due_on - windows[0].opens_on).days < 366
    assert sum(split_over(amount, season)) == amount
    assert all(part >= 0 for part in split_over(amount, season))


@given(crops, regions, days)
def test_the_same_season_until_its_first_window_closes(crop: str, region: str, on: date) -> None:
    try:
        season = season_of(crop, region=region, on=on)
    except NoSeason:
        return
    assert season_of(crop, region=region, on=season.windows[0].closes_on) == season


def test_every_calendar_says_where_its_numbers_come_from() -> None:
    for calendar in crop_calendars(date(2026, 1, 1)).values():
        assert calendar.name.zh
        assert calendar.cost_mark in "SLMU"
        for year in calendar.years:
            assert year.mark in "SLMU"
            assert sum(step.share_pct for step in year.steps) == 100
    with pytest.raises(Refusal):
        season_of("gold", region="", on=date(2026, 1, 1))
