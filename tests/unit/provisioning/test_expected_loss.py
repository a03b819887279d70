"""Expected loss and its parts: hand-computed examples, and the laws by property."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from puhui.foundation.catalogue.facade import installed_parameters
from puhui.risk.provisioning.contracts import Grade
from puhui.risk.provisioning.policy import loss_data, statutory_of
from puhui.risk.provisioning.rules.expected_loss import (
    LossModel,
    Scenario,
    expected_loss_minor,
    loss_factor,
)
from puhui.risk.provisioning.rules.migration import (
    STATES,
    Matrix,
    Moves,
    estimated,
    is_matrix,
    state_of,
)
from puhui.risk.provisioning.rules.statutory import statutory_minor
from puhui.risk.provisioning.rules.vintage import vintage_curves

ON = date(2026, 3, 1)
STATUTORY = statutory_of(installed_parameters(ON))
ONE = Decimal(1)


def simple(*rows: tuple[str, ...]) -> Matrix:
    return tuple(tuple(Decimal(x) for x in row) for row in rows)


# One per cent of the loans in time default in a month, one in ten of the late ones; nothing is repaid early.
STEADY = simple(
    ("0.99", "0", "0", "0", "0.01", "0"),
    ("0", "0.9", "0", "0", "0.1", "0"),
    ("0", "0", "0.9", "0", "0.1", "0"),
    ("0", "0", "0", "0.9", "0.1", "0"),
)
PLAIN = LossModel(
    version="test@1",
    matrix=STEADY,
    lgd=dict.fromkeys(Grade, Decimal("0.5")),
    discount=Decimal(0),
    pd_floor_year=Decimal(0),
    owed_at_maturity=ONE,
    scenarios=[Scenario(name="base", weight=ONE, hazard=ONE, lgd=ONE)],
)


def test_twelve_months_of_a_constant_hazard() -> None:
    """1 - 0.99^12 = 11.3615 %; half of it is lost; nothing is repaid before and nothing discounted."""
    factor = loss_factor(PLAIN, grade=Grade.NORMAL, stage=1, days_past_due=0, months=24)
    assert factor == (ONE - Decimal("0.99") ** 12) / 2
    assert expected_loss_minor(factor, exposure_minor=1_000_000_00) == 56_807_56


def test_lifetime_of_two_years() -> None:
    """1 - 0.99^24 = 21.4322 %, half of it lost."""
    factor = loss_factor(PLAIN, grade=Grade.ATTENTION, stage=2, days_past_due=0, months=24)
    assert expected_loss_minor(factor, exposure_minor=1_000_000_00) == 107_160_93


def test_a_loan_that_is_repaid_in_two_equal_parts() -> None:
    """Month 1: 1 % of all; month 2: 0.99 x 1 % of half: 0.01 x 1 + 0.0099 x 0.5 = 0.01495, half of it lost."""
    model = replace(PLAIN, owed_at_maturity=Decimal(0))
    assert loss_factor(model, grade=Grade.NORMAL, stage=2, days_past_due=0, months=2) == Decimal("0.007475")


def test_discounting_to_the_middle_of_the_month() -> None:
    """One month at 21 % a year: 0.01 x 0.5 / 1.21^(1/24) = 0.00496044."""
    model = replace(PLAIN, discount=Decimal("0.21"))
    factor = loss_factor(model, grade=Grade.NORMAL, stage=1, days_past_due=0, months=1)
    assert factor.quantize(Decimal("1e-8")) == Decimal("0.00496044")


def test_two_scenarios_are_weighted() -> None:
    """One month: PD 1 % and, at twice the hazard, 1 - 0.99^2 = 1.99 %; equal weights: 1.495 %, half lost."""
    both = [
        Scenario(name="base", weight=Decimal("0.5"), hazard=ONE, lgd=ONE),
        Scenario(name="adverse", weight=Decimal("0.5"), hazard=Decimal(2), lgd=ONE),
    ]
    factor = loss_factor(replace(PLAIN, scenarios=both), grade=Grade.NORMAL, stage=1, days_past_due=0, months=1)
    assert factor == Decimal("0.007475")


def test_in_default_all_is_at_stake() -> None:
    assert loss_factor(PLAIN, grade=Grade.LOSS, stage=3, days_past_due=400, months=1) == Decimal("0.5")


@pytest.mark.parametrize(
    ("grade", "expected"), list(zip(Grade, [10_000_00, 20_000_00, 250_000_00, 500_000_00, 1_000_000_00], strict=True))
)
def test_statutory_shares_of_2002(grade: Grade, expected: int) -> None:
    assert statutory_minor(STATUTORY, grade=grade, principal_minor=1_000_000_00) == expected


def test_the_shipped_data_is_whole() -> None:
    data = loss_data(ON)
    assert is_matrix(data.matrix)
    assert data.name == "expected-loss@2"


def test_states_by_days() -> None:
    assert [STATES[state_of(days)] for days in (0, 1, 30, 31, 60, 61, 90, 91, 400)] == [
        "0", "1", "1", "31", "31", "61", "61", "default", "default",
    ]  # fmt: skip


def test_a_young_book_says_so() -> None:
    preset = loss_data(ON).matrix
    young = estimated(Moves({(0, 0): 5000}, 5), preset=preset, months_least=6, moves_least=100, smoothing=200)
    assert (young.source, young.matrix) == ("preset", preset)
    old = estimated(Moves({(0, 0): 300}, 6), preset=preset, months_least=6, moves_least=100, smoothing=200)
    assert old.source == "mixed"
    # (300 + 200 x 0.955) / 500
    assert old.matrix[0][0] == Decimal("0.982")
    assert old.matrix[1:] == preset[1:]


def test_vintages_count_each_loan_once() -> None:
    points = vintage_curves(
        {date(2026, 1, 1): 200, date(2026, 2, 1): 100},
        [(date(2026, 1, 9), date(2026, 2, 20)), (date(2026, 1, 31), date(2026, 3, 1))],
        on=date(2026, 3, 31),
    )
    assert [(p.months_on_book, p.non_performing, str(p.share_pct)) for p in points if p.vintage.month == 1] == [
        (0, 0, "0.00"), (1, 1, "0.50"), (2, 2, "1.00"),
    ]  # fmt: skip
