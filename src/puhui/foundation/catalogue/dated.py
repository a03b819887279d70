"""Dated policies of other rooms: files of one folder, a lender's own laid over the shipped ones, newest first."""

import tomllib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from puhui.foundation.catalogue.loading import SHIPPED
from puhui.kernel.errors import CannotStart


class BadPolicyFile(CannotStart):
    """A policy file is missing or does not say what it must; the message names it."""


class PolicyFile(BaseModel):
    """What every policy file says of itself; an unknown key is refused by its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    version: int = Field(ge=1)
    effective_from: date
    source: str = Field(min_length=3)
    approved_by: str = Field(min_length=3)


class Dated(Protocol):
    """What a version of a policy says of itself."""

    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def effective_from(self) -> date: ...  # noqa: D102


M = TypeVar("M", bound=BaseModel)
V = TypeVar("V", bound=Dated)


def policies_in(
    model: type[M], folder: str, *, pattern: str = "*.toml", besides: tuple[str, ...] = ()
) -> tuple[M, ...]:
    """Every file of `policies/<folder>` that fits the pattern, in the order of names; read and checked once a process.

    `besides`: how the names of files begin that are policies of another kind in the same folder.
    """
    found: tuple[M, ...] = _read_folder(model, folder, pattern, besides, settings.PUHUI_ENVIRONMENT.policies)
    return found


def newest_on(day: date, versions: Iterable[V]) -> V:
    """The newest version in force on a day; before the first one, the first one."""
    ordered = sorted(versions, key=lambda one: (one.effective_from, one.version), reverse=True)
    return next((one for one in ordered if one.effective_from <= day), ordered[-1])


@cache
def _read_folder(
    model: type[M], folder: str, pattern: str, besides: tuple[str, ...], overlay: Path | None
) -> tuple[M, ...]:
    files: dict[str, Path] = {}
    for root in filter(None, (SHIPPED, overlay)):
        files |= {path.name: path for path in (root / folder).glob(pattern) if not path.name.startswith(besides)}
    if not files:
        raise BadPolicyFile(f"policies/{folder} has no {pattern}")
    return tuple(_read(model, path) for _, path in sorted(files.items()))


def _read(model: type[M], path: Path) -> M:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadPolicyFile(f"{path}: {problem}") from problem
