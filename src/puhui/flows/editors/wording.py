"""The words of the pages as texts to edit: every string of the catalogues, in each language of the installation."""

import gettext
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings

from puhui.flows.editors.editor import Cell, Editor, Preview, Subject
from puhui.flows.editors.plain_words import hard_words_in
from puhui.foundation.drafts.facade import DraftFault, release_on, releases
from puhui.kernel.actors import Role
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text

WORDING: Final = "wording"
CUSTOMERS: Final = "customer_web"  # its words are held to the list of plain words
LONGEST: Final = 2_000
_FILLED: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_TAG: Final = re.compile(r"<[A-Za-z/!][^>]*>?")
_FAULTS: Final = {
    "missing": Text(en="words are missing in this language", zh="缺少该语言的文字"),
    "long": Text(en=f"at most {LONGEST:,} characters", zh=f"最多{LONGEST:,}个字符"),
    "filled": Text(en="what is filled in has to be the same: {names}", zh="占位符须一致：{names}"),
    "tags": Text(en="marks of the page have to be the same: {names}", zh="页面标记须一致：{names}"),
    "quote": Text(en='a straight " would end a mark of the page; write “ and ”', zh="不得使用英文直引号，请改用“”"),
    "hard": Text(en="'{hard}' is a hard word, better: {plain}", zh="“{hard}”不易懂，建议改为：{plain}"),
}


@dataclass(frozen=True, slots=True)
class PageString:
    """One string of the pages: what programs look it up by (its English words), and its words by language."""

    code: str
    words: Mapping[str, str]
    faces: frozenset[str]

    @property
    def english(self) -> str:
        """What stands in the program."""
        return self.words["en"]


class WordingEditor(Editor):
    """Each string of both faces."""

    kind = WORDING
    title = Text(en="Words of the pages", zh="界面文字")
    what = "words of the pages"
    writers = (Role.OPERATIONS, Role.RISK_OFFICER, Role.ADMINISTRATOR)
    publishers = (*writers, Role.COMPLIANCE)

    def subjects(self, *, on: date) -> list[Subject]:
        """Those that a language of the installation does not have yet come first."""
        own = {code: release_on(self.kind, code, on=on) for code in releases(self.kind)}
        needed = _languages()
        found = []
        for one in sorted(page_strings().values(), key=lambda one: (needed <= one.words.keys(), one.english)):
            mine = own.get(one.code)
            words = mine.document if mine else one.words
            title = Text(en=words.get("en", one.english), zh=words.get("zh", one.english))
            since = mine.effective_from if mine else None
            found.append(Subject(one.code, title, mine.version if mine else 0, since, mine is not None))
        return found

    def document(self, code: str, *, on: date) -> dict[str, Any]:
        """The words in force by language."""
        own = release_on(self.kind, code, on=on)
        return dict(own.document if own else _string(code).words)

    def cells(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Cell]:
        """One for each language."""
        del on
        names, shipped = dict(settings.LANGUAGES), _string(code)
        hint = Text(en=f"In the program: {shipped.english}", zh=f"程序原文：{shipped.english}")
        languages = ["zh", "en", *sorted(_languages() - {"zh", "en"})]
        return [
            Cell(one, Text(en=name, zh=name), document.get(one, ""), rows=3, hint=hint if one == "zh" else None)
            for one in languages
            for name in [names.get("zh-hans" if one == "zh" else one, one)]
        ]

    def faults(self, code: str, document: Mapping[str, Any], *, on: date) -> list[DraftFault]:
        """By language."""
        shipped = _string(code)
        return [
            DraftFault(language, reason)
            for language in ("zh", "en", *sorted(set(document) - {"zh", "en"}))
            for reason in _faults_of(document.get(language, ""), shipped, language, on=on)
        ]

    def previews(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Preview]:
        """As they are; a page puts them where the others stood."""
        del on
        where = "、".join(sorted(_string(code).faces))
        title = Text(en=f"On the pages: {where}", zh=f"页面：{where}")
        return [Preview(title, words, language) for language, words in document.items()]


def own_words(*, on: date) -> dict[str, dict[str, str]]:
    """What was published here and holds on the day: by language, the words for each string of the program."""
    found: dict[str, dict[str, str]] = {}
    known = page_strings()
    for code in releases(WORDING):
        own = release_on(WORDING, code, on=on)
        if own is None or code not in known:  # the program does not say it any more
            continue
        for language, words in own.document.items():
            found.setdefault(language, {})[known[code].english] = words
    return found


def catalogue_of(language: str, *, on: date) -> str:
    """Every string in a language as a .po file: the words in force, empty where there are none yet."""
    if language not in _languages():
        raise NotFound("language", where=language[:20])
    own = own_words(on=on).get(language, {})
    head = f'msgid ""\nmsgstr ""\n"Language: {"zh_Hans" if language == "zh" else language}\\n"\n'
    head += '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    entries = [
        f"#: {' '.join(sorted(one.faces))}\nmsgid {_quoted(one.english)}\n"
        f"msgstr {_quoted(own.get(one.english, one.words.get(language, '')))}\n"
        for one in sorted(page_strings().values(), key=lambda one: one.english)
    ]
    return "\n".join([head, *entries])


def page_strings() -> Mapping[str, PageString]:
    """Every string of the catalogues by its code, with the languages that were dropped in; read once a process."""
    return _read(tuple(map(str, settings.LOCALE_PATHS)), tuple(sorted(_languages())))


@cache
def _read(dropped_in: tuple[str, ...], languages: tuple[str, ...]) -> Mapping[str, PageString]:
    faces: dict[str, set[str]] = {}
    words: dict[str, dict[str, str]] = {}
    for face in (app for app in apps.get_app_configs() if app.name.startswith("puhui.")):
        for english, chinese in _strings_in(Path(face.path) / "locale", "zh"):
            faces.setdefault(english, set()).add(face.name.rpartition(".")[2])
            words[english] = {"zh": chinese, "en": english}
    for language in set(languages) - {"zh", "en"}:
        for folder in dropped_in:
            said = dict(_strings_in(Path(folder), language))
            for english in said.keys() & words.keys():
                words[english][language] = said[english]
    made = (PageString(_code_of(english), said, frozenset(faces[english])) for english, said in words.items())
    return {one.code: one for one in made}


def _strings_in(folder: Path, language: str) -> Iterator[tuple[str, str]]:
    """The English and the translated words of a compiled catalogue."""
    locale = "zh_Hans" if language == "zh" else language.replace("-", "_")
    path = folder / locale / "LC_MESSAGES/django.mo"
    if not path.exists():
        return
    with path.open("rb") as file:
        known: Mapping[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # no public name
    yield from ((english, said) for english, said in known.items() if isinstance(english, str) and english and said)


def _languages() -> set[str]:
    """The languages of the installation; Simplified Chinese is `zh`, as in every text."""
    return {"zh" if code == "zh-hans" else code for code in dict(settings.LANGUAGES)}


def _string(code: str) -> PageString:
    found = page_strings().get(code)
    if found is None:
        raise NotFound("text", where=code[:60])
    return found


def _code_of(english: str) -> str:
    """Short, and the same wherever the string is."""
    return sha256(english.encode()).hexdigest()[:16]


def _faults_of(words: object, shipped: PageString, language: str, *, on: date) -> Iterator[Text]:
    if not isinstance(words, str) or not words:
        yield _FAULTS["missing"]
        return
    if len(words) > LONGEST:
        yield _FAULTS["long"]
    for name, pattern in (("filled", _FILLED), ("tags", _TAG)):
        wanted = pattern.findall(shipped.english)
        if sorted(pattern.findall(words)) != sorted(wanted):
            yield _FAULTS[name].filled(names=" ".join(wanted) or "–")
    if '"' in words and '"' not in shipped.english:
        yield _FAULTS["quote"]
    if CUSTOMERS in shipped.faces:
        for hard, plain in hard_words_in(words, language, on=on).items():
            yield _FAULTS["hard"].filled(hard=hard, plain=plain)


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
