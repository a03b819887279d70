"""The blocks of a product that a loan is counted by: amounts, price, due days, fees, who may ask and what for."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from puhui.finmath.loans.repricing import RepricingRule
from puhui.finmath.loans.terms import DueShift, FirstPeriod
from puhui.foundation.catalogue.schema.base import Code, Data, Percent
from puhui.kernel.texts import Text

Receiver = Literal["lender", "state", "registry", "guarantor", "insurer", "merchant", "platform", "other"]


class AmountRange(Data):
    """How much may be asked for, in major units."""

    lowest: str
    highest: str
    step: str


class PriceRange(Data):
    """Between which contract rates a price lies, in percent a year, and what it is quoted against."""

    lowest_pct: Percent
    highest_pct: Percent
    benchmark: Literal["1Y", "5Y"]

    @model_validator(mode="after")
    def _ordered(self) -> "PriceRange":
        if self.lowest_pct > self.highest_pct:
            raise ValueError("lowest_pct is above highest_pct")
        return self


class Repricing(Data):
    """How the rate follows the benchmark of the price: on which days it is looked up, and between which bounds.

    `rule`: each day of the year on which the loan was paid out, each 1 January, or every `months` months.
    """

    rule: Literal["anniversary", "new_year", "months"]
    months: int = Field(default=0, ge=0, le=120)
    lowest_pct: Percent = Decimal(0)
    highest_pct: Percent

    @model_validator(mode="after")
    def _complete(self) -> "Repricing":
        if (self.rule == "months") != (self.months > 0):
            raise ValueError("months goes with the rule months, and with no other")
        if self.lowest_pct > self.highest_pct:
            raise ValueError("lowest_pct is above highest_pct")
        return self

    @property
    def reprice(self) -> RepricingRule:
        """As the loan engine takes it."""
        return self.months if self.rule == "months" else self.rule


class Dues(Data):
    """On which days instalments fall due: how often, on fixed settlement days, and where a holiday moves them."""

    unit: Literal["month", "quarter", "year"] = "month"
    settlement_day: int = Field(default=0, ge=0, le=31)
    settlement_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    first_period: FirstPeriod = "short"
    due_shift: DueShift = "none"
    calendar: str = Field(default="", max_length=2)
    shift_interest: bool = False

    @property
    def months(self) -> int:
        """Months from one due day to the next."""
        return {"month": 1, "quarter": 3, "year": 12}[self.unit]


class Growth(Data):
    """By how many percent graduated instalments grow, and after how many instalments each time."""

    pct: Annotated[Decimal, Field(gt=0, le=100)]
    every: int = Field(ge=1, le=120)


class FeeRule(Data):
    """One cost beside interest: how it is charged, how much, and who receives it; exempt costs are shown as zero."""

    code: Code
    name: Text
    way: Text
    receiver: Text
    kind: Literal["at_disbursement", "per_instalment"]
    rate_pct: Percent = Decimal(0)
    fixed: str = "0.00"
    is_exempt: bool = False
    basis: Text | None = None
    receiver_kind: Receiver | None = None

    @model_validator(mode="after")
    def _received(self) -> "FeeRule":
        if not (self.receiver.en.strip() and self.receiver.zh.strip()):
            raise ValueError("receiver: a fee says who receives it, in both languages")
        return self


class Purpose(Data):
    """What the money may be for."""

    code: Code
    text: Text


class Eligibility(Data):
    """Who may ask at all; the decision comes after it."""

    kinds: tuple[Literal["person", "organisation"], ...]
    months_since_founding: int = Field(default=0, ge=0)
    excluded_industries: tuple[str, ...] = ()


class SecurityRule(Data):
    """What must stand behind a loan before it is paid out, in percent of its principal: things, and guarantees too."""

    cover_least_pct: int = Field(ge=1, le=1000)
    with_guarantees: bool = False
