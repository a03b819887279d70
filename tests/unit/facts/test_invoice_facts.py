"""Facts from invoices: exact values, unknown where unknown, and nothing after the day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.kernel.dates import last_complete_month, month_number
from puhui.risk.facts.rules.invoice_facts import FACTS, MonthLine, facts_from_invoices

AS_OF = date(2026, 11, 23)
LAST = month_number(date(2026, 10, 1))


@dataclass(frozen=True)
class Summary:
    lines: tuple[MonthLine, ...]
    as_of: date = AS_OF
    months: int = 36


def line(side: str, back: int, partner: str, amount: int, *, n: int = 1, voids: int = 0, red: int = 0) -> MonthLine:
    """`back` months before the last complete one; `amount` includes the red `red` (below zero)."""
    return (side, LAST - back, partner, n, amount, 0, voids, 1 if red else 0, red)


def values(*lines: MonthLine, as_of: date = AS_OF) -> dict[str, Decimal | int | None]:
    return {name: fact.value for name, fact in facts_from_invoices(Summary(lines, as_of)).items()}


def even(months: int, amount: int = 100_000) -> list[MonthLine]:
    return [line("out", back, "B1", amount) for back in range(months)]


def test_every_fact_is_defined_in_both_languages_and_comes_out() -> None:
    facts = facts_from_invoices(Summary(()))
    assert list(facts) == list(FACTS)
    for name, definition in FACTS.items():
        assert definition.name == name
        assert definition.text.zh
        assert definition.text.en
        assert definition.meaning.zh
        assert definition.formula
        fact = facts[name]
        assert (fact.unit, fact.window_months, fact.source) == (
            definition.unit,
            definition.window_months,
            "tax_invoices",
        )
        assert fact.as_of == AS_OF


def test_without_invoices_everything_is_unknown() -> None:
    found = values()
    assert found.pop("months_observed") == 0
    assert set(found.values()) == {None}


def test_an_even_business() -> None:
    found = values(*even(24), line("in", 0, "S1", 300_000), line("in", 1, "S2", 100_000))
    assert found["months_observed"] == 24
    assert found["turnover_12m"] == 1_200_000
    assert found["turnover_3m"] == 300_000
    assert found["purchases_12m"] == 400_000
    assert found["gross_margin_12m"] == Decimal("0.666667")
    assert found["gross_margin_36m"] == Decimal("0.833333")
    assert found["turnover_growth_12m"] == 0
    assert found["turnover_trend_12m"] == 0
    assert found["turnover_volatility_12m"] == 0
    assert found["turnover_recent_ratio"] == 1
    assert found["seasonality_24m"] is None  # nothing moves, so there is no correlation
    assert found["buyer_hhi_12m"] == 1
    assert found["buyer_stability_12m"] == 1
    assert found["supplier_top1_share_12m"] == Decimal("0.75")
    assert found["supplier_hhi_12m"] == Decimal("0.625")
    assert found["supplier_stability_12m"] == 0
    assert found["longest_gap_12m"] == 0
    assert found["months_since_last_sale"] == 0


def test_a_trend_is_the_slope_over_the_mean() -> None:
    # 1, 2, ..., 12: slope 1, mean 6.5
    found = values(*(line("out", 11 - month, "B1", month + 1) for month in range(12)))
    assert found["turnover_trend_12m"] == Decimal("0.153846")
    # variance of 1..12 is 143 / 12
    assert found["turnover_volatility_12m"] == Decimal("0.531085")


def test_the_same_months_of_two_years_alike() -> None:
    assert values(*(line("out", b, "B1", 100 + (b % 12) ** 2) for b in range(24)))["seasonality_24m"] == 1
    upside_down = [line("out", b, "B1", 100 + b if b < 12 else 200 - b) for b in range(24)]
    assert values(*upside_down)["seasonality_24m"] == -1


def test_growth_needs_two_years_and_a_year_before() -> None:
    assert values(*even(23))["turnover_growth_12m"] is None
    assert values(*even(12, 300), *[line("out", b, "B1", 200) for b in range(12, 24)])[
        "turnover_growth_12m"
    ] == Decimal("0.5")
    assert values(*even(12), line("in", 23, "S1", 1))["turnover_growth_12m"] is None


def test_short_histories_leave_series_unknown() -> None:
    found = values(*even(5))
    assert found["turnover_12m"] == 500_000
    for name in ("turnover_trend_12m", "turnover_volatility_12m", "turnover_recent_ratio", "buyer_stability_12m"):
        assert found[name] is None
    assert values(*even(6))["turnover_recent_ratio"] == 1


def test_voids_and_red_invoices() -> None:
    found = values(line("out", 0, "B1", 900, n=2, voids=1, red=-100), line("in", 0, "S1", 50, n=2, red=-50))
    assert found["sales_invoices_12m"] == 2
    assert found["void_share_12m"] == Decimal("0.333333")
    assert found["negative_share_12m"] == Decimal("0.1")
    assert found["purchase_negative_share_12m"] == Decimal("0.5")


def test_only_voids_are_no_sale() -> None:
    found = values(line("out", 2, "B1", 0, n=0, voids=3))
    assert found["months_observed"] == 3
    assert found["active_months_12m"] == 0
    assert found["months_since_last_sale"] is None
    assert found["longest_gap_12m"] == 3
    assert found["buyers_12m"] == 0
    assert found["gross_margin_12m"] is None


def test_gaps() -> None:
    found = values(*(line("out", back, "B1", 10) for back in (11, 9, 4)))
    assert found["longest_gap_12m"] == 4
    assert found["months_since_last_sale"] == 4
    assert found["active_months_12m"] == 3


def test_a_partner_with_more_returned_than_bought_is_no_buyer() -> None:
    found = values(*even(12), line("out", 0, "B2", -500, red=-500))
    assert found["buyers_12m"] == 1
    assert found["buyer_top1_share_12m"] == 1
    assert found["turnover_12m"] == 1_199_500


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        (date(2026, 11, 29), (2026, 10)),
        (date(2026, 11, 30), (2026, 11)),
        (date(2026, 12, 1), (2026, 11)),
        (date(2024, 2, 29), (2024, 2)),
        (date(2024, 1, 1), (2023, 12)),
    ],
)
def test_a_month_counts_when_it_is_over(as_of: date, last: tuple[int, int]) -> None:
    assert last_complete_month(as_of) == month_number(date(*last, 1))


lines_strategy = st.lists(
    st.tuples(
        st.sampled_from(["in", "out"]),
        st.integers(LAST - 40, LAST + 6),
        st.sampled_from(["P1", "P2", "P3"]),
        st.integers(0, 5),
        st.integers(-(10**12), 10**12),
        st.integers(-(10**9), 10**9),
        st.integers(0, 3),
        st.integers(0, 2),
        st.integers(-(10**12), 0),
    ),
    max_size=60,
)


@given(lines_strategy)
def test_laws_of_facts(lines: list[MonthLine]) -> None:
    found = values(*lines)
    assert found == values(*reversed(lines)), "the order of lines does not matter"
    kept = [one for one in lines if one[1] <= LAST]
    assert found == values(*kept), "nothing after the last complete month is used"
    for name, definition in FACTS.items():
        value = found[name]
        if value is None:
            continue
        if definition.unit == "ratio":
            assert isinstance(value, Decimal)
            assert value.is_finite()
            assert value.as_tuple().exponent == -6
            assert -10 <= value <= 10
        else:
            assert isinstance(value, int)
    for name in ("buyer_top1_share_12m", "buyer_hhi_12m", "supplier_stability_12m", "buyer_stability_12m"):
        if found[name] is not None:
            assert 0 <= found[name] <= 1
    top, hhi = found["buyer_top1_share_12m"], found["buyer_hhi_12m"]
    if isinstance(top, Decimal) and isinstance(hhi, Decimal):
        assert hhi <= top + Decimal("0.000001")
