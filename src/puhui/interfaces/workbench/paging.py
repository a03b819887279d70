"""Reads the cursor and the dates of a list page."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest

from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput


def after_of(request: HttpRequest) -> UUID | None:
    """The cursor `?after=`; refuses one that is no id."""
    text = request.GET.get("after", "")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput("after", "this is not a cursor") from None


def date_of(request: HttpRequest, name: str, preset: date) -> date:
    """A date of the query, or the preset when it is absent."""
    text = request.GET.get(name, "")
    return parse_date(text, where=name) if text else preset


def before_of(request: HttpRequest) -> int | None:
    """The number `?before=` of a list that counts; refuses one that is no number."""
    text = request.GET.get("before", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput("before", "this is not a number")
    return int(text) if text else None
