"""A sentence in the languages of the product; the caller picks one at the edge."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, Protocol, runtime_checkable

Language = Literal["zh-hans", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-hans", "en")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@runtime_checkable
class Sayable(Protocol):
    """What is written otherwise in another language: a sentence, an amount."""

    def in_language(self, language: str) -> str:
        """As people write it who read this language."""
        ...


def as_said(value: object, *, language: str) -> object:
    """A value as people write it in a sentence: a date in words, an instant at the hour that it tells; else unchanged.

    An instant is told as it stands: the caller has brought it to the clock of the place.
    """
    if isinstance(value, Sayable):
        return value.in_language(language)
    if not isinstance(value, date):
        return value
    is_chinese = language.lower().startswith("zh")
    hour = f"{value:%H:%M}" if isinstance(value, datetime) else ""
    if is_chinese:
        return f"{value.year}年{value.month}月{value.day}日{hour and ' '}{hour}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}{hour and ', '}{hour}"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, in English and in Simplified Chinese."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """The Chinese text for any `zh` tag, else the English one."""
        return self.zh if language.lower().startswith("zh") else self.en

    def filled(self, **values: object) -> "Text":
        """Both sentences with `{name}` places filled in, each value as the language writes it."""
        return Text(
            en=self.en.format(**{name: as_said(v, language="en") for name, v in values.items()}),
            zh=self.zh.format(**{name: as_said(v, language="zh-hans") for name, v in values.items()}),
        )
