"""A limit that is drawn and repaid again: how long it can be drawn, what keeping it costs, and its parts."""

from decimal import Decimal

from pydantic import Field, model_validator

from puhui.foundation.catalogue.schema.base import Code, Data, Percent


class SubLimit(Data):
    """The most that one product may use of the limit, in percent of it."""

    product: Code
    share_pct: Percent = Field(gt=0, le=100)


class FacilityBlock(Data):
    """What a facility says beside the terms of its drawings."""

    availability_months: int = Field(ge=1, le=120)
    commitment_fee_pct: Percent = Decimal(0)
    lowest_draw: str = "0.01"
    sub_limits: tuple[SubLimit, ...] = ()

    @model_validator(mode="after")
    def _once_each(self) -> "FacilityBlock":
        named = [one.product for one in self.sub_limits]
        twice = next((code for code in named if named.count(code) > 1), "")
        if twice:
            raise ValueError(f"sub_limits names {twice} twice")
        return self
