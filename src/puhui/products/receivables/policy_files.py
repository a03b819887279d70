"""Reads the conditions for buying receivables: dated data, a lender's own over the shipped."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.money import Money
from puhui.products.receivables.rules.eligibility import Conditions

FOLDER = "receivables"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProvisionStep(_Data):
    """From so many days past due on, so many percent are set aside."""

    days: int = Field(ge=1)
    pct: int = Field(ge=0, le=100)


class ReceivablesPolicy(PolicyFile):
    """What may be bought, how late debtors and disputes are treated."""

    oldest_days: int = Field(ge=1, le=3650)
    least_days_to_due: int = Field(ge=1)
    least_face: str
    most_in_a_sale: int = Field(ge=1, le=200)
    quote_days: int = Field(ge=0, le=30)
    concentration_pct: int = Field(ge=1, le=100)
    concentration_from: str
    dispute_days: int = Field(ge=1)
    recourse_days: int = Field(ge=1)
    case_from_days: int = Field(ge=1)
    remind_days_before: int = Field(ge=0)
    write_off_from_days: int = Field(ge=1)
    case_days: int = Field(ge=0, le=366)
    provisions: tuple[ProvisionStep, ...]

    @model_validator(mode="after")
    def _check_ladder(self) -> "ReceivablesPolicy":
        steps = [(one.days, one.pct) for one in self.provisions]
        if steps != sorted(steps) or [pct for _, pct in steps] != sorted(pct for _, pct in steps):
            raise ValueError("provisions rise with the days past due")
        return self

    def conditions(self, *, most_days: int) -> Conditions:
        """As the rules take them; the longest time to the due date is the product's."""
        return Conditions(
            oldest_days=self.oldest_days,
            least_days_to_due=self.least_days_to_due,
            most_days_to_due=most_days,
            least_face_minor=Money.parse(self.least_face, where="least_face").minor,
        )

    @property
    def ladder(self) -> tuple[tuple[int, int], ...]:
        """Days past due and percent."""
        return tuple((one.days, one.pct) for one in self.provisions)


def receivables_policy(on: date) -> ReceivablesPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(ReceivablesPolicy, FOLDER))
