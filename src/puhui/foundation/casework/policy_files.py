"""Service levels as policy data: how soon each kind is dealt with, in which hours, and who hears when it is not."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from puhui.finmath.calendars import is_known_calendar
from puhui.finmath.working_time import WorkingTime
from puhui.foundation.casework.contracts import Priority
from puhui.foundation.casework.rules import KINDS
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.actors import Role

FOLDER = "casework"


def _rank(word: object) -> object:
    """The policy writes a priority as a word."""
    return Priority[word.upper()] if isinstance(word, str) and word.upper() in Priority.__members__ else word


class Hours(BaseModel):
    """When the institution works."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    calendar: str
    opens: time
    closes: time
    utc_offset_hours: int = Field(ge=-12, le=14)

    @model_validator(mode="after")
    def _is_a_day(self) -> Self:
        if not is_known_calendar(self.calendar) or self.opens >= self.closes:
            raise ValueError("a known calendar, and a day that opens before it closes")
        return self


class Escalation(BaseModel):
    """When the next role is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    again_after_working_days: int = Field(ge=1, le=30)


class ServiceLevel(BaseModel):
    """What is promised of one kind of case: days or hours, one of the two."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    working_days: int | None = Field(default=None, ge=0, le=250)
    working_hours: int | None = Field(default=None, ge=1, le=2000)
    priority: Annotated[Priority, BeforeValidator(_rank)]
    escalate_to: tuple[Role, ...] = Field(min_length=1, max_length=4)
    share_out: bool

    @model_validator(mode="after")
    def _is_days_or_hours(self) -> Self:
        if (self.working_days is None) == (self.working_hours is None):
            raise ValueError("working_days or working_hours, one of the two")
        return self


class ServiceLevels(PolicyFile):
    """The service levels of every kind of case."""

    hours: Hours
    escalation: Escalation
    kinds: Mapping[str, ServiceLevel]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if set(self.kinds) != set(KINDS):
            raise ValueError(f"every kind is named once: {sorted(set(self.kinds) ^ set(KINDS))}")
        strangers = {
            kind for kind, level in self.kinds.items() if not KINDS[kind].workers.issuperset(level.escalate_to)
        }
        if strangers:
            raise ValueError(f"who is told must work on the kind: {sorted(strangers)}")
        return self

    @cached_property
    def working_time(self) -> WorkingTime:
        """The hours, to reckon with."""
        zone = timezone(timedelta(hours=self.hours.utc_offset_hours))
        return WorkingTime(self.hours.calendar, self.hours.opens, self.hours.closes, zone)

    def due_at(self, kind: str, *, opened_at: datetime, due_on: date | None) -> datetime:
        """By when a case is dealt with: the service level, or the close of the promised day where that is sooner."""
        level, hours = self.kinds[kind], self.working_time
        own = (
            hours.after_days(opened_at, level.working_days)
            if level.working_days is not None
            else hours.after_minutes(opened_at, 60 * (level.working_hours or 0))
        )
        return own if due_on is None else max(opened_at, min(own, hours.close_of(due_on)))

    def told_next(self, kind: str, *, escalations: int) -> Role:
        """Whom the next escalation tells; after the last role of the list it stays with that one."""
        roles = self.kinds[kind].escalate_to
        return roles[min(escalations, len(roles) - 1)]

    def most_escalations(self, kind: str) -> int:
        """How many times the nightly work escalates a case by itself: once for each role."""
        return len(self.kinds[kind].escalate_to)


def service_levels(on: date) -> ServiceLevels:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(ServiceLevels, FOLDER))
