"""The policy of changes: dated data that says who may change a loan, and who else must agree."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.actors import Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.lending.facade import CHANGE_KINDS, ChangePreview

FOLDER = "servicing"
Second = Literal["always", "above", "never"]


class KindPolicy(BaseModel):
    """What holds for one kind of change. `own_chain`: another flow books it by its own rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    propose: tuple[Role, ...] = Field(min_length=1)
    confirm: tuple[Role, ...] = Field(min_length=1)
    second: Second
    second_above: str = "0.00"
    consent: Literal["always", "against", "never"]
    most_days_back: int = Field(default=0, ge=0, le=3660)
    most_days_ahead: int = Field(default=0, ge=0, le=3660)
    undo_second: Second = "always"
    own_chain: bool = False

    def needs_second(self, amount: Money | None, *, is_undo: bool) -> bool:
        """True when another person must confirm; a change without an amount counts as above every threshold."""
        rule = self.undo_second if is_undo else self.second
        if rule != "above":
            return rule == "always"
        return amount is None or amount.minor > Money.parse(self.second_above, amount.currency).minor

    def needs_consent(self, previewed: ChangePreview) -> bool:
        """True when the borrower must agree."""
        return self.consent == "always" or (self.consent == "against" and previewed.is_dearer)

    def check_day(self, on: date, *, today: date) -> None:
        """Refuses a value date further away than the policy allows."""
        if (today - on).days > self.most_days_back:
            raise InvalidInput("on", f"at most {self.most_days_back} days back")
        if (on - today).days > self.most_days_ahead:
            raise InvalidInput("on", f"at most {self.most_days_ahead} days ahead")


class ChangePolicy(PolicyFile):
    """How running loans are changed."""

    proposal_days: int = Field(ge=1, le=60)
    consent_days: int = Field(ge=1, le=90)
    kinds: Mapping[str, KindPolicy]

    def kind(self, kind: str) -> KindPolicy:
        """What holds for a kind; refuses one that the institution does not do."""
        if kind not in self.kinds or kind not in CHANGE_KINDS:
            raise InvalidInput("kind", f"one of {', '.join(k for k in CHANGE_KINDS if k in self.kinds)}")
        return self.kinds[kind]


def change_policy_on(day: date) -> ChangePolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(day, policies_in(ChangePolicy, FOLDER, pattern="changes*.toml"))
