"""Reads the words of notices from the policy folders and checks them at load."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Formatter

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from puhui.foundation.notices.contracts import NoticeText
from puhui.kernel.texts import Text

FOLDER = "notices"
SHIPPED = Path(__file__).resolve().parents[2] / "policies"


class BadNoticeText(RuntimeError):
    """A file does not hold; the message names the file and the key."""


class _Bilingual(BaseModel):
    model_config = ConfigDict(extra="forbid")
    en: str = Field(min_length=1, max_length=1000)
    zh: str = Field(min_length=1, max_length=1000)


class _Notice(BaseModel):
    model_config = ConfigDict(extra="forbid")
    subject: _Bilingual
    body: _Bilingual


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    version: int = Field(ge=1)
    effective_from: date
    source: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    notices: dict[str, _Notice] = Field(min_length=1)


def all_words() -> tuple[NoticeText, ...]:
    """Every version of every notice: the shipped ones, and the lender's own laid over them by file name."""
    return _read(settings.PUHUI_ENVIRONMENT.policies)


@lru_cache(maxsize=4)
def _read(overlay: Path | None) -> tuple[NoticeText, ...]:
    files: dict[str, Path] = {}
    for folder in filter(None, (SHIPPED, overlay)):
        files.update({path.name: path for path in (folder / FOLDER).glob("*.toml")})
    found = {}
    for words in (words for _, path in sorted(files.items()) for words in _words(path)):
        name = (words.kind, words.version)
        if name in found:
            raise BadNoticeText(f"{FOLDER}: {words.kind} version {words.version} is there twice")
        found[name] = words
    return tuple(found.values())


def _words(path: Path) -> list[NoticeText]:
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadNoticeText(f"{FOLDER}/{path.name}: {problem}") from problem
    made = []
    for kind, notice in file.notices.items():
        for words in (notice.subject, notice.body):
            if places(words.en) != places(words.zh):
                raise BadNoticeText(f"{FOLDER}/{path.name}: {kind}: the places differ between the languages")
        made.append(
            NoticeText(
                kind=kind,
                version=file.version,
                effective_from=file.effective_from,
                subject=Text(en=notice.subject.en.strip(), zh=notice.subject.zh.strip()),
                body=Text(en=notice.body.en.strip(), zh=notice.body.zh.strip()),
                file_id=file.id,
            )
        )
    return made


def places(words: str) -> set[str]:
    """The names of the places in the words."""
    return {place for _, place, _, _ in Formatter().parse(words) if place is not None}
