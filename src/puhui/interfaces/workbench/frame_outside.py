"""The frame of pages before the door: that of the sign-in page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from puhui.kernel.ids import new_id


def outside(request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any) -> TemplateResponse:
    """A page before the door; `key` is the idempotency key of its forms."""
    frame = {**admin.site.each_context(request), "title": title, "key": str(new_id()), **context}
    return TemplateResponse(request, f"workbench/{name}.html", frame, status=status)
