"""Reads the texts of consents from the policy folders and checks them at load."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from puhui.foundation.consent.contracts import ConsentText
from puhui.kernel.canonical import digest
from puhui.kernel.texts import Text

FOLDER = "consents"
SHIPPED = Path(__file__).resolve().parents[2] / "policies"


class BadConsentText(RuntimeError):
    """A file does not hold; the message names the file and the key."""


class _Bilingual(BaseModel):
    model_config = ConfigDict(extra="forbid")
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def as_text(self) -> Text:
        return Text(en=self.en.strip(), zh=self.zh.strip())


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z][a-z_]{2,39}$")
    version: int = Field(ge=1)
    effective_from: date
    source: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    max_days: int = Field(ge=1, le=3660)
    is_required: bool
    title: _Bilingual
    text: _Bilingual
    scopes: dict[str, _Bilingual] = Field(min_length=1)


def all_texts() -> tuple[ConsentText, ...]:
    """Every version of every text: the shipped ones, and the lender's own laid over them by file name."""
    return _read(settings.PUHUI_ENVIRONMENT.policies)


@lru_cache(maxsize=4)
def _read(overlay: Path | None) -> tuple[ConsentText, ...]:
    files: dict[str, Path] = {}
    for folder in filter(None, (SHIPPED, overlay)):
        files.update({path.name: path for path in (folder / FOLDER).glob("*.toml")})
    found = {}
    for text in (_text(path) for _, path in sorted(files.items())):
        if (text.purpose, text.version) in found:
            raise BadConsentText(f"{FOLDER}: {text.purpose} version {text.version} is there twice")
        found[text.purpose, text.version] = text
    return tuple(found.values())


def _text(path: Path) -> ConsentText:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        file = _File.model_validate(content)
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadConsentText(f"{FOLDER}/{path.name}: {problem}") from problem
    return ConsentText(
        purpose=file.id,
        version=file.version,
        effective_from=file.effective_from,
        title=file.title.as_text(),
        text=file.text.as_text(),
        scopes={name: words.as_text() for name, words in file.scopes.items()},
        max_days=file.max_days,
        is_required=file.is_required,
        digest=digest(content),
    )
