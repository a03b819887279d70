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


class Kept(_Data):
    """What must go on holding during a loan, looked at each month; else the discount is lost until it holds again.

    `if_unknown`: what follows when nothing is known any more of what was asked for.
    """

    when: tuple[Condition, ...] = Field(min_length=1)
    if_unknown: Literal["kept", "lost"]

    def holds(self, facts: Mapping[str, Value]) -> bool:
        """Whether the discount stays."""
        unknown = self.if_unknown == "kept"
        return all(unknown if facts.get(one.fact) is None else one.holds(facts) for one in self.when)


class Part(_Data):
    """One discount (below zero) or surcharge, in points; all of its conditions must hold."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    name: Text
    text: Text
    lost_when: Text | None = None
    points: Decimal = Field(ge=-10, le=10)
    when: tuple[Condition, ...] = Field(min_length=1)
    kept: Kept | None = None

    @model_validator(mode="after")
    def _told_how_lost(self) -> "Part":
        if self.kept is not None and (self.points >= 0 or self.lost_when is None):
            raise ValueError("kept: goes with a discount, and lost_when says it in words")
        return self

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
    notice_days: int = Field(
        default=14, ge=1, le=28
    )  # before a lost discount raises a rate; below a month between looks
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
    conditions = (one for part in found.parts for one in (*part.when, *(part.kept.when if part.kept else ())))
    asked = (one.fact for one in conditions if one.fact not in CONTEXT)
    refuse_unfit_uses((FactUse(f"pricing/{found.id}", fact, "price") for fact in asked), on=on)
    return found


def pricing_named(name: str) -> PricingFile:
    """The very version that a price was agreed under, by `id@version`."""
    id_, _, version = name.rpartition("@")
    return next(f for f in policies_in(PricingFile, FOLDER) if (f.id, str(f.version)) == (id_, version))
