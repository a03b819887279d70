"""Reads what the institution asks at its door from the policy folders, and checks it at load."""

import tomllib
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from puhui.foundation.access.contracts import DoorPolicy
from puhui.kernel.actors import STAFF_ROLES, Role

FOLDER = "access"
SHIPPED = Path(__file__).resolve().parents[2] / "policies"


class BadDoorPolicy(RuntimeError):
    """A file does not hold; the message names the file and the key."""


class _Factor(BaseModel):
    model_config = ConfigDict(extra="forbid")
    required_of: frozenset[Role]
    required_in_production: frozenset[Role]


class _Fresh(BaseModel):
    model_config = ConfigDict(extra="forbid")
    minutes: int = Field(ge=1, le=720)
    money: frozenset[str]
    publishing: frozenset[str]
    rights: frozenset[str]
    day: frozenset[str]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^door$")
    version: int = Field(ge=1)
    effective_from: date
    source: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    second_factor: _Factor
    fresh_proof: _Fresh


def door_policy() -> DoorPolicy:
    """The version in force today: the shipped ones, and the lender's own laid over them by file name.

    A door reads the clock, as the count of wrong passwords does: what a test or a replay calls today is no reason to
    let somebody in.
    """
    return _in_force(settings.PUHUI_ENVIRONMENT.policies, timezone.now().date())


def must_have_second_factor(roles: frozenset[Role]) -> bool:
    """True when one of the roles may not come in with a password alone."""
    policy = door_policy()
    asked = policy.required_of
    if settings.PUHUI_ENVIRONMENT.is_production:
        asked |= policy.required_in_production
    return bool(roles & asked)


@lru_cache(maxsize=4)
def _in_force(overlay: Path | None, on: date) -> DoorPolicy:
    files: dict[str, Path] = {}
    for folder in filter(None, (SHIPPED, overlay)):
        files.update({path.name: path for path in (folder / FOLDER).glob("door-*.toml")})
    read = [_read(path) for path in files.values()]
    known = [file for file in read if file.effective_from <= on]
    if not known:
        raise BadDoorPolicy(f"{FOLDER}: no version is in force on {on}")
    file = max(known, key=lambda one: (one.effective_from, one.version))
    fresh = file.fresh_proof
    return DoorPolicy(
        version=file.version,
        required_of=file.second_factor.required_of,
        required_in_production=file.second_factor.required_in_production,
        fresh_for=timedelta(minutes=fresh.minutes),
        fresh_acts=fresh.money | fresh.publishing | fresh.rights | fresh.day,
    )


def _read(path: Path) -> _File:
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadDoorPolicy(f"{FOLDER}/{path.name}: {problem}") from problem
    if (file.second_factor.required_of | file.second_factor.required_in_production) - STAFF_ROLES:
        raise BadDoorPolicy(f"{FOLDER}/{path.name}: second_factor names a role that no staff member holds")
    return file
