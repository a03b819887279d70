"""Levels, groups, tallies and measures of the watch: pure, exact, and each limit at its edge."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.statistics import Interval
from puhui.risk.monitoring.contracts import DayOfDecisions, Decided, Level, Matured, Reviewed, Segment
from puhui.risk.monitoring.policy import watch_policy
from puhui.risk.monitoring.rules import fairness, stability
from puhui.risk.monitoring.rules.groups import Traits, age_band, groups_of, place_of
from puhui.risk.monitoring.rules.levels import (
    Limit,
    level_above,
    level_of_count,
    level_of_difference,
    level_of_index,
    level_of_ratio,
)
from puhui.risk.monitoring.rules.measures import KINDS
from puhui.risk.monitoring.rules.outcomes import days_maturing, pd_within
from puhui.risk.monitoring.rules.stability import Judge
from puhui.risk.monitoring.rules.tallies import added, rows_in, tallies_of

DAY = date(2026, 11, 26)
HERE = Segment(product_code="working-capital", model="card@1")
POLICY = watch_policy(DAY)
JUDGE = Judge(limits={name: POLICY.limit(name) for name in KINDS}, least_rows=40, least_group=25)


def one(**changes: object) -> Decided:
    told = {"segment": HERE, "outcome": "approve", "score": 600, "band": "A", "bins": {"x": "1"}} | changes
    return Decided(**told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (level_of_index(0.09, by_chance=0.01, limit=Limit(0.1, 0.25)), Level.CALM),
        (level_of_index(0.10, by_chance=0.01, limit=Limit(0.1, 0.25)), Level.WARN),
        (level_of_index(0.25, by_chance=0.01, limit=Limit(0.1, 0.25)), Level.STOP),
        (level_of_index(0.25, by_chance=0.30, limit=Limit(0.1, 0.25)), Level.CALM),
        (level_of_index(9.0, by_chance=0.30, limit=Limit(0.1, 0.25), is_thin=True), Level.THIN),
        (level_of_difference(Interval(0.5, 0.4, 0.6), reference=0.71, limit=Limit(0.1, 0.2)), Level.STOP),
        (level_of_difference(Interval(0.5, 0.4, 0.6), reference=0.61, limit=Limit(0.1, 0.2)), Level.WARN),
        (level_of_difference(Interval(0.5, 0.2, 0.8), reference=0.7, limit=Limit(0.1, 0.2)), Level.CALM),
        (level_of_difference(Interval(0.5, 0.4, 0.6), reference=0.3, limit=Limit(0.1, 0.25)), Level.WARN),
        (level_above(Interval(0.75, 0.6, 0.9), base=0.5, limit=Limit(0.7, 0.8)), Level.WARN),
        (level_above(Interval(0.75, 0.45, 0.9), base=0.5, limit=Limit(0.7, 0.8)), Level.CALM),
        (level_of_ratio(Interval(0.79, 0.5, 1.2), limit=Limit(0.8, 0.8)), Level.WARN),
        (level_of_ratio(Interval(0.79, 0.6, 0.99), limit=Limit(0.8, 0.8)), Level.STOP),
        (level_of_ratio(Interval(0.80, 0.7, 0.9), limit=Limit(0.8, 0.8)), Level.CALM),
        (level_of_count(0, limit=Limit(1, 5)), Level.CALM),
        (level_of_count(1, limit=Limit(1, 5)), Level.WARN),
        (level_of_count(5, limit=Limit(1, 5)), Level.STOP),
    ],
)
def test_a_level_at_its_edge(level: Level, expected: Level) -> None:
    assert level is expected


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("330106", "city"), ("330120", "city"), ("330121", "county"), ("330127", "county"), ("330782", "county"),
        ("330000", "unknown"), ("330100", "unknown"), ("", "unknown"), ("Zhejiang", "unknown"), ("33010６", "unknown"),
    ],
)  # fmt: skip
def test_the_place_by_the_code_of_the_division(region: str, place: str) -> None:
    assert place_of(region) == place


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(1996, 11, 27), "under_30"), (date(1996, 11, 26), "30_to_44"), (date(1981, 11, 27), "30_to_44"),
        (date(1981, 11, 26), "45_to_59"), (date(1966, 11, 27), "45_to_59"), (date(1966, 11, 26), "60_and_over"),
    ],
)  # fmt: skip
def test_the_age_band_turns_on_the_birthday(born: date, band: str) -> None:
    assert age_band(born, on=DAY) == band


def test_what_is_not_known_is_a_group_of_its_own() -> None:
    assert groups_of(Traits(), on=DAY) == {"sex": "unknown", "age": "unknown", "place": "unknown"}


@given(st.lists(st.sampled_from(["approve", "refer", "decline"]), max_size=30), st.integers(0, 30))
def test_tallies_of_parts_add_up_to_those_of_the_whole(outcomes: list[str], cut: int) -> None:
    rows = [
        one(outcome=outcome, score=560 + n, rate_bps=400 + n, bins={"x": str(n % 3)}, groups={"sex": "female"})
        for n, outcome in enumerate(outcomes)
    ]
    whole = tallies_of(DayOfDecisions(decided=rows))
    parts = [tallies_of(DayOfDecisions(decided=part)) for part in (rows[:cut], rows[cut:])]
    assert {key: added(p[key] for p in parts if key in p) for key in whole} == whole
    assert {key: rows_in(counts) for key, counts in whole.items()} == dict.fromkeys(whole, len(rows))


def test_nobody_can_be_found_in_a_tally() -> None:
    tallies = tallies_of(
        DayOfDecisions(
            decided=[one(groups={"sex": "female", "age": "under_30"})],
            reviewed=[Reviewed(segment=HERE, machine="decline", people="approve")],
            matured=[Matured(segment=HERE, months=6, band="A", pd=Decimal("0.02"), is_bad=True)],
        )
    )
    told = str(tallies)
    assert "UUID" not in told
    assert {key.kind for key in tallies} == {"score", "outcome", "fact", "group", "proxy", "review", "matured_6m"}


def test_a_month_end_matures_every_loan_once() -> None:
    seen = [day for n in range(400) for day in days_maturing(date.fromordinal(739000 + n), months=6)]
    assert len(seen) == len(set(seen))
    assert [b.toordinal() - a.toordinal() for a, b in pairwise(seen)] == [1] * (len(seen) - 1)


def test_what_was_said_within_a_part_of_a_year() -> None:
    assert pd_within(Decimal("0.12"), months=12) == Decimal("0.12")
    assert Decimal("0.06") < pd_within(Decimal("0.12"), months=6) < Decimal("0.062")


def counts(**numbers: int) -> dict[str, list[int]]:
    return {name.replace("_", "|"): [n] for name, n in numbers.items()}


def test_a_planted_drift_of_the_score_stops_and_the_same_people_are_calm() -> None:
    before = {str(560 + n): [4] for n in range(60)}
    lower = {str(530 + n): [4] for n in range(60)}
    shifted = {m.measure: m for m in stability.score_shift(HERE, now=lower, before=before, judge=JUDGE)}
    assert (shifted["score_psi"].level, shifted["score_mean"].level) == (Level.STOP, Level.STOP)
    assert shifted["score_mean"].value == shifted["score_mean"].reference - 30  # type: ignore[operator]
    same = stability.score_shift(HERE, now=before, before=before, judge=JUDGE)
    assert [m.level for m in same] == [Level.CALM, Level.CALM]


def test_a_source_that_goes_silent_is_seen_in_the_unknown_bin() -> None:
    before = {"1": [900], "2": [90], "missing": [10]}
    now = {"1": [30], "2": [10], "missing": [60]}
    found = {m.measure: m for m in stability.fact_shift(HERE, "x", now=now, before=before, judge=JUDGE)}
    assert found["fact_unknown"].value == 0.6
    assert found["fact_unknown"].reference == 0.01
    assert {m.level for m in found.values()} == {Level.STOP}


def test_what_goes_bad_more_often_than_said_is_told_and_chance_is_not() -> None:
    said = 30_000  # three percent, in millionths
    bad = stability.outcomes(HERE, "12m", now={"A": [400, 40, 400 * said]}, judge=JUDGE)[0]
    assert (bad.value, bad.reference, bad.level) == (0.1, 0.03, Level.STOP)
    few = stability.outcomes(HERE, "12m", now={"A": [50, 3, 50 * said]}, judge=JUDGE)[0]
    assert few.level is Level.CALM
    assert stability.outcomes(HERE, "12m", now={}, judge=JUDGE) == []


def test_a_group_below_four_fifths_is_told_with_its_interval() -> None:
    now = counts(male_approve=160, male_decline=40, female_approve=110, female_decline=90, unknown_decline=50)
    ratio = fairness.approval_ratios(HERE, "sex", now=now, reference="male", judge=JUDGE)[0]
    assert ratio.subject == "sex:female"
    assert round(ratio.value, 4) == 0.6875
    assert ratio.level is Level.STOP
    small = fairness.approval_ratios(
        HERE, "sex", now=counts(male_approve=9, male_decline=1, female_approve=1), reference="male", judge=JUDGE
    )
    assert [m.level for m in small] == [Level.THIN]
    assert fairness.approval_ratios(HERE, "sex", now={}, reference="male", judge=JUDGE) == []


def test_a_dearer_price_for_a_group_at_the_same_risk_is_told() -> None:
    def price(n: int, rate: int) -> list[int]:
        return [n, n * rate + 3 * (n // 2), n * rate**2 + 6 * rate * (n // 2) + 9 * (n // 2)]

    now = {"male|A": price(50, 500), "male|C": price(50, 900), "female|A": price(50, 560), "female|C": price(50, 960)}
    gap = fairness.price_gaps(HERE, "sex", now=now, reference="male", judge=JUDGE)[0]
    assert (gap.subject, round(gap.value, 6), gap.level) == ("sex:female", 60.0, Level.STOP)


def test_a_planted_proxy_is_caught_and_an_innocent_fact_is_not() -> None:
    half = {
        "shoe|small|female": [90], "shoe|large|female": [10], "shoe|small|male": [10], "shoe|large|male": [90],
        "turnover|1|female": [50], "turnover|2|female": [50], "turnover|1|male": [51], "turnover|2|male": [49],
    }  # fmt: skip
    found = fairness.telling_facts(HERE, "sex", halves=[half, half], judge=JUDGE)
    assert [(m.subject, m.level) for m in found] == [("sex:female:shoe", Level.STOP)]
    innocent = {key: value for key, value in half.items() if key.startswith("turnover")}
    assert [m.level for m in fairness.telling_facts(HERE, "sex", halves=[innocent, innocent], judge=JUDGE)] == [
        Level.CALM
    ]


def test_reviews_that_turn_round_most_refusals_are_told() -> None:
    now = {"decline|approve": [20], "decline|decline": [10], "refer|approve": [5], "refer|decline": [25]}
    found = {m.measure: (round(m.value, 3), m.level) for m in stability.reviews(HERE, now=now, judge=JUDGE)}
    assert found == {"turned_round": (0.667, Level.STOP), "people_approve": (0.167, Level.CALM)}
