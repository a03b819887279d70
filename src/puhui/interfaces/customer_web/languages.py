"""Which languages the pages speak: the two shipped ones, and whatever catalogue was dropped in, else English."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

from puhui.kernel.texts import LANGUAGES, Language


def page_languages() -> dict[str, str]:
    """The languages to choose from, by code, each in its own name."""
    return dict(settings.LANGUAGES)


def recorded_in(language: str) -> Language:
    """In which of the two languages of contracts and sheets a reader of this language is told."""
    return LANGUAGES[0] if language.lower().startswith("zh") else "en"


def use_english_where_missing(language: str) -> None:
    """What a dropped-in catalogue does not say is said in English, where Django would take the preset language."""
    if language not in LANGUAGES:
        with translation.override(language):
            catalogue: Any = trans_real.translation(language)  # what gettext falls back to has no public name
            catalogue._fallback = None
