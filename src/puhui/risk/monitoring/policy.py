"""The policies of the watch: windows, limits and sample sizes; dated data of `policies/monitoring`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.risk.monitoring.rules.levels import Limit
from puhui.risk.monitoring.rules.measures import KINDS

FOLDER = "monitoring"


class _LimitData(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    warn: Decimal
    stop: Decimal


class WatchPolicy(PolicyFile):
    """How decisions are watched."""

    windows_days: tuple[int, ...] = Field(min_length=1)
    enough_rows: int = Field(ge=1)
    reference_rows: int = Field(ge=1)
    least_rows: int = Field(ge=1)
    least_group: int = Field(ge=5)
    outcome_months: tuple[int, ...]
    calm_days: int = Field(ge=1)
    case_days: int = Field(ge=0)
    replay_sample: int = Field(ge=0, le=1000)
    limits: Mapping[str, _LimitData]

    @model_validator(mode="after")
    def _every_measure_has_limits(self) -> "WatchPolicy":
        if set(self.limits) != set(KINDS):
            raise ValueError(f"limits must name each measure once: {sorted(set(self.limits) ^ set(KINDS))}")
        if list(self.windows_days) != sorted(set(self.windows_days)) or min(self.windows_days) < 1:
            raise ValueError("windows_days rise, from one day on")
        return self

    @property
    def name(self) -> str:
        """Id and version, as it is recorded on what it judged."""
        return f"{self.id}@{self.version}"

    def limit(self, measure: str) -> Limit:
        """The limits of a measure."""
        return Limit(float(self.limits[measure].warn), float(self.limits[measure].stop))


def watch_policy(on: date) -> WatchPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(WatchPolicy, FOLDER))
