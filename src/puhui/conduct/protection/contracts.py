"""What crosses the wall of protection."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class WishKind(StrEnum):
    """What a person may wish of us."""

    EXCLUSION = "exclusion"
    OWN_LIMIT = "own_limit"
    THINK_FROM = "think_from"


@dataclass(frozen=True, slots=True)
class Protections:
    """What holds for a person on a day; `limit_to_come` from `limit_comes_on` on. None: nothing of the kind.

    From `think_from` on, every act waits so that the person may think again.
    """

    excluded_until: date | None
    own_limit: Money | None
    limit_to_come: Money | None
    limit_comes_on: date | None
    think_from: Money | None = None
    think_from_to_come: Money | None = None
    think_from_comes_on: date | None = None


class ActPolicy(BaseModel):
    """When an act is unusual: so many times the largest of its kind, after so many of them, from an amount on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    times: int = Field(ge=2, le=100)
    least_earlier: int = Field(ge=1, le=100)
    least: str

    @property
    def least_minor(self) -> int:
        """Below this amount no act is unusual for its size."""
        return Money.parse(self.least).minor


class NewPayee(BaseModel):
    """When the first money to a payee waits, by the kind of payee, and for how many hours.

    `old_from_age`: from this age on, where the product names none, it waits longer and from a smaller amount on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kinds: tuple[str, ...]
    hours: int = Field(ge=1, le=168)
    least: str
    old_from_age: int = Field(ge=18, le=120)
    old_hours: int = Field(ge=1, le=168)
    old_least: str

    @model_validator(mode="after")
    def _old_people_are_kept_better(self) -> "NewPayee":
        if self.old_hours < self.hours or Money.parse(self.old_least).minor > Money.parse(self.least).minor:
            raise ValueError("old_hours are no fewer than hours, and old_least is no more than least")
        return self


class SecondThoughts(BaseModel):
    """How long an unusual act waits, and what makes it unusual. `night_from_age`: who needs more care at night.

    `new_phone_hours`: for how long after a change of the phone number every draw waits. `phone_proof_hours`: how long
    the code that came back from a number which staff proposed is good for. `new_payee`: None where no first one waits.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    hours: int = Field(ge=1, le=72)
    night_from: time
    night_until: time
    night_from_age: int = Field(ge=18, le=120)
    new_phone_hours: int = Field(ge=0, le=168)
    phone_proof_hours: int = Field(default=72, ge=1, le=168)
    draw: ActPolicy
    repayment: ActPolicy
    new_payee: NewPayee | None = None


class SelfExcluded(Refusal):
    """The person asked not to be lent to."""

    code = "self_excluded"
    http_status = 409
    text = Text(
        en="You asked us not to lend to you until {until}. Loans that run go on, and you may repay them at any time.",
        zh="您已要求我们在 {until} 前不向您放贷。已有贷款照常履行，您可随时还款。",
    )


class OwnLimitPassed(Refusal):
    """The amount passes the limit that the person has set."""

    code = "own_limit_passed"
    http_status = 409
    text = Text(
        en="With the {owed} still owed this passes {most}, the limit that you set yourself.",
        zh="连同尚未归还的 {owed}，超过您自行设定的限额 {most}。",
    )


class ExclusionInvalid(Refusal):
    """An exclusion is for one of a few times, and never shorter than the one that runs."""

    code = "exclusion_invalid"
    text = Text(
        en="Choose one of {months} months; an exclusion that runs until {until} can only be made longer.",
        zh="可选月数：{months}；已设定至 {until} 的自我限制只能延长，不能提前解除。",
    )
