"""A finance lease: what is paid first, what is left at the end, and whether the lessee may buy the thing."""

from decimal import Decimal

from pydantic import Field

from puhui.foundation.catalogue.schema.base import Data, Percent


class LeaseBlock(Data):
    """The first payment is a share of the price of the thing; the residual, due with the last rent, of the financed."""

    down_payment_pct: Percent = Field(default=Decimal(0), le=100)
    residual_pct: Percent = Field(default=Decimal(0), le=100)
    purchase_option: bool = True
