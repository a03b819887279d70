"""Expected credit loss in three stages (IFRS 9, 5.5; CAS 22, Cai Kuai 2017-7).

ECL = sum over months k of marginal PD(k) x LGD x EAD(k) x discount(k), weighted over scenarios: the first twelve months
in stage 1, all months to maturity in stage 2, and LGD x EAD in stage 3, where default has happened. Factors per unit of
today's exposure are reckoned once for a kind of loan and multiplied by sums, so that a million loans cost what their
kinds cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from puhui.kernel.money import round_minor
from puhui.risk.provisioning.contracts import Grade
from puhui.risk.provisioning.rules.migration import BANDS, Matrix, Row, default_curve, state_of

ZERO, ONE = Decimal(0), Decimal(1)
YEAR_MONTHS = 12
LONGEST_MONTHS = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way that things may go: its weight, and what it does to the hazard of default and to the loss."""

    name: str
    weight: Decimal
    hazard: Decimal
    lgd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LossModel:
    """Everything but the book: matrix, losses given default by grade, discount rate, floors, scenarios; as shares."""

    version: str
    matrix: Matrix
    lgd: Mapping[Grade, Decimal]
    discount: Decimal
    pd_floor_year: Decimal
    owed_at_maturity: Decimal
    scenarios: Sequence[Scenario]


def loss_factor(model: LossModel, *, grade: Grade, stage: int, days_past_due: int, months: int) -> Decimal:
    """The expected loss of one unit of exposure; never above one. `months`: to maturity, counted up; at least one."""
    if stage == 3:
        return sum((s.weight * _loss(model, grade, s) for s in model.scenarios), ZERO)
    band = min(state_of(days_past_due), len(BANDS) - 1)
    term = min(max(months, 1), LONGEST_MONTHS)
    horizon = min(term, YEAR_MONTHS) if stage == 1 else term
    curve = with_floor(default_curve(model.matrix, months=horizon)[band], floor_year=model.pd_floor_year)
    return sum(
        (s.weight * _loss(model, grade, s) * _discounted(model, under(curve, s), term=term) for s in model.scenarios),
        ZERO,
    )


def expected_loss_minor(factor: Decimal, *, exposure_minor: int) -> int:
    """The expected loss of an exposure, in minor units, half up."""
    return round_minor(factor * exposure_minor)


def with_floor(curve: Row, *, floor_year: Decimal) -> Row:
    """Cumulative probabilities that are nowhere below the floor, spread evenly over the months."""
    return tuple(min(max(value, floor_year * (k + 1) / YEAR_MONTHS), ONE) for k, value in enumerate(curve))


def under(curve: Row, scenario: Scenario) -> Row:
    """The curve when the hazard of default is multiplied: 1 - (1 - PD) ^ h, which stays between 0 and 1."""
    return tuple(ONE - (ONE - value) ** scenario.hazard if value < ONE else ONE for value in curve)


def marginal(curve: Row) -> Row:
    """What each month adds to the cumulative probability."""
    return tuple(value - before for value, before in zip(curve, (ZERO, *curve), strict=False))


def _discounted(model: LossModel, curve: Row, *, term: int) -> Decimal:
    """Sum of marginal PD x what is still owed x discount; default is taken for the middle of its month."""
    monthly = (ONE + model.discount) ** (ONE / YEAR_MONTHS)
    total, factor = ZERO, monthly ** Decimal("-0.5")
    for k, chance in enumerate(marginal(curve)):
        total += chance * _owed(model, k, term) * factor
        factor /= monthly
    return total


def _owed(model: LossModel, month: int, term: int) -> Decimal:
    """The share of today's exposure that is owed when month `month` (from 0) begins."""
    return ONE - (ONE - model.owed_at_maturity) * month / term


def _loss(model: LossModel, grade: Grade, scenario: Scenario) -> Decimal:
    return min(model.lgd[grade] * scenario.lgd, ONE)
