"""Expected credit loss in three stages (IFRS 9, 5.5; CAS 22, Cai Kuai 2017-7).

ECL = sum over months k of marginal PD(k) x LGD x EAD(k) x discount(k), weighted over scenarios: the first twelve months
in stage 1, all months to maturity in stage 2, and LGD x EAD in stage 3, where default has happened. Factors per unit of
today's exposure are reckoned once for a kind of loan and multiplied by sums, so that a million loans cost what their
kinds cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from puhui.finmath.default_curves import LONGEST_MONTHS, ONE, YEAR_MONTHS, ZERO, DefaultCurve
from puhui.kernel.money import round_minor
from puhui.risk.provisioning.contracts import Grade
from puhui.risk.provisioning.rules.migration import BANDS, Matrix, default_curve, state_of


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
    at_stake = (
        _at_stake(
            model.matrix, band, horizon, term, s.hazard, model.pd_floor_year, model.discount, model.owed_at_maturity
        )
        for s in model.scenarios
    )
    return sum(
        (s.weight * _loss(model, grade, s) * rest for s, rest in zip(model.scenarios, at_stake, strict=True)), ZERO
    )


def expected_loss_minor(
    factor: Decimal, *, exposure_minor: int, covered_minor: int = 0, covered_share: Decimal = ONE
) -> int:
    """The expected loss of an exposure, in minor units, half up.

    Of the part that things cover, only a share of the loss is expected (IFRS 9, B5.5.55: cash flows from collateral
    are part of the estimate): what selling costs, takes and fails to bring beyond the haircut.
    """
    covered = min(covered_minor, exposure_minor)
    return round_minor(factor * (exposure_minor - covered + covered * covered_share))


@lru_cache(maxsize=8192)  # kinds of loans come again every day, while the matrix changes once a month
def _at_stake(  # noqa: PLR0917 - the key of the cache
    matrix: Matrix,
    band: int,
    horizon: int,
    term: int,
    hazard: Decimal,
    floor: Decimal,
    discount: Decimal,
    rest: Decimal,
) -> Decimal:
    curve = DefaultCurve(default_curve(matrix, months=horizon)[band]).floored(a_year=floor).under(hazard)
    return curve.discounted(discount=discount, owed_at_maturity=rest, term=term)


def _loss(model: LossModel, grade: Grade, scenario: Scenario) -> Decimal:
    return min(model.lgd[grade] * scenario.lgd, ONE)
