"""Reads how facilities are kept: how long a draw may be under way, what freezes, who must agree: dated data."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.actors import Role

FOLDER = "facilities"
Act = Literal["cut", "raised", "frozen", "unfrozen", "reviewed", "closed"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ActRule(_Data):
    """Who may do something to a facility, and whether a second person must agree."""

    act: Act
    roles: tuple[Role, ...] = Field(min_length=1)
    second: tuple[Role, ...] = ()


class FacilityPolicy(PolicyFile):
    """How facilities are kept."""

    reserve_minutes: int = Field(ge=1, le=1440)
    draws_a_day: int = Field(ge=1, le=100)
    freeze_days_past_due: int = Field(ge=1, le=360)
    freeze_tags: tuple[str, ...] = ()
    review_months: int = Field(ge=1, le=60)
    review_days_before: int = Field(ge=1, le=180)
    raise_wait_days: int = Field(ge=0, le=90)
    acts: tuple[ActRule, ...] = Field(min_length=1)

    def rule(self, act: Act) -> ActRule:
        """Who may do it; what is not named, nobody may."""
        return next((rule for rule in self.acts if rule.act == act), ActRule(act=act, roles=(Role.SYSTEM,)))


def facility_policy(on: date) -> FacilityPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return _policy(on, settings.PUHUI_ENVIRONMENT.policies)


@cache
def _policy(on: date, overlay: Path | None) -> FacilityPolicy:
    del overlay  # another folder, another policy
    return newest_on(on, policies_in(FacilityPolicy, FOLDER))
