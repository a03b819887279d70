"""Money against trade: orders, receivables, vouchers and bills."""

from typing import Literal

from pydantic import Field, model_validator

from puhui.foundation.catalogue.schema.base import Data, Percent
from puhui.kernel.texts import Text


class Milestone(Data):
    """A part of a loan on an order, paid out once its proof is shown; `confirmed` needs no more than the order."""

    code: str = Field(pattern=r"^[a-z][a-z_]{1,19}$")
    text: Text
    share_pct: int = Field(ge=1, le=100)
    evidence: Literal["confirmed", "paper"] = "paper"


class TradeBlock(Data):
    """The share that is advanced, whether the seller answers for the buyer, the longest run, and the notice given."""

    advance_pct: Percent = Field(gt=0, le=100)
    recourse: bool = True
    longest_days: int = Field(ge=1, le=1080)
    notice: Literal["required", "optional", "none"] = "required"
    milestones: tuple[Milestone, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "TradeBlock":
        if self.milestones and sum(one.share_pct for one in self.milestones) != 100:
            raise ValueError("milestones: their shares make 100 together")
        return self
