"""Reads what is erased when a customer asks and what the law keeps: dated data, a lender's own over the shipped."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.texts import Text


class Line(BaseModel):
    """One kind of data."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str
    title: Text


class KeptLine(Line):
    """One kind of data that stays, by which ground."""

    why: Text
    only_with_loans: bool


class PrivacyPolicy(PolicyFile):
    """A file of `policies/privacy`."""

    identity_keep_days: int = Field(ge=0, le=36_600)
    exports_a_day: int = Field(ge=1, le=100)
    erased: tuple[Line, ...] = Field(min_length=1)
    kept: tuple[KeptLine, ...] = Field(min_length=1)


def privacy_on(on: date) -> PrivacyPolicy:
    """The policy in force on a day."""
    return newest_on(on, policies_in(PrivacyPolicy, "privacy"))
