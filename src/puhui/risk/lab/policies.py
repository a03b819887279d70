"""The lab's policies as data: assumptions of a run, and shocks; dated files, a lender's own laid over the shipped."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.canonical import digest
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text
from puhui.risk.lab.rules.economics import Assumptions
from puhui.risk.lab.rules.run_forward import INDUSTRIES, Shock


class _Dated(PolicyFile):
    @property
    def hash(self) -> str:
        """Over all that the file says."""
        return digest(self.model_dump())


class AssumptionFile(_Dated):
    """`lab/assumptions*.toml`: percent, and yuan for the cost of a loan."""

    lgd_pct: Decimal = Field(ge=0, le=100)
    funding_rate_pct: Decimal = Field(ge=0, le=100)
    cost_per_loan: Decimal = Field(ge=0)
    cost_per_loan_to_a_person: Decimal = Field(ge=0)
    risk_weight_pct: Decimal = Field(ge=0, le=1250)
    capital_ratio_pct: Decimal = Field(ge=0, le=100)


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def as_text(self) -> Text:
        return Text(en=self.en, zh=self.zh)


class ShockFile(_Dated):
    """`shocks/*.toml`: see `Shock`."""

    name: _Words
    story: _Words
    start_month: int = Field(ge=1, le=60)
    peak_months: int = Field(ge=1, le=60)
    fade_months: int = Field(ge=0, le=60)
    lgd_multiplier: Decimal = Field(ge=0, le=10)
    funding_add_pct: Decimal = Field(ge=-20, le=20)
    log_odds: dict[str, Decimal]

    @model_validator(mode="after")
    def _exposures_are_known(self) -> "ShockFile":
        for name in self.log_odds:
            kind, _, code = name.partition(":")
            if kind == "industry" and code not in INDUSTRIES:
                raise ValueError(f"{self.id}: an industry is one of {', '.join(INDUSTRIES)}")
            if kind != "industry" and kind not in EXPOSURES:
                raise ValueError(f"{self.id}: an exposure is one of {', '.join(sorted(EXPOSURES))}, industry:X")
        return self


EXPOSURES = frozenset({"all", "rural", "women_led", "old_owner", "women", "old", "thin_file", "first_time"})


def assumptions_on(day: date, *, to_persons: bool = False) -> Assumptions:
    """The assumptions in force on a day, of loans to firms or to persons: the work of a loan differs."""
    file = newest_on(day, policies_in(AssumptionFile, "lab", pattern="assumptions*.toml"))
    return Assumptions(
        name=f"{file.id}@{file.version}",
        hash=file.hash,
        lgd_pct=file.lgd_pct,
        funding_rate_pct=file.funding_rate_pct,
        cost_per_loan_minor=int(100 * (file.cost_per_loan_to_a_person if to_persons else file.cost_per_loan)),
        risk_weight_pct=file.risk_weight_pct,
        capital_ratio_pct=file.capital_ratio_pct,
    )


def shocks_on(day: date) -> tuple[Shock, ...]:
    """Every shock that is known on a day, in its newest version, by id."""
    files = policies_in(ShockFile, "shocks")
    names = sorted({file.id for file in files})
    return tuple(_shock(newest_on(day, [file for file in files if file.id == name])) for name in names)


def shock_named(name: str, *, on: date) -> Shock:
    """One of them; refuses what is not there."""
    found = next((shock for shock in shocks_on(on) if shock.id == name), None)
    if found is None:
        raise NotFound("shock", where=name[:60])
    return found


def _shock(file: ShockFile) -> Shock:
    same: dict[str, Any] = {
        name: getattr(file, name)
        for name in (
            "id",
            "version",
            "hash",
            "start_month",
            "peak_months",
            "fade_months",
            "lgd_multiplier",
            "funding_add_pct",
        )
    }
    return Shock(**same, name=file.name.as_text(), story=file.story.as_text(), log_odds=dict(file.log_odds))
