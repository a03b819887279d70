"""A finance lease: what is paid first, what is left at the end, and whether the lessee may buy the thing."""

from decimal import Decimal

from pydantic import Field, model_validator

from puhui.foundation.catalogue.schema.base import Data, Percent


class LeaseBlock(Data):
    """The first payment is a share of the price of the thing; the residual, due with the last rent, of the financed.

    `return_worth_pct`: of its price the thing is taken back for when it is new; from then on it falls by equal parts a
    month to the residual at the end. 0: no price of an early return is published. `supplier_guarantees_pct`: the share
    of the residual that a supplier who agrees makes good when the thing comes back and is sold for less.
    """

    down_payment_pct: Percent = Field(default=Decimal(0), le=100)
    residual_pct: Percent = Field(default=Decimal(0), le=100)
    purchase_option: bool = True
    return_worth_pct: Percent = Field(default=Decimal(0), le=100)
    return_from_months: int = Field(default=0, ge=0, le=360)
    supplier_guarantees_pct: Percent = Field(default=Decimal(0), le=100)

    @model_validator(mode="after")
    def _return(self) -> "LeaseBlock":
        if self.return_from_months and not self.return_worth_pct:
            raise ValueError("return_from_months goes with return_worth_pct")
        return self
