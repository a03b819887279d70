"""Reads the calendars of crops and the rules of groups and lists: dated data, a lender's own laid over the shipped."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

Mark = Literal["S", "L", "M", "U"]
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Data):
    """A step of a crop's year for which money is needed; `opens` and `closes` as month and day."""

    stage: str
    name: Text
    opens: MonthDay
    closes: MonthDay
    share_pct: int = Field(ge=1, le=100)


class CropYear(_Data):
    """The year of a crop in some provinces (beginnings of official codes); `regions` empty: everywhere else."""

    regions: tuple[Annotated[str, Field(pattern=r"^\d{2,6}$")], ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
    harvest_ends: MonthDay
    due: MonthDay
    source: str = Field(min_length=3)
    mark: Mark

    @model_validator(mode="after")
    def _whole(self) -> "CropYear":
        if sum(step.share_pct for step in self.steps) != 100:
            raise ValueError("the shares of the steps add up to 100")
        return self


class CropCalendar(PolicyFile):
    """When a crop needs money and when it pays. `cost_yuan`: what a season costs for each mu, or for each head."""

    name: Text
    cost_yuan: int = Field(ge=1)
    cost_per: Literal["mu", "head"] = "mu"
    cost_mark: Mark
    years: tuple[CropYear, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_elsewhere(self) -> "CropCalendar":
        if sum(not year.regions for year in self.years) > 1:
            raise ValueError("years: one of them at most is for everywhere else")
        return self

    def year_in(self, region: str) -> CropYear | None:
        """The year in a region: the longest beginning of its code that fits, else the one for everywhere else."""
        named = [(len(code), year) for year in self.years for code in year.regions if region.startswith(code)]
        if named:
            return max(named, key=lambda one: one[0])[1]
        return next((year for year in self.years if not year.regions), None)


class FactName(_Data):
    """A fact of a farm that may be stated, and the most that is believed."""

    name: str
    text: Text
    unit: Literal["years", "count", "yuan", "rank"]
    most: int = Field(ge=1)


class FarmPolicy(PolicyFile):
    """Rules of groups, lists and statements; every number here is our own choice unless its source says otherwise."""

    group_least: int = Field(ge=2, le=10)
    group_most: int = Field(ge=2, le=20)
    group_late_days: int = Field(ge=0, le=90)
    savings_pct: int = Field(ge=0, le=20)
    list_most_days: int = Field(ge=1, le=1100)
    ratings: tuple[str, ...] = Field(min_length=1)
    facts: tuple[FactName, ...] = Field(min_length=1)

    def fact(self, name: str) -> FactName:
        """The fact; refuses one that there is not."""
        found = next((fact for fact in self.facts if fact.name == name), None)
        if found is None:
            raise InvalidInput("name", f"one of {', '.join(fact.name for fact in self.facts)}")
        return found


def farm_policy(on: date) -> FarmPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(FarmPolicy, "farms"))


def crop_calendars(on: date) -> dict[str, CropCalendar]:
    """The calendars in force on a day by crop, the newest version of each."""
    found: dict[str, list[CropCalendar]] = {}
    for file in policies_in(CropCalendar, "seasons"):
        found.setdefault(file.id, []).append(file)
    return {crop: newest_on(on, versions) for crop, versions in sorted(found.items())}


def crop_calendar(crop: str, *, on: date) -> CropCalendar:
    """The calendar of a crop; refuses one that there is not."""
    found = crop_calendars(on).get(crop)
    if found is None:
        raise InvalidInput("crop", f"one of {', '.join(crop_calendars(on))}")
    return found
