"""Reads how bills are checked and bought: dated data, a lender's own over the shipped."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.finmath.calendars import Shift
from puhui.finmath.discounts import DiscountRule
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.products.bills.contracts import BillGrade
from puhui.products.bills.rules.losses import LossStep
from puhui.products.bills.rules.numbers import NumberRule

FOLDER = "bills"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberParts(_Data):
    """Where in the number of a bill what stands."""

    digits: int = Field(ge=1, le=64)
    kind_digits: Mapping[Literal["bank", "commercial"], tuple[str, ...]]
    bank_from: int = Field(ge=0)
    bank_to: int
    day_from: int = Field(ge=0)
    day_to: int
    divisible: tuple[str, ...] = ()
    most_cents: int = Field(default=1, ge=1, le=10**12)

    @model_validator(mode="after")
    def _within(self) -> "NumberParts":
        if not (self.bank_from < self.bank_to <= self.digits and self.day_from + 8 == self.day_to <= self.digits):
            raise ValueError("the places lie within the number, and a day has eight digits")
        return self


class Loss(_Data):
    """From how many days after it was not paid a bill is in a class, and what of its face is set aside."""

    days: int = Field(ge=1)
    grade: BillGrade
    pct: Decimal = Field(ge=0, le=100)


class BillPolicy(PolicyFile):
    """How days are counted, how numbers read, in which order recourse goes, and what a purchase without costs more.

    `without_recourse_least`: the class of a bill that was not paid and whose seller owes nothing, at the best.
    """

    year_days: Literal[360, 365]
    shift: Shift
    calendar: str
    most_endorsements: int = Field(ge=1, le=1000)
    quote_days: int = Field(ge=0, le=30)
    case_days: int = Field(ge=0, le=366)
    recourse_order: Literal["nearest_first", "any"]
    number: NumberParts
    without_recourse_add_pct: Mapping[Literal["bank", "commercial"], Decimal] = Field(default_factory=dict)
    without_recourse_least: BillGrade = BillGrade.ATTENTION
    losses: tuple[Loss, ...] = ()

    @model_validator(mode="after")
    def _losses_rise(self) -> "BillPolicy":
        steps = [(one.days, one.pct) for one in self.losses]
        if any(after[0] <= before[0] or after[1] < before[1] for before, after in pairwise(steps)):
            raise ValueError("losses: days rise, and what is set aside does not fall")
        return self

    @property
    def loss_steps(self) -> tuple[LossStep, ...]:
        """As the rules take them."""
        return tuple(LossStep(days=one.days, grade=one.grade, pct=one.pct) for one in self.losses)

    @property
    def number_rule(self) -> NumberRule:
        """As the rules take it."""
        parts = self.number.model_dump(exclude={"divisible", "most_cents"})
        return NumberRule(**{**parts, "kind_digits": dict(self.number.kind_digits)})

    def discount_rule(self, *, travel_days: int) -> DiscountRule:
        """As the rules take it, for a bill whose money travels so many days."""
        return DiscountRule(year_days=self.year_days, shift=self.shift, calendar=self.calendar, travel_days=travel_days)


def bill_policy(on: date) -> BillPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(BillPolicy, FOLDER))
