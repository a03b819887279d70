"""A limit that is drawn and repaid again: how long it can be drawn, what keeping it costs, and its parts."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from puhui.foundation.catalogue.schema.base import Code, Data, Percent
from puhui.kernel.texts import Text


class SubLimit(Data):
    """The most that one purpose may use of the limit, in percent of it."""

    purpose: Code
    share_pct: Percent = Field(gt=0, le=100)


class FacilityBlock(Data):
    """What a facility says beside the terms of its drawings.

    `draws`: `line` is one running loan, drawn and repaid on any day; `loans` makes each drawing a loan with a term of
    `draw_terms_months`. `commitment_fee_pct` is a yearly share of what is not drawn, by the day,
    charged monthly. `undrawn_counts_pct` is how much of what is not drawn counts when exposures are added up.
    """

    availability_months: int = Field(ge=1, le=120)
    draws: Literal["line", "loans"] = "line"
    draw_terms_months: tuple[Annotated[int, Field(ge=1, le=120)], ...] = ()
    commitment_fee_pct: Percent = Decimal(0)
    commitment_fee_receiver: Text | None = None
    lowest_draw: str = "0.01"
    sub_limits: tuple[SubLimit, ...] = ()
    undrawn_counts_pct: int = Field(default=100, ge=0, le=100)

    @model_validator(mode="after")
    def _whole(self) -> "FacilityBlock":
        named = [one.purpose for one in self.sub_limits]
        twice = next((code for code in named if named.count(code) > 1), "")
        if twice:
            raise ValueError(f"sub_limits names {twice} twice")
        if bool(self.commitment_fee_pct) != (self.commitment_fee_receiver is not None):
            raise ValueError("commitment_fee_receiver: a fee for what is not drawn says who receives it")
        if (self.draws == "loans") != bool(self.draw_terms_months):
            raise ValueError("draw_terms_months goes with drawings that are loans, and with no others")
        return self
