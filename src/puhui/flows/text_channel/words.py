"""The words that we understand in a text message, and how often one may write: dated data."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import Field, model_validator

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in

CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
LONGEST: Final = 300


class Wish(StrEnum):
    """What somebody asks for."""

    BALANCE = "balance"
    DUE = "due"
    REPAY = "repay"
    CODE = "code"
    CALL_BACK = "call_back"
    HELP = "help"
    STOP = "stop"


class TextPolicy(PolicyFile):
    """The words of each wish in every language, and the bounds."""

    most_in_ten_minutes: int = Field(ge=1, le=100)
    most_a_day: int = Field(ge=1, le=1000)
    call_back_days: int = Field(ge=0, le=10)
    words: Mapping[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _check_words(self) -> "TextPolicy":
        if set(self.words) != set(Wish) - {Wish.CODE}:
            raise ValueError(f"words: exactly {', '.join(sorted(set(Wish) - {Wish.CODE}))}")
        said = [plain_words(word) for some in self.words.values() for word in some]
        if len(said) != len(set(said)):
            raise ValueError("words: one word means one thing")
        return self


class Asked(NamedTuple):
    """What a message asks for; the digits where it carries a code."""

    wish: Wish
    code: str = ""


def text_policy(on: date) -> TextPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(TextPolicy, "text_channel"))


def plain_words(text: str) -> str:
    """As people mean it: full-width signs, case, spaces and a full stop do not count."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return re.sub(r"[\s.。!！?？,，]+", " ", folded).strip()


def understood(text: str, policy: TextPolicy) -> Asked:
    """The wish in a message; what is not understood is answered with help."""
    words = plain_words(text)
    found = CODE.search(words)
    if found:
        return Asked(Wish.CODE, found.group(0))
    for wish, some in policy.words.items():
        if words in {plain_words(word) for word in some}:
            return Asked(Wish(wish))
    return Asked(Wish.HELP)
