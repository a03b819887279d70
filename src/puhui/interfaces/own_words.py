"""The lender's own words on the pages: laid over the catalogues in every process, without a restart.

Before each request one comparison tells whether something was published (the table is looked at every few seconds, see
`foundation/drafts/releases.py`) or a day began; only then the words are laid over anew. A string is looked up as ever.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import trans_real

from puhui.flows.editors.wording import WORDING, own_words
from puhui.foundation.drafts.facade import stamp_of
from puhui.foundation.party.facade import home_date
from puhui.interfaces.ports import current_ports


@dataclass(slots=True)
class _Laid:
    """What this process has laid over, and for which releases and day."""

    known: tuple[object, date] | None = None
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_laid = _Laid()


class OwnWords:
    """Has the words of the day in place before a page is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Looks, then makes the page; what programs read has no words of pages."""
        if not request.path.startswith("/api/"):
            lay_own_words()
        return self.get_response(request)


def lay_own_words() -> None:
    """Lays what was published here over the catalogues, when it is not what lies there."""
    stamp = stamp_of(WORDING)
    if stamp is None and not _laid.words:
        return
    today = home_date(current_ports().clock.now())
    with _laid.lock:
        if _laid.known == (stamp, today):
            return
        words = own_words(on=today)
        for language in _laid.words.keys() | words.keys():
            _lay(language, words.get(language, {}))
        _laid.words, _laid.known = words, (stamp, today)


def _lay(language: str, words: dict[str, str]) -> None:
    """In front of the catalogues of a language, in place of what was laid there before."""
    catalogue: Any = trans_real.translation("zh-hans" if language == "zh" else language)
    layers, plurals = catalogue._catalog._catalogs, catalogue._catalog._plurals  # Django has no public name for them
    if layers and layers[0] is _laid.words.get(language):
        layers[0] = words
    else:
        layers.insert(0, words)
        plurals.insert(0, plurals[0])
