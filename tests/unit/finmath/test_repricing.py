"""A rate that follows a benchmark changes on repricing days only."""

from datetime import date
from decimal import Decimal
from itertools import islice

import pytest

from puhui.finmath.loans.document import schedule_document
from puhui.finmath.loans.repricing import BenchmarkRate, RepricingRule, rate_changes, repricing_days

LPR = (
    (date(2024, 2, 20), Decimal("3.45")),
    (date(2024, 7, 22), Decimal("3.35")),
    (date(2024, 10, 21), Decimal("3.10")),
    (date(2025, 5, 20), Decimal("3.00")),
)
START = date(2024, 7, 31)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("anniversary", [("2025-07-31", "4.50")]),
        ("new_year", [("2025-01-01", "4.60"), ("2026-01-01", "4.50")]),
        (3, [("2024-10-31", "4.60"), ("2025-07-31", "4.50")]),
        (1, [("2024-10-31", "4.60"), ("2025-05-31", "4.50")]),
    ],
)
def test_the_rate_changes_on_the_first_repricing_day_after_the_benchmark(
    rule: RepricingRule, expected: list[tuple[str, str]]
) -> None:
    rate = BenchmarkRate(benchmark=LPR, spread_bps=150, reprice=rule)
    assert rate.on(START) == Decimal("4.85")
    changes = rate_changes(rate, start=START)
    assert [(event.on.isoformat(), format(event.annual_rate_pct or 0, "f")) for event in changes] == expected


def test_a_rate_published_on_a_repricing_day_counts() -> None:
    rate = BenchmarkRate(benchmark=LPR, spread_bps=-35, reprice="anniversary")
    assert [event.annual_rate_pct for event in rate_changes(rate, start=date(2024, 5, 20))] == [Decimal("2.65")]


def test_repricing_days_keep_the_anchor_day_through_short_months() -> None:
    days = islice(repricing_days(3, start=date(2023, 11, 30)), 3)
    assert [day.isoformat() for day in days] == ["2024-02-29", "2024-05-30", "2024-08-30"]
    leap = islice(repricing_days("anniversary", start=date(2024, 2, 29)), 4)
    assert [day.isoformat() for day in leap] == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_a_rate_agreed_by_hand_prevails_on_the_same_day() -> None:
    document = {
        "principal": "1200.00", "n": 2, "method": "interest_only", "disbursement_date": "2024-07-31",
        "rate": {"benchmark": [[day.isoformat(), str(pct)] for day, pct in LPR], "reprice": {"months": 1}},
        "events": [{"date": "2024-08-31", "kind": "rate_change", "annual_rate_pct": "12"}],
    }  # fmt: skip
    answer = schedule_document(document)
    assert [line["interest"] for line in answer["instalments"]] == ["3.35", "12.00"]
    assert answer["terms"]["annual_rate_pct"] == "3.35"
    assert answer["rate_changes"] == [
        {"date": "2024-10-31", "annual_rate_pct": "3.10"},
        {"date": "2025-05-31", "annual_rate_pct": "3.00"},
    ]
    assert schedule_document(answer["terms"]) == answer
