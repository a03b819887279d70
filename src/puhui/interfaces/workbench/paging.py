"""Reads the cursor and the dates of a list page."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest

from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput


def after_of(request: HttpRequest) -> UUID | None:
    """The cursor `?after=`; refuses one that is no id."""
    return id_of(request.GET.get("after", ""), where="after")


def id_of(text: str, *, where: str) -> UUID | None:
    """An id of a query or a form; None when it was left empty, and refused when it is no id."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(where, "this is not an id") from None


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
