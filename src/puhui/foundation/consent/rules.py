"""What is true of consents: which version of a text is in force, what a consent may cover, until when."""

from collections.abc import Iterable
from datetime import date, timedelta

from puhui.foundation.consent.contracts import BadScope, BadUntil, ConsentText, TextChanged, UnknownPurpose


def text_in_force(texts: Iterable[ConsentText], *, purpose: str, on: date) -> ConsentText:
    """The newest version that is effective on the day."""
    found = [t for t in texts if t.purpose == purpose and t.effective_from <= on]
    if not found:
        raise UnknownPurpose(where="purpose")
    return max(found, key=lambda t: (t.effective_from, t.version))


def checked_scope(text: ConsentText, *, scope: Iterable[str]) -> tuple[str, ...]:
    """The scope, sorted, each once; all that the text names when nothing is asked for."""
    wanted = sorted(set(scope)) or sorted(text.scopes)
    if not set(wanted) <= set(text.scopes):
        raise BadScope(where="scope", allowed=", ".join(sorted(text.scopes)))
    return tuple(wanted)


def checked_until(text: ConsentText, *, until: date | None, today: date) -> date:
    """The last day, when the text allows it; the latest allowed one when none is asked for."""
    latest = today + timedelta(days=text.max_days)
    if until is not None and not today <= until <= latest:
        raise BadUntil(where="until", latest=latest)
    return until or latest


def checked_version(text: ConsentText, *, shown: int | None) -> int:
    """The version, unless another one was shown."""
    if shown is not None and shown != text.version:
        raise TextChanged(where="text_version")
    return text.version
