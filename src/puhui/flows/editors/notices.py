"""Notices as texts to edit: what is written to customers, by kind, on the pages and by text message."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.flows.editors.editor import Cell, Editor, Preview, Subject
from puhui.flows.editors.plain_words import hard_words_in
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.foundation.drafts.facade import DraftFault
from puhui.foundation.notices.facade import (
    BOTH,
    NOTICE_KIND,
    PARTS,
    NoticeRules,
    all_words,
    as_json,
    filled,
    notice_faults,
    notice_text,
    notice_versions,
    parts_of,
    places,
    words_of,
)
from puhui.kernel.actors import Role
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text

PART_WORDS = {
    "subject": Text(en="Subject", zh="主题"),
    "body": Text(en="Message on the pages", zh="页面通知正文"),
    "sms": Text(en="Text message, if it is to be shorter", zh="短信（如需更短）"),
}
ON_PAGES = Text(en="On the pages", zh="页面通知")
BY_MESSAGE = Text(en="By text message", zh="短信")


class Place(BaseModel):
    """What stands at a place of the words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: Text
    sample: Text


class NoticePlaces(PolicyFile):
    """Every place that words may have."""

    in_message: tuple[str, ...]
    places: Mapping[str, Place]

    @model_validator(mode="after")
    def _check_names(self) -> "NoticePlaces":
        if not set(self.in_message) <= set(self.places):
            raise ValueError("in_message: names of places only")
        return self


class TextMessages(PolicyFile):
    """How long a text message may be."""

    most_parts: int = Field(ge=1, le=10)


def notice_places(on: date) -> NoticePlaces:
    """What the places are, on a day."""
    return newest_on(on, policies_in(NoticePlaces, "notice_places"))


class NoticeEditor(Editor):
    """The words of each notice."""

    kind = NOTICE_KIND
    title = Text(en="Notices", zh="通知模板")
    what = "a notice"
    writers = (Role.OPERATIONS, Role.RISK_OFFICER, Role.ADMINISTRATOR)
    publishers = (*writers, Role.COMPLIANCE)

    def subjects(self, *, on: date) -> list[Subject]:
        """Each kind of notice with the words of the day."""
        found = [notice_text(kind, on=on) for kind in sorted({one.kind for one in all_words()})]
        return [Subject(one.kind, one.subject, one.version, one.effective_from, bool(one.digest)) for one in found]

    def document(self, code: str, *, on: date) -> dict[str, Any]:
        """The words in force by part and language."""
        if not any(one.kind == code for one in all_words()):
            raise NotFound("notice", where=code[:60])
        words = notice_text(code, on=on)
        parts = {"subject": words.subject, "body": words.body, "sms": words.sms}
        return {name: as_json(part) for name, part in parts.items() if part is not None}

    def cells(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Cell]:
        """Each part in each language of the installation."""
        rules = self._rules(code, on=on)
        known = notice_places(on).places
        told = "; ".join(f"{{{name}}} {known[name].title.en}" for name in sorted(rules.allowed))
        told_zh = "；".join(f"{{{name}}} {known[name].title.zh}" for name in sorted(rules.allowed))
        hint = Text(en=f"Places: {told or 'none'}", zh=f"变量：{told_zh or '无'}")
        names = dict(settings.LANGUAGES)
        return [
            Cell(
                f"{part}.{language}",
                Text(en=f"{PART_WORDS[part].en} · {_name(language, names)}",
                     zh=f"{PART_WORDS[part].zh} · {_name(language, names)}"),
                (document.get(part) or {}).get(language, ""),
                rows=1 if part == "subject" else 4,
                hint=hint if part != "subject" and language == BOTH[0] else None,
            )
            for part in PARTS
            for language in rules.languages
        ]  # fmt: skip

    def faults(self, code: str, document: Mapping[str, Any], *, on: date) -> list[DraftFault]:
        """By part and language."""
        return notice_faults(document, self._rules(code, on=on))

    def previews(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Preview]:
        """On the pages and by text message, in each language that has words, with the samples."""
        rules = self._rules(code, on=on)
        by_part = {name: filled(words_of(said), params=rules.samples) for name, said in document.items()}
        shown = []
        for language in (one for one in rules.languages if one in document["body"]):
            subject, body = (by_part[part].in_language(language) for part in ("subject", "body"))
            message = by_part.get("sms", by_part["body"]).in_language(language)
            count = parts_of(message)
            note = Text(en=f"{len(message)} characters, {count} part(s)", zh=f"{len(message)}个字符，共{count}条")
            shown.append(Preview(ON_PAGES, f"{subject}\n\n{body}", language))
            shown.append(Preview(BY_MESSAGE, message, language, note))
        return shown

    def version_above(self, code: str) -> int:
        """Of the files and of what was published."""
        return max(one.version for one in notice_versions(code))

    def _rules(self, code: str, *, on: date) -> NoticeRules:
        """The program fills what the shipped words use; a lender's own words still say what the newest of them says."""
        shipped = [one for one in notice_versions(code) if not one.digest]
        known = notice_places(on)
        return NoticeRules(
            allowed=frozenset().union(*(_places_of(one.subject, one.body) for one in shipped)),
            needed=frozenset(_places_of(shipped[-1].subject, shipped[-1].body)),
            in_message=frozenset(known.in_message) & _places_of(shipped[-1].subject, shipped[-1].body),
            samples={name: place.sample for name, place in known.places.items()},
            languages=(*BOTH, *(code for code in dict(settings.LANGUAGES) if code not in {"zh-hans", "en"})),
            most_parts=newest_on(on, policies_in(TextMessages, "text_messages")).most_parts,
            hard_words=lambda words, language: hard_words_in(words, language, on=on),
        )


def _places_of(*words: Text) -> set[str]:
    return set().union(*(places(one.zh) for one in words))


def _name(language: str, names: Mapping[str, str]) -> str:
    return names.get("zh-hans" if language == "zh" else language, language)
