"""What kind of lender this is, as dated data: licence, net assets, and what it calls the stages of a business."""

from datetime import date

from pydantic import Field, model_validator

from puhui.foundation.catalogue.schema.audience import Stage
from puhui.foundation.catalogue.schema.base import Code, Data, Dated, Licence, Mark
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class NetAssets(Data):
    """Of the last year-end, in major units."""

    currency: str
    amount: str
    of: date


class Stages(Data):
    """By age in months: below the first a start-up, below the second growing, from there on established."""

    start_up_below_months: int = Field(ge=1, le=600)
    growing_below_months: int = Field(ge=1, le=600)


class Contact(Data):
    """Whom a customer calls, and whom they call who are not content with the lender's answer."""

    phone: str = Field(pattern=r"^[0-9][0-9-]{3,19}$")
    hours: Text
    regulator_phone: str = Field(pattern=r"^[0-9][0-9-]{3,19}$")


class InstitutionProfile(Dated):
    """The lender as the rules see it."""

    mark: Mark
    jurisdiction: Code
    licence: Licence
    name: Text
    contact: Contact
    net_assets: NetAssets
    stages: Stages

    @model_validator(mode="after")
    def _sound(self) -> "InstitutionProfile":
        if self.stages.start_up_below_months > self.stages.growing_below_months:
            raise ValueError("stages: start_up_below_months is above growing_below_months")
        try:
            amount = self.net_assets_money
        except InvalidInput as problem:
            raise ValueError(str(problem)) from problem
        if amount.minor <= 0:
            raise ValueError("net_assets.amount: above zero")
        return self

    @property
    def net_assets_money(self) -> Money:
        """What the shares of the rulebook are of."""
        return Money.parse(self.net_assets.amount, self.net_assets.currency, where="net_assets.amount")

    def stage_of(self, months: int) -> Stage:
        """The stage of a business that is so many months old."""
        if months < self.stages.start_up_below_months:
            return "start_up"
        return "growing" if months < self.stages.growing_below_months else "established"
