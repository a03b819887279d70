"""Finds policy files: the shipped folder, and over it the lender's own (`PUHUI_POLICIES`), file by file."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import BaseModel, ConfigDict

from puhui.kernel.texts import Text


class BadPolicy(RuntimeError):
    """A policy file does not say what it must; the message names the file. A start fails rather than guess."""


class Strict(BaseModel):
    """Unknown keys are refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Sentence(Strict):
    """A text in both languages."""

    en: str
    zh: str

    def as_text(self) -> Text:
        """The kernel's form."""
        return Text(en=self.en, zh=self.zh)


class PolicyHead(Strict):
    """What every policy file begins with."""

    id: str
    version: int
    effective_from: date
    source: str
    approved_by: str


def documents(folder: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The TOML files of a folder by name; a lender's file takes the place of a shipped one with the same name."""
    found: dict[str, Path] = {}
    for root in (settings.PACKAGE / "policies", settings.PUHUI_ENVIRONMENT.policies):
        if root is not None:
            found |= {path.name: path for path in (root / folder).glob("*.toml")}
    for name in sorted(found):
        try:
            yield found[name], tomllib.loads(found[name].read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadPolicy(f"{found[name]}: {error}") from None
