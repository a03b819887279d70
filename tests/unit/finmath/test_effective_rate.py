"""The effective rate against rates that are known beforehand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.effective_rate import effective_annual_rate, nominal_annual_rate
from puhui.kernel.errors import InvalidInput

START = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([(0, -100_00), (365, 110_00)], "10"),
        ([(0, -100_00), (730, 121_00)], "10"),
        ([(0, -100_00), (365, 50_00)], "-50"),
        ([(0, -100_00), (365, 100_00)], "0"),
        ([(0, -100_00), (365, 10_00), (730, 110_00)], "10"),
        ([(0, 110_00), (365, -121_00)], "10"),  # the borrower's side: the same
        ([(0, -120_00), (0, 20_00), (365, 110_00)], "10"),  # a fee taken at once
        ([(0, -100_00), (1, 101_00)], "3678.3434332887"),  # 1.01 ** 365 - 1
    ],
)
def test_known_rates(flows: list[tuple[int, int]], rate: str) -> None:
    dated = [(START + timedelta(days=days), amount) for days, amount in flows]
    assert effective_annual_rate(dated) == Decimal(rate)


def test_discounting_at_the_rate_gives_back_what_was_lent() -> None:
    flows = [(START, -6000_00), *((date(2026 + year, 1, 1), 1852_00) for year in range(1, 5))]
    growth = 1 + effective_annual_rate(flows) / 100
    present = sum(amount / growth ** (Decimal((day - START).days) / 365) for day, amount in flows)
    assert abs(present) < Decimal("0.001")


def test_twelve_percent_in_twelve_months_is_nominal_again() -> None:
    assert nominal_annual_rate(Decimal("12.6825030132")) == Decimal("12.0000000000").quantize(Decimal("1e-10"))


@pytest.mark.parametrize("flows", [[], [(START, -100)], [(START, -100), (START + timedelta(days=9), -5)], [(START, 0)]])
def test_flows_of_one_side_have_no_rate(flows: list[tuple[date, int]]) -> None:
    with pytest.raises(InvalidInput, match="cash_flows"):
        effective_annual_rate(flows)


@given(st.integers(-9000, 50_000), st.integers(1, 11_000))
def test_a_single_repayment_gives_back_the_rate_it_was_made_with(basis_points: int, days: int) -> None:
    growth = 1 + Decimal(basis_points) / 10_000
    repaid = int(10**15 * growth ** (Decimal(days) / 365))
    if repaid > 10**6:
        rate = effective_annual_rate([(START, -(10**15)), (START + timedelta(days=days), repaid)])
        assert abs(rate - Decimal(basis_points) / 100) < Decimal("0.001")
