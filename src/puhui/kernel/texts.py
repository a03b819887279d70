"""A sentence in the languages of the product; the caller picks one at the edge."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh-hans", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, in English and in Simplified Chinese."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """The Chinese text for any `zh` tag, else the English one."""
        return self.zh if language.lower().startswith("zh") else self.en

    def filled(self, **values: object) -> "Text":
        """Both sentences with `{name}` places filled in; a value that is a text itself is put in by language."""
        return Text(
            en=self.en.format(**{name: v.en if isinstance(v, Text) else v for name, v in values.items()}),
            zh=self.zh.format(**{name: v.zh if isinstance(v, Text) else v for name, v in values.items()}),
        )
