"""What is true of notices: which words are in force, and how their places are filled."""

from collections.abc import Iterable, Mapping
from datetime import date
from string import Formatter

from puhui.foundation.notices.contracts import MissingPlace, NoticeText, UnknownNotice, Words
from puhui.kernel.texts import Text, as_said


def words_in_force(texts: Iterable[NoticeText], *, kind: str, on: date) -> NoticeText:
    """The newest version that is effective on the day; before the first one, the first one."""
    versions = sorted((t for t in texts if t.kind == kind), key=lambda t: (t.effective_from, t.version))
    if not versions:
        raise UnknownNotice(f"policies/notices has no text for {kind!r}")
    effective = [t for t in versions if t.effective_from <= on]
    return effective[-1] if effective else versions[0]


def filled(words: Text, *, params: Mapping[str, object]) -> Text:
    """The words with their places filled; a param may be a `Text`, an amount or a date. Only plain names are places."""
    en, zh = _filled(words.en, params, language="en"), _filled(words.zh, params, language="zh")
    if not isinstance(words, Words):
        return Text(en=en, zh=zh)
    more = ((language, _filled(own, params, language=language)) for language, own in words.more)
    return Words(en=en, zh=zh, more=tuple(more))


def places(words: str) -> set[str]:
    """The names of the places in the words."""
    return {place for _, place, _, _ in Formatter().parse(words) if place is not None}


def as_json(words: Text) -> dict[str, str]:
    """The words by language: how a notice keeps them."""
    return {"en": words.en, "zh": words.zh, **(dict(words.more) if isinstance(words, Words) else {})}


def words_of(kept: Mapping[str, str]) -> Text:
    """What `as_json` kept."""
    more = tuple((language, own) for language, own in kept.items() if language not in {"en", "zh"})
    return Words(en=kept["en"], zh=kept["zh"], more=more) if more else Text(en=kept["en"], zh=kept["zh"])


def _filled(words: str, params: Mapping[str, object], *, language: str) -> str:
    parts: list[str] = []
    for literal, place, spec, conversion in Formatter().parse(words):
        parts.append(literal)
        if place is None:
            continue
        if not place.isidentifier() or spec or conversion or place not in params:
            raise MissingPlace(f"nothing fills the place {place!r}")
        value = params[place]
        parts.append(str(as_said(value, language=language)))
    return "".join(parts)
