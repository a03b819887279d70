"""Refusals and bad requests as `application/problem+json` (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from puhui.conduct.partners.facade import ScopeMissing
from puhui.flows.send_papers import PapersMissing
from puhui.kernel.errors import Refusal

CHALLENGE = 'Bearer realm="puhui"'


def problem(
    *, status: int, code: str, detail: str, where: str = "", errors: list[dict[str, Any]] | None = None
) -> HttpResponse:
    """The answer for one problem."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "where": where,
    }
    if errors:
        body["errors"] = errors
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json; charset=utf-8"
    )


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    said = refusal.message.in_language(get_language_from_request(request))
    language, errors = get_language_from_request(request), None
    if isinstance(refusal, PapersMissing):
        errors = [{"where": f"papers/{kind}", "reason": name.in_language(language)} for kind, name in refusal.missing]
    answer = problem(status=refusal.http_status, code=refusal.code, detail=said, where=refusal.where, errors=errors)
    if isinstance(refusal, ScopeMissing):  # RFC 6750, section 3.1
        answer["WWW-Authenticate"] = f'{CHALLENGE}, error="insufficient_scope", scope="{refusal.detail["scope"]}"'
    return answer


def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each fault with its place; the value itself is not repeated."""
    faults = [{"where": ".".join(map(str, e["loc"])), "reason": str(e["msg"])} for e in error.errors[:20]]
    first = faults[0] if faults else {"where": "", "reason": "The request is not valid."}
    return problem(status=422, code="invalid_input", detail=first["reason"], where=first["where"], errors=faults)


def _http_error(_: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(status=error.status_code, code=HTTPStatus(error.status_code).name.lower(), detail=str(error))


def _unauthenticated(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    """A token that does not open the door is named as such; without one only the challenge is sent (RFC 6750, 3)."""
    said = "Sign in, or send a bearer token."
    answer = problem(status=401, code="unauthenticated", detail=said, where="Authorization")
    shown = "Authorization" in request.headers
    answer["WWW-Authenticate"] = f'{CHALLENGE}, error="invalid_token"' if shown else CHALLENGE
    return answer


def _not_found(_: HttpRequest, __: Http404) -> HttpResponse:
    return problem(status=404, code="not_found", detail="There is no such object.")


def install(api: NinjaAPI) -> None:
    """Makes every error of the API a problem document."""
    handlers: dict[type[Exception], Any] = {
        Refusal: _refused,
        ValidationError: _invalid,
        HttpError: _http_error,
        AuthenticationError: _unauthenticated,
        Http404: _not_found,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)
