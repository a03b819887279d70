"""Reads how vouchers are kept and bought: dated data, a lender's own over the shipped."""

from datetime import date
from typing import Literal

from pydantic import Field

from puhui.finmath.calendars import Shift
from puhui.finmath.discounts import DiscountRule
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.money import Money

FOLDER = "vouchers"


class VoucherPolicy(PolicyFile):
    """How days are counted, how far parts are divided, and who answers when the issuer does not pay."""

    year_days: Literal[360, 365]
    shift: Shift
    calendar: str
    least_part: str
    deepest_chain: int = Field(ge=1, le=5000)
    most_parts: int = Field(ge=2, le=1_000_000)
    recourse: Literal["product", "none"]
    offer_days: int = Field(ge=0, le=366)
    case_days: int = Field(ge=0, le=366)

    @property
    def discount_rule(self) -> DiscountRule:
        """As the rules take it."""
        return DiscountRule(year_days=self.year_days, shift=self.shift, calendar=self.calendar)

    @property
    def least_minor(self) -> int:
        """The smallest part."""
        return Money.parse(self.least_part, where="least_part").minor


def voucher_policy(on: date) -> VoucherPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(VoucherPolicy, FOLDER))
