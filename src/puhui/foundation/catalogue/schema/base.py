"""What all policy data of the catalogue has in common: it is frozen, and an unknown key is refused by its name."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Mark = Literal["S", "L", "M", "U"]
Licence = Literal["small_loan", "network_small_loan", "consumer_finance", "bank"]
Percent = Annotated[Decimal, Field(ge=0, le=1000)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{1,40}$")]
Value = bool | int | Decimal | date | str


class Data(BaseModel):
    """Policy data: frozen, and unknown keys are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Data):
    """What every policy file says of itself."""

    id: Code
    version: int = Field(ge=1)
    effective_from: date
    effective_until: date | None = None
    source: str = Field(min_length=3)
    approved_by: str = Field(min_length=3)
