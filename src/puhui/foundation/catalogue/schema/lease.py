"""A finance lease: what is paid first, what is left at the end, and whether the lessee may buy the thing."""

from decimal import Decimal

from pydantic import Field

from puhui.foundation.catalogue.schema.base import Data, Percent


class LeaseBlock(Data):
    """Shares of the price of the thing."""

    down_payment_pct: Percent = Field(default=Decimal(0), le=100)
    residual_pct: Percent = Field(default=Decimal(0), le=100)
    purchase_option: bool = True
