"""Every fault of the words of a notice, by its cell: a part (`subject`, `body`, `sms`) and a language."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final

from puhui.foundation.drafts.facade import DraftFault
from puhui.foundation.notices.rules import filled, places, words_of
from puhui.foundation.notices.text_message import parts_of
from puhui.kernel.texts import Text

PARTS: Final = ("subject", "body", "sms")
BOTH: Final = ("zh", "en")
LONGEST: Final = 1000
_UNKNOWN: Final = Text(
    en="a notice has subject, body, and may have sms", zh="通知只有主题（subject）、正文（body）和可选的短信（sms）"
)
_NO_WORDS: Final = Text(en="words are missing in this language", zh="缺少该语言的文字")
_NO_LANGUAGE: Final = Text(en="not a language of this installation", zh="本系统未安装该语言")
_TOO_MANY: Final = Text(
    en=f"at most {LONGEST:,} characters, none of them zero", zh=f"最多{LONGEST:,}个字符，且不得含空字符"
)
_NO_PAIR: Final = Text(
    en="a brace is not closed or not opened; a place is written {{name}}", zh="花括号不成对；变量写作{{name}}"
).filled()
_NO_NAME: Final = Text(
    en="'{place}' is no place: only a name stands between braces", zh="“{place}”写法有误：花括号内只写变量名"
)
_NOT_FILLED: Final = Text(
    en="nothing fills {{{place}}} here; there are: {names}", zh="此通知没有变量{{{place}}}；可用：{names}"
)
_HARD: Final = Text(en="'{hard}' is a hard word, better: {plain}", zh="“{hard}”不易懂，建议改为：{plain}")
_NOT_SAID: Final = Text(en="{{{name}}} is missing: the notice has to say it", zh="缺少变量{{{name}}}：通知必须写明")
HardWords = Callable[[str, str], Mapping[str, str]]  # (words, language) -> each hard word and the plain one for it


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """What the words of one kind of notice are held to."""

    allowed: frozenset[str]  # the places that the program fills
    needed: frozenset[str]  # those that must stand in subject or body
    in_message: frozenset[str]  # those that a text message cannot do without
    samples: Mapping[str, Text]
    languages: tuple[str, ...]  # that may be written in, the two of every text first
    most_parts: int
    hard_words: HardWords


def notice_faults(document: Mapping[str, Any], rules: NoticeRules) -> list[DraftFault]:
    """None when the words can be sent. What is too long is looked at once every place is sound."""
    unknown = [DraftFault(str(part), _UNKNOWN) for part in document if part not in PARTS]
    cells = {f"{part}.{language}": words for part in PARTS for language, words in (document.get(part) or {}).items()}
    faults = [*unknown, *_languages(document, rules)]
    for key, words in cells.items():
        faults += [DraftFault(key, reason) for reason in _of_cell(words, key.rpartition(".")[2], rules)]
    if faults:
        return faults
    return [*_missing(document, rules), *_too_long(document, rules)]


def _languages(document: Mapping[str, Any], rules: NoticeRules) -> Iterator[DraftFault]:
    """Both languages everywhere; one that the installation adds, in every part or in none."""
    begun = [part for part in PARTS if part != "sms" or document.get("sms")]
    used = {language for part in begun for language in (document.get(part) or {})}
    for part in begun:
        for language in dict.fromkeys((*BOTH, *sorted(used))):
            if not str((document.get(part) or {}).get(language, "")).strip():
                yield DraftFault(f"{part}.{language}", _NO_WORDS)
            elif language not in rules.languages:
                yield DraftFault(f"{part}.{language}", _NO_LANGUAGE)


def _of_cell(words: object, language: str, rules: NoticeRules) -> Iterator[Text]:
    if not isinstance(words, str) or len(words) > LONGEST or "\x00" in words:
        yield _TOO_MANY
        return
    try:
        found = [(place, spec, conversion) for _, place, spec, conversion in Formatter().parse(words)]
    except ValueError:
        yield _NO_PAIR
        return
    for place, spec, conversion in found:
        if place is None:
            continue
        if not place.isidentifier() or spec or conversion:
            yield _NO_NAME.filled(place=place)
        elif place not in rules.allowed:
            yield _NOT_FILLED.filled(place=place, names=", ".join(sorted(rules.allowed)) or "–")
    for hard, plain in rules.hard_words(words, language).items():
        yield _HARD.filled(hard=hard, plain=plain)


def _missing(document: Mapping[str, Any], rules: NoticeRules) -> Iterator[DraftFault]:
    for language in document["body"]:
        said = places(document["subject"][language]) | places(document["body"][language])
        for name in sorted(rules.needed - said):
            yield DraftFault(f"body.{language}", _NOT_SAID.filled(name=name))
    for language, words in (document.get("sms") or {}).items():
        for name in sorted(rules.in_message - places(words)):
            yield DraftFault(f"sms.{language}", _NOT_SAID.filled(name=name))


def _too_long(document: Mapping[str, Any], rules: NoticeRules) -> Iterator[DraftFault]:
    """By what the sample data make of it."""
    part = "sms" if document.get("sms") else "body"
    words = filled(words_of(document[part]), params=rules.samples)
    for language in document[part]:
        parts = parts_of(words.in_language(language))
        if parts > rules.most_parts:
            reason = Text(
                en=f"too long for a text message: {parts} parts with sample data, at most {rules.most_parts}",
                zh=f"短信过长：按示例数据为{parts}条，最多{rules.most_parts}条",
            )
            yield DraftFault(f"{part}.{language}", reason)
