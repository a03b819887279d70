"""The rules in force on a day: parameters of the rulebook, and the data of expected loss (`policies/provisioning`)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import (
    Parameter,
    PolicyFile,
    book_version,
    newest_on,
    parameters_on,
    policies_in,
    rules_stamp,
)
from puhui.risk.provisioning.contracts import Grade
from puhui.risk.provisioning.rules.expected_loss import LossModel, Scenario
from puhui.risk.provisioning.rules.grading import GradingRule
from puhui.risk.provisioning.rules.migration import BANDS, Matrix, is_matrix
from puhui.risk.provisioning.rules.statutory import StatutoryRule

FOLDER = "provisioning"
HUNDRED = Decimal(100)
Share = Annotated[Decimal, Field(ge=0, le=100)]
_NUMBERS = (
    "attention_above_days",
    "substandard_above_days",
    "doubtful_above_days",
    "loss_above_days",
    "technical_days",
    "cross_default_share_pct",
    "upgrade_months",
    "upgrade_periods",
    "observation_months",
    "observation_periods",
    "non_accrual_above_days",
    "non_accrual_return_months",
    "stage_two_above_days",
    "stage_three_above_days",
    "stage_cure_months",
)


class ScenarioData(BaseModel):
    """One scenario, as the file says it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    weight_pct: Share
    hazard: Decimal = Field(gt=0, le=10)
    lgd: Decimal = Field(gt=0, le=10)


class LossData(PolicyFile):
    """A file of `policies/provisioning`."""

    months_least: int = Field(ge=0)
    moves_least: int = Field(ge=1)
    smoothing: int = Field(ge=0)
    pd_floor_year_pct: Share
    lgd_pct: Mapping[str, Share]
    covered_loss_pct: Share = HUNDRED
    discount_pct: Share
    owed_at_maturity_pct: Share
    monthly: Mapping[str, tuple[Decimal, ...]]
    scenarios: tuple[ScenarioData, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> "LossData":
        if set(self.lgd_pct) != {grade.name.lower() for grade in Grade}:
            raise ValueError("lgd_pct names each grade once")
        if list(self.lgd_pct.values()) != sorted(self.lgd_pct.values()):
            raise ValueError("a worse grade does not lose less")
        if set(self.monthly) != {str(band) for band in BANDS} or not is_matrix(list(self.monthly.values())):
            raise ValueError("monthly has a row for each band, and each row adds up to 1")
        if sum(scenario.weight_pct for scenario in self.scenarios) != HUNDRED:
            raise ValueError("the weights of the scenarios add up to 100")
        return self

    @property
    def matrix(self) -> Matrix:
        """The preset of monthly migration."""
        return tuple(self.monthly[str(band)] for band in BANDS)

    @property
    def covered_share(self) -> Decimal:
        """What share of the loss is still expected of the part that pledged things cover."""
        return self.covered_loss_pct / HUNDRED

    @property
    def name(self) -> str:
        """Id and version, as it is recorded on what it decided."""
        return f"{self.id}@{self.version}"

    def model(self, matrix: Matrix) -> LossModel:
        """The model with a matrix, the preset or the book's own; percents become shares."""
        return LossModel(
            version=self.name,
            matrix=matrix,
            lgd={grade: self.lgd_pct[grade.name.lower()] / HUNDRED for grade in Grade},
            discount=self.discount_pct / HUNDRED,
            pd_floor_year=self.pd_floor_year_pct / HUNDRED,
            owed_at_maturity=self.owed_at_maturity_pct / HUNDRED,
            scenarios=[
                Scenario(name=s.name, weight=s.weight_pct / HUNDRED, hazard=s.hazard, lgd=s.lgd) for s in self.scenarios
            ],
        )


def grading_rule(on: date) -> GradingRule:
    """The rule of classification in force on a day."""
    return _grading(on, rules_stamp())


@lru_cache(maxsize=512)
def _grading(on: date, stamp: object) -> GradingRule:
    del stamp  # part of the key: one more rule may have been published
    return grading_of(parameters_on(on))


def grading_of(rules: Mapping[str, Parameter]) -> GradingRule:
    """The rule of classification that these rules of a day make."""
    said = {name: rules[name] for name in (*_NUMBERS, "cross_default_applies", "restructured_grade")}
    return GradingRule(
        version=book_version(said.values()),
        cross_default_applies=bool(said["cross_default_applies"].value),
        restructured_grade=Grade(int(said["restructured_grade"].number)),
        **{name: int(said[name].number) for name in _NUMBERS},
    )


def statutory_rule(on: date) -> StatutoryRule:
    """The statutory shares in force on a day, by the scheme that the rulebook names."""
    return _statutory(on, rules_stamp())


@lru_cache(maxsize=512)
def _statutory(on: date, stamp: object) -> StatutoryRule:
    del stamp  # part of the key: one more rule may have been published
    return statutory_of(parameters_on(on))


def statutory_of(rules: Mapping[str, Parameter]) -> StatutoryRule:
    """The statutory shares that these rules of a day make."""
    named, excess = rules["statutory_scheme"], rules["statutory_excess_to_reserve"]
    scheme = str(named.value)
    shares = {grade: rules[f"{scheme}_{grade.name.lower()}_pct"] for grade in Grade}
    version = f"{book_version([named, excess, *shares.values()])}:{scheme}"
    return StatutoryRule(version, scheme, {grade: rule.number for grade, rule in shares.items()}, bool(excess.value))


def loss_data(on: date) -> LossData:
    """The newest data of expected loss in force on a day; before the first, the first."""
    return newest_on(on, policies_in(LossData, FOLDER))
