"""Reads the schemes by which the state pays interest: dated data, a lender's own over the shipped."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import newest_on, policies_in
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

FOLDER = "subsidies"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Payer(_Data):
    """Who pays a part of the subsidy: its weight among the payers."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")
    name: Text
    weight: int = Field(ge=1, le=10_000)


class SchemeFile(_Data):
    """One scheme. `basis`: the state pays a `share` of the interest in percent, so many `points` of the rate, or what
    lies `above` the benchmark plus `above_lpr_points`, which the borrower pays. `giver` shop: the shop of the loan pays
    instead, as much as was agreed with it.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    version: int = Field(ge=1)
    effective_from: date
    effective_until: date | None = None
    source: str = Field(min_length=3)
    mark: Literal["S", "L", "M", "U"]
    approved_by: str = Field(min_length=3)
    name: Text
    condition: Text
    giver: Literal["state", "shop"] = "state"
    basis: Literal["share", "points", "above"]
    share_pct: Decimal = Field(default=Decimal(0), ge=0, le=100)
    points: Decimal = Field(default=Decimal(0), ge=0, le=100)
    above_lpr_points: Decimal = Field(default=Decimal(0), ge=-20, le=20)
    pays: Literal["net", "refund"]
    principal_most: str
    subsidy_most: str
    most_months: int = Field(ge=1, le=120)
    stop_days_past_due: int = Field(ge=1, le=365)
    regions: tuple[str, ...] = ()
    kinds: tuple[Literal["person", "organisation"], ...] = Field(min_length=1)
    purposes: tuple[str, ...] = ()
    payers: tuple[Payer, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> "SchemeFile":
        needed = {"share": self.share_pct > 0, "points": self.points > 0, "above": True}
        if not needed[self.basis]:
            raise ValueError(f"basis {self.basis} needs its number")
        if len({payer.code for payer in self.payers}) != len(self.payers):
            raise ValueError("a payer is there twice")
        return self

    @property
    def principal_most_money(self) -> Money:
        """The most principal whose interest is subsidised."""
        return Money.parse(self.principal_most, where="principal_most")

    @property
    def subsidy_most_money(self) -> Money:
        """The most that one loan gets."""
        return Money.parse(self.subsidy_most, where="subsidy_most")


def schemes_on(day: date) -> dict[str, SchemeFile]:
    """The schemes in force on a day by their id, the newest version of each."""
    found: dict[str, list[SchemeFile]] = {}
    for file in policies_in(SchemeFile, FOLDER):
        found.setdefault(file.id, []).append(file)
    newest = {code: newest_on(day, versions) for code, versions in found.items()}
    return {
        code: file
        for code, file in sorted(newest.items())
        if file.effective_from <= day and (file.effective_until is None or day <= file.effective_until)
    }


def scheme_version(code: str, version: int) -> SchemeFile:
    """One version, in force or not: what an old grant was made under."""
    for file in policies_in(SchemeFile, FOLDER):
        if (file.id, file.version) == (code, version):
            return file
    raise InvalidInput("scheme", f"there is no scheme {code[:40]} version {version}")
