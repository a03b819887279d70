"""Money against trade: orders, receivables, vouchers and bills."""

from typing import Literal

from pydantic import Field

from puhui.foundation.catalogue.schema.base import Data, Percent


class TradeBlock(Data):
    """The share that is advanced, whether the seller answers for the buyer, the longest run, and the notice given."""

    advance_pct: Percent = Field(gt=0, le=100)
    recourse: bool = True
    longest_days: int = Field(ge=1, le=1080)
    notice: Literal["required", "optional", "none"] = "required"
