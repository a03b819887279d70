"""Whom a product is for: group, stage of business, region and its tier, age."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from puhui.foundation.catalogue.schema.base import Data

Group = Literal["small_firm", "sole_trader", "farm_household", "cooperative", "individual"]
Stage = Literal["start_up", "growing", "established"]
Tier = Literal["developed", "middle", "less_developed"]
RegionPrefix = Annotated[str, Field(pattern=r"^\d{2}(\d{2}){0,2}$")]  # the beginning of an official code
Age = Annotated[int, Field(ge=16, le=120)]


class Audience(Data):
    """Each list that is empty asks for nothing; `regions` are beginnings of official codes (province, city, county)."""

    groups: tuple[Group, ...] = ()
    stages: tuple[Stage, ...] = ()
    tiers: tuple[Tier, ...] = ()
    regions: tuple[RegionPrefix, ...] = ()
    excluded_regions: tuple[RegionPrefix, ...] = ()
    age_from: Age | None = None
    age_to: Age | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Audience":
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("age_from is above age_to")
        inside = [one for one in self.regions if one.startswith(self.excluded_regions or ("-",))]
        if inside:
            raise ValueError(f"regions and excluded_regions both name {inside[0]}")
        return self
