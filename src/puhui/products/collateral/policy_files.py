"""Reads what may be pledged, how it counts, and the guarantee schemes: dated data, a lender's own over the shipped."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.collateral.rules.values import Step, ValueRule

FOLDER, SCHEMES = "collateral", "guarantee_schemes"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Step(_Data):
    months: int = Field(ge=0)
    pct: int = Field(ge=0, le=100)


class AssetKind(_Data):
    """A kind of thing that may be pledged."""

    code: str
    class_: Literal["movable", "immovable", "right", "deposit", "intellectual_property", "receivable", "bill"]
    name: Text
    registry: Literal["unified", "real_estate", "vehicle", "rural_property", "intellectual_property", "bill"]
    identifiers: tuple[str, ...] = Field(min_length=1)
    has_term: bool
    outlasts_debt: bool = False
    needs_area: bool = False
    several: bool = False
    haircuts: tuple[_Step, ...] = Field(min_length=1)
    terms: tuple[_Step, ...] = ()

    @model_validator(mode="after")
    def _check_steps(self) -> "AssetKind":
        cuts = sorted((step.months, step.pct) for step in self.haircuts)
        if [pct for _, pct in cuts] != sorted(pct for _, pct in cuts) or cuts[0][0] != 0 or cuts[-1][1] != 100:
            raise ValueError("haircuts begin at month 0, never fall with age, and end at 100")
        if self.has_term != bool(self.terms):
            raise ValueError("terms are given where the right ends, and only there")
        return self

    @property
    def value_rule(self) -> ValueRule:
        """As the rules take it."""
        return ValueRule(
            haircuts=tuple(Step(step.months, step.pct) for step in self.haircuts),
            terms=tuple(Step(step.months, step.pct) for step in self.terms),
        )


class IdentifierKind(_Data):
    """A number by which a thing is told apart."""

    code: str
    name: Text
    pattern: str
    source: str


class GuarantorPolicy(_Data):
    """How much a guarantor can carry, and through how many guarantees a ring is looked for."""

    assets_pct: int = Field(ge=0, le=100)
    income_years: int = Field(ge=0, le=30)
    ring_depth: int = Field(ge=1, le=10)


class CollateralPolicy(PolicyFile):
    """What may be pledged, how it counts, and how it is watched."""

    cover_least_pct: int = Field(ge=0, le=1000)
    warn_pct: int = Field(ge=0, le=1000)
    act_pct: int = Field(ge=0, le=1000)
    expiring_days: int = Field(ge=0, le=366)
    case_days: int = Field(ge=0, le=366)
    enforce_days_past_due: int = Field(ge=0)
    guarantor: GuarantorPolicy
    kinds: tuple[AssetKind, ...] = Field(min_length=1)
    identifiers: tuple[IdentifierKind, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_whole(self) -> "CollateralPolicy":
        known = {one.code for one in self.identifiers}
        unknown = {code for kind in self.kinds for code in kind.identifiers} - known
        if unknown or self.warn_pct > self.act_pct:
            raise ValueError(f"identifiers that are not described: {sorted(unknown)}; or warn_pct above act_pct")
        return self

    def kind(self, code: str) -> AssetKind:
        """The kind; refuses one that there is not."""
        found = next((kind for kind in self.kinds if kind.code == code), None)
        if found is None:
            raise InvalidInput("kind", f"one of {', '.join(kind.code for kind in self.kinds)}")
        return found

    @property
    def together(self) -> frozenset[str]:
        """The numbers of which many may be told of one pledge."""
        return frozenset(code for kind in self.kinds if kind.several for code in kind.identifiers)

    def identifier(self, code: str) -> IdentifierKind:
        """How a number is called and looks; every kind's numbers are described."""
        return next(one for one in self.identifiers if one.code == code)


class SchemeFile(PolicyFile):
    """A guarantee company or a public scheme."""

    kind: Literal["company", "public"]
    name: Text
    share_pct: Decimal = Field(gt=0, le=100)
    covers_interest: bool
    fee_pct: Decimal = Field(ge=0, le=100)
    fee_paid_by: Literal["borrower", "lender", "scheme"]
    capacity: str
    per_borrower: str
    call_from_days: int = Field(ge=0)
    call_until_days: int = Field(ge=0)

    @property
    def capacity_money(self) -> Money:
        """The most it answers for, over all debts."""
        return Money.parse(self.capacity, where="capacity")

    @property
    def per_borrower_money(self) -> Money:
        """The most it answers for, over all debts of one borrower."""
        return Money.parse(self.per_borrower, where="per_borrower")


def collateral_policy(on: date) -> CollateralPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return _policy(on, settings.PUHUI_ENVIRONMENT.policies)


@cache
def _policy(on: date, overlay: Path | None) -> CollateralPolicy:
    del overlay  # another folder, another policy
    return newest_on(on, policies_in(CollateralPolicy, FOLDER))


def schemes_on(day: date) -> dict[str, SchemeFile]:
    """The schemes in force on a day by their code, the newest version of each."""
    found: dict[str, list[SchemeFile]] = {}
    for file in policies_in(SchemeFile, SCHEMES):
        found.setdefault(file.id, []).append(file)
    newest = {code: newest_on(day, versions) for code, versions in found.items()}
    return {code: file for code, file in sorted(newest.items()) if file.effective_from <= day}


def scheme_on(code: str, *, day: date) -> SchemeFile:
    """The scheme; refuses one that there is not."""
    found = schemes_on(day).get(code)
    if found is None:
        raise InvalidInput("scheme", f"one of {', '.join(schemes_on(day))}")
    return found
