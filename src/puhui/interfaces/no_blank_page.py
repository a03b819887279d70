"""No blank page: whoever asks for an address that only takes what a form sends reads why, and where to go on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class NoBlankPage:
    """Puts a page into the empty refusal of a method; programs get theirs as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with words where a browser would show nothing."""
        answer = self.get_response(request)
        if answer.status_code != 405 or request.method != "GET" or answer.content or request.path.startswith("/api/"):
            return answer
        page = render(request, "405.html", status=405)
        page["Allow"] = answer["Allow"]
        return page
