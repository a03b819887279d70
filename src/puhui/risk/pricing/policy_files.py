"""Reads pricing policies: dated data; what they ask of facts is held to what the facts were declared for."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.texts import Text
from puhui.risk.facts.facade import FactUse, refuse_unfit_uses

FOLDER = "pricing"
# What a condition may ask besides declared facts: of the application and of the customer's time with us.
CONTEXT = ("customer_months", "region.tier", "purpose", "guaranteed")
Value = Decimal | int | str | None


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Data):
    """One test of a fact; what is not known does not hold."""

    fact: str = Field(min_length=2, max_length=60)
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    one_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_test(self) -> "Condition":
        if self.at_least is None and self.at_most is None and not self.one_of:
            raise ValueError("a condition needs at_least, at_most or one_of")
        return self

    def holds(self, facts: Mapping[str, Value]) -> bool:
        """Whether the fact is known and passes."""
        value = facts.get(self.fact)
        if value is None:
            return False
        if self.one_of:
            return str(value) in self.one_of
        number = Decimal(value)
        return (self.at_least is None or number >= self.at_least) and (self.at_most is None or number <= self.at_most)


class Part(_Data):
    """One discount (below zero) or surcharge, in points; all of its conditions must hold."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    name: Text
    text: Text
    lost_when: Text | None = None
    points: Decimal = Field(ge=-10, le=10)
    when: tuple[Condition, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _place_only_helps(self) -> "Part":
        if self.points > 0 and any(one.fact == "region.tier" for one in self.when):
            raise ValueError("a place never makes a price higher")
        return self


class PricingFile(PolicyFile):
    """The parts of a price for some products, in the order in which they are shown."""

    mark: Literal["S", "L", "M", "U"]
    products: tuple[str, ...] = Field(min_length=1)
    stacking: Text
    most_down: Decimal = Field(ge=0, le=10)
    most_up: Decimal = Field(ge=0, le=10)
    step: Decimal = Field(gt=0, le=1)
    parts: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once_each(self) -> "PricingFile":
        codes = [part.code for part in self.parts]
        if len(set(codes)) != len(codes):
            raise ValueError("a part is there twice")
        return self


def pricing_on(product_code: str, *, on: date) -> PricingFile | None:
    """The newest policy in force for a product; None without one. Refuses a fact that is not declared for prices."""
    files = [file for file in policies_in(PricingFile, FOLDER) if product_code in file.products]
    files = [file for file in files if file.effective_from <= on]
    if not files:
        return None
    found = newest_on(on, files)
    asked = (one.fact for part in found.parts for one in part.when if one.fact not in CONTEXT)
    refuse_unfit_uses((FactUse(f"pricing/{found.id}", fact, "price") for fact in asked), on=on)
    return found
