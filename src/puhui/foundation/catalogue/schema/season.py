"""A loan that follows a harvest: when the money is needed and when the crop pays."""

from typing import Annotated

from pydantic import Field

from puhui.foundation.catalogue.schema.base import Data

Month = Annotated[int, Field(ge=1, le=12)]


class SeasonBlock(Data):
    """The sowing and the harvest in months of the year, and how many days after the harvest the loan is due."""

    sowing_months: tuple[Month, ...] = Field(min_length=1)
    harvest_months: tuple[Month, ...] = Field(min_length=1)
    days_after_harvest: int = Field(default=30, ge=0, le=180)
