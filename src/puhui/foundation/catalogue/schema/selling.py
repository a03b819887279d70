"""How a product is sold: papers asked for, guarantees and cover beside it, and the manners that protect a borrower."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from puhui.foundation.catalogue.schema.base import Code, Data, Percent
from puhui.kernel.texts import Text

Channel = Literal["web", "branch", "agent", "program", "checkout"]
RiskLevel = Literal["low", "middle", "high"]
Form = Literal["loan", "facility", "order", "factoring", "voucher", "bill", "lease", "checkout"]
Use = Literal["business", "consumption"]
PayTo = Literal["borrower", "payee"]


class DocumentRule(Data):
    """One paper that is asked for with an application.

    `before`: a required one is there before the application is sent, or before the contract is signed. `payment`: it
    may be brought until the money is paid; what stops the payment is the rule of the product that it belongs to
    (`[insurance]`, `[security]`).
    """

    code: Code
    text: Text
    required: bool = True
    before: Literal["sending", "contract", "payment"] = "sending"


class GuaranteeRule(Data):
    """Which guarantee schemes may carry a share of the loan, and the least share that one of them must carry."""

    schemes: tuple[Code, ...] = Field(min_length=1)
    least_share_pct: Percent = Decimal(0)


class InsuranceRule(Data):
    """A cover that goes with the loan; who insures and what it pays comes with the covers themselves.

    `required`: money is paid out only when a certificate is kept that holds on the day and insures this share at least.
    `name`: what people call the cover; without one its code is said.
    """

    cover: Code
    name: Text | None = None
    required: bool = False
    insured_least_pct: int = Field(default=0, ge=0, le=200)
    text: Text | None = None


class Conduct(Data):
    """Manners of selling: days to think again, protection by age, and who else has a part in the loan."""

    cooling_off_days: int = Field(default=0, ge=0, le=60)
    contact_person_from_age: Annotated[int, Field(ge=40, le=120)] | None = None
    no_bullet_from_age: Annotated[int, Field(ge=40, le=120)] | None = None
    third_parties: tuple[Text, ...] = ()
