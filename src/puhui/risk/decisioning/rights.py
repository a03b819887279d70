"""The rights of who is decided on, as dated data: how many reasons, how long to ask, how soon a person answers."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from pydantic import Field

from puhui.finmath.calendars import is_known_calendar, next_working_day
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import GenericReason, PolicyInvalid
from puhui.risk.decisioning.rules.adverse import generic_faults
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.policy import DecisionPolicy

FOLDER, PATTERN = "fairness", "rights*.toml"
T = TypeVar("T")


class Rights(PolicyFile):
    """A file of `policies/fairness`: what people are told and may ask for."""

    most_reasons: int = Field(ge=1, le=4)
    ask_within_days: int = Field(ge=1, le=3650)
    explain_within_working_days: int = Field(ge=1, le=60)
    calendar: str
    generic: tuple[str, ...] = Field(min_length=1)

    def ask_until(self, on: date) -> date:
        """The day that a notice of that day names for questions."""
        return on + timedelta(days=self.ask_within_days)

    def explained_by(self, on: date) -> date:
        """The day by which a person explains what was asked about on a day: working days, that day not counted."""
        if not is_known_calendar(self.calendar):
            raise PolicyInvalid("rights.calendar", words_of("no_holidays", calendar=self.calendar))
        day = on
        for _ in range(self.explain_within_working_days):
            day = next_working_day(day + timedelta(days=1), calendar=self.calendar)
        return day


def rights_on(on: date) -> Rights:
    """The rights in force on a day."""
    return newest_on(on, policies_in(Rights, FOLDER, pattern=PATTERN))


def principal_reasons(reasons: Sequence[T], *, texts: Sequence[Text], on: date) -> list[T]:
    """The reasons that a refusal goes with: the first few, each specific. Refuses a refusal without one that is."""
    rights = rights_on(on)
    if not reasons:
        raise GenericReason(where="reasons", fault="there is none")
    if faults := generic_faults(texts[: rights.most_reasons], generic=rights.generic):
        raise GenericReason(where="reasons", fault=faults[0])
    return list(reasons[: rights.most_reasons])


def refuse_generic_reasons(policy: DecisionPolicy) -> None:
    """Refuses a policy whose sentences say nothing, before it may refuse anybody."""
    rights = rights_on(policy.effective_from)
    if faults := generic_faults(policy.reasons.values(), generic=rights.generic):
        raise GenericReason(where=f"{policy.id}@{policy.version}", fault=faults[0])
