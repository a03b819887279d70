"""Hard words, and the plain ones that stand for them: the list that customers' pages and editors are held to."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from pydantic import Field

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in

FOLDER = "plain_words"


class PlainWords(PolicyFile):
    """The hard words of both languages, and how long a sentence may be."""

    most_words_en: int = Field(ge=5)
    most_characters_zh: int = Field(ge=10)
    en: Mapping[str, str]
    zh: Mapping[str, str]


def plain_words(on: date) -> PlainWords:
    """The list of the day."""
    return newest_on(on, policies_in(PlainWords, FOLDER))


def hard_words_in(words: str, language: str, *, on: date) -> dict[str, str]:
    """The hard words of a text, each with the plain one; none in a language that has no list."""
    known = getattr(plain_words(on), language, {}) if language in {"en", "zh"} else {}
    return {hard: plain for hard, plain in known.items() if _pattern(hard, language).search(words)}


@lru_cache(maxsize=2048)
def _pattern(hard: str, language: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(hard)}\b" if language == "en" else re.escape(hard), re.IGNORECASE)
