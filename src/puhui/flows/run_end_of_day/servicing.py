"""The servicing policy: dated data that says when to remind, to collect again, to raise a case."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FOLDER = "servicing"
OTHERS = ("changes", "collecting")  # files of this folder with policies of their own


class BadServicingPolicy(RuntimeError):
    """A file does not say what it must; the message names it."""


class Servicing(BaseModel):
    """How running loans are looked after."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    version: int = Field(ge=1)
    effective_from: date
    source: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    remind_days_before: int = Field(ge=0, le=31)
    remind_days_after: tuple[int, ...]
    collect_again_days: tuple[int, ...]
    unanswered_days: int = Field(ge=1, le=60)
    case_days: int = Field(ge=0, le=60)


def servicing_on(day: date) -> Servicing:
    """The newest version in force on a day; before the first one, the first one."""
    versions = _versions(settings.PUHUI_ENVIRONMENT.policies)
    return next((v for v in versions if v.effective_from <= day), versions[-1])


@cache
def _versions(overlay: Path | None) -> tuple[Servicing, ...]:
    files: dict[str, Path] = {}
    for root in filter(None, (settings.PACKAGE / "policies", overlay)):
        files |= {path.name: path for path in (root / FOLDER).glob("*.toml")}
    own = [path for name, path in sorted(files.items()) if not name.startswith(OTHERS)]
    read = [_read(path) for path in own]
    if not read:
        raise BadServicingPolicy(f"policies/{FOLDER} is empty")
    return tuple(sorted(read, key=lambda v: (v.effective_from, v.version), reverse=True))


def _read(path: Path) -> Servicing:
    try:
        return Servicing.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadServicingPolicy(f"{path}: {problem}") from problem
