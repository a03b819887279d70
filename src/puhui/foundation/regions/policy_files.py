"""Reads the shipped list of regions, the licence and what places say of their own; a lender's folder lies over it."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from puhui.foundation.regions.contracts import Region, Tier, TierLine
from puhui.foundation.regions.reading import check_whole, read_regions
from puhui.kernel.texts import Text

FOLDER = "regions"
SHIPPED = Path(__file__).resolve().parents[2] / "policies"
Code6 = str
Mark = Literal["S", "L", "M", "U"]
M = TypeVar("M", bound=BaseModel)


class BadRegionPolicy(RuntimeError):
    """A file does not hold; the message names the file and the key."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Dated(_Data):
    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    version: int = Field(ge=1)
    effective_from: date
    effective_until: date | None = None
    source: str = Field(min_length=3)
    mark: Mark
    approved_by: str = Field(min_length=3)

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day; the last day counts."""
        return self.effective_from <= on and (self.effective_until is None or on <= self.effective_until)

    @model_validator(mode="after")
    def _ordered(self) -> "_Dated":
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise ValueError("effective_until lies before effective_from")
        return self


class _Tier(_Data):
    code: Tier
    name: Text
    rule: Text
    mark: Mark


class RegionFile(_Dated):
    """What is said of the list as a whole."""

    rows: str
    tiers: tuple[_Tier, ...] = Field(min_length=1)


class Licence(_Dated):
    """Where the lender may lend, and what happens where a customer's region is not known."""

    rule: Text
    article: str
    areas: tuple[Code6, ...] = Field(min_length=1)
    excluded: tuple[Code6, ...] = ()
    covers: Text
    unknown: Literal["allow", "refuse"]


class Goal(_Data):
    """How much the institution means to reach in a place: a measure of reach, and the number it should come to."""

    measure: Literal[
        "customers",
        "loans",
        "outstanding",
        "women_pct",
        "old_pct",
        "thin_file_pct",
        "first_time_pct",
        "rural_pct",
        "approval_pct",
    ]
    at_least: Decimal = Field(ge=0)
    text: Text


class LocalPolicy(_Dated):
    """What a place says of its own. `is_example`: a made-up one, shown as such."""

    region: Code6
    name: Text
    is_example: bool
    rate_cap_pct: Decimal | None = Field(default=None, gt=0, le=100)
    all_in_cap_pct: Decimal | None = Field(default=None, gt=0, le=100)
    subsidies: tuple[str, ...] = ()
    guarantee_schemes: tuple[str, ...] = ()
    relief: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()


class Figure(_Data):
    """One outside figure of a place."""

    region: Code6
    measure: Literal["population", "households", "bank_points_per_10k", "gdp_per_head_yuan", "rural_pct"]
    value: Decimal = Field(ge=0)
    as_of: date


class FigureFile(_Dated):
    """Outside figures with their source. `is_demo`: made up, and shown as such."""

    is_demo: bool
    figures: tuple[Figure, ...] = Field(min_length=1)


@lru_cache(maxsize=4)
def shipped_regions(overlay: Path | None) -> tuple[tuple[Region, ...], tuple[TierLine, ...]]:
    """The rows of the list in force by file, checked whole, and what its tiers mean."""
    head = _read(RegionFile, _found(overlay)["cn.toml"])
    path = _found(overlay, suffix=".csv")[head.rows]
    rows = read_regions(path.read_text(encoding="utf-8"))
    check_whole({region.code: region for region in rows})
    return rows, tuple(TierLine(one.code, one.name, one.rule, one.mark) for one in head.tiers)


@lru_cache(maxsize=4)
def licences(overlay: Path | None) -> tuple[Licence, ...]:
    """Every version of the licence."""
    return tuple(_read(Licence, path) for name, path in _found(overlay).items() if name.startswith("licence"))


@lru_cache(maxsize=4)
def local_policies(overlay: Path | None) -> tuple[LocalPolicy, ...]:
    """Everything that places say of their own, every version."""
    return tuple(_read(LocalPolicy, path) for path in _found(overlay, below="local").values())


@lru_cache(maxsize=4)
def figure_files(overlay: Path | None) -> tuple[FigureFile, ...]:
    """Every file of outside figures."""
    return tuple(_read(FigureFile, path) for path in _found(overlay, below="figures").values())


def overlay_folder() -> Path | None:
    """The lender's own folder of policies."""
    folder: Path | None = settings.PUHUI_ENVIRONMENT.policies
    return folder


def _found(overlay: Path | None, *, below: str = "", suffix: str = ".toml") -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in filter(None, (SHIPPED, overlay)):
        found |= {path.name: path for path in sorted((folder / FOLDER / below).glob(f"*{suffix}"))}
    return found


def _read(model: type[M], path: Path) -> M:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadRegionPolicy(f"{FOLDER}/{path.name}: {problem}") from problem
