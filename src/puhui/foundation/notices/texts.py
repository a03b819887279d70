"""Which words a notice has: those of the policy folders, and before them what two people published here."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from puhui.foundation.drafts.facade import Release, release_on, releases
from puhui.foundation.notices.contracts import NoticeText
from puhui.foundation.notices.rules import places, words_in_force, words_of
from puhui.kernel.texts import Text

FOLDER = "notices"
KIND = "notice"  # of its drafts and releases
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


def notice_text(kind: str, *, on: date) -> NoticeText:
    """The words of a notice on a day: what was published here for the day, else the files'."""
    own = release_on(KIND, kind, on=on)
    known = words_in_force(all_words(), kind=kind, on=on)
    return _published(own, file_id=known.file_id) if own else known


def notice_versions(kind: str) -> list[NoticeText]:
    """Every version of a notice, those of the files first."""
    files = sorted((one for one in all_words() if one.kind == kind), key=lambda one: one.version)
    own = releases(KIND).get(kind, ())
    return [*files, *(_published(one, file_id=files[0].file_id) for one in own)]


def _published(release: Release, *, file_id: str) -> NoticeText:
    said = release.document
    return NoticeText(
        kind=release.code,
        version=release.version,
        effective_from=release.effective_from,
        subject=words_of(said["subject"]),
        body=words_of(said["body"]),
        sms=words_of(said["sms"]) if said.get("sms") else None,
        file_id=file_id,
        digest=release.digest,
    )


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
