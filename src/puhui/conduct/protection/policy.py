"""Reads how persons are protected: dated data, a lender's own over the shipped."""

from datetime import date

from pydantic import Field

from puhui.conduct.protection.contracts import SecondThoughts
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in


class ProtectionPolicy(PolicyFile):
    """A file of `policies/protection`."""

    exclusion_months: tuple[int, ...] = Field(min_length=1)
    raise_wait_days: int = Field(ge=0, le=365)
    guard_share_pct: int = Field(ge=1, le=100)
    slow_from_age: int = Field(ge=18, le=120)
    slow_times: int = Field(ge=1, le=10)
    second_thoughts: SecondThoughts


def protection_on(on: date) -> ProtectionPolicy:
    """The policy in force on a day."""
    return newest_on(on, policies_in(ProtectionPolicy, "protection"))
