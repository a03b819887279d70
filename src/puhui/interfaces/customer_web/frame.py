"""The frame of every customer page: language, text size, headers, who is asking, and refusals as pages."""

import functools
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.crypto import salted_hmac

from puhui.foundation.access.facade import actor_of
from puhui.foundation.ledger.facade import NoBusinessDate, business_date
from puhui.foundation.party.facade import home_date
from puhui.interfaces.customer_web.kept_form import keep_form
from puhui.interfaces.customer_web.languages import page_languages, use_english_where_missing
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.texts import LANGUAGES

LANGUAGE_COOKIE, TEXT_COOKIE = "puhui_language", "puhui_text"
CHANNEL = "customer_web"
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

View = Callable[..., HttpResponse]


def language_of(request: HttpRequest) -> str:
    """The language chosen with the switch; Simplified Chinese until then."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in page_languages() else LANGUAGES[0]


def is_large(request: HttpRequest) -> bool:
    """True where the visitor asked for large text."""
    return request.COOKIES.get(TEXT_COOKIE) == "large"


def person_mark(request: HttpRequest) -> str:
    """Stands for the customer on their phone: what one person left there is not sent by another."""
    user = getattr(request, "user", None)
    if user is None or getattr(user, "party_id", None) is None:
        return ""
    return salted_hmac("puhui.kept_forms", str(user.pk), algorithm="sha256").hexdigest()[:24]


def call_of(request: HttpRequest, actor: Actor) -> Call:
    """The call behind a form: its key was made when the form was shown, so that a second press changes nothing."""
    key = request.POST.get("key") or new_id()
    return Call(actor, f"web/{key}"[:200], current_ports().clock.now(), CHANNEL)


def shown_call(actor: Actor, key: str) -> Call:
    """The call behind a page that records that it was shown; the key names what is shown, not when."""
    return Call(actor, key[:200], current_ports().clock.now(), CHANNEL)


def the_day() -> date:
    """The open business date, or the day in China before the books are opened."""
    try:
        return business_date()
    except NoBusinessDate:
        return home_date(current_ports().clock.now())


def page(request: HttpRequest, name: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Renders `templates/customer/<name>.html`."""
    return render(request, f"customer/{name}.html", context or {}, status=status)


def go(name: str, *args: object) -> HttpResponseRedirect:
    """Sends the visitor to a page of ours."""
    return see_other(reverse(name, args=args))


def see_other(address: str) -> HttpResponseRedirect:
    """Sends the visitor to an address of ours (303: the next request is a GET)."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def open_page(view: View) -> View:
    """A page for everybody."""

    @functools.wraps(view)
    def framed(request: HttpRequest, **address: object) -> HttpResponse:
        return _answer(request, lambda: view(request, **address))

    framed.let_in = frozenset()  # type: ignore[attr-defined]  # anyone; read by the table of rights
    return framed


def personal_page(view: View) -> View:
    """A page for a customer who is signed in; the view gets the actor as its second argument."""

    @functools.wraps(view)
    def framed(request: HttpRequest, **address: object) -> HttpResponse:
        actor = customer_of(request)
        if actor is None:
            return _answer(request, lambda: _to_sign_in(request))
        return _answer(request, lambda: view(request, actor, **address))

    framed.let_in = frozenset({Role.CUSTOMER})  # type: ignore[attr-defined]
    return framed


def customer_of(request: HttpRequest) -> Actor | None:
    """The customer who is signed in, if any; a staff session is none."""
    user = request.user
    if isinstance(user, AnonymousUser):
        return None
    actor = actor_of(user)
    return actor if actor.is_customer else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    query = QueryDict(mutable=True)
    if request.method == "GET":
        query["next"] = request.get_full_path()
    elif keep_form(request):
        query["next"] = reverse("go_on")
    return see_other(f"{reverse('sign_in')}{'?' if query else ''}{query.urlencode(safe='/')}")


def _answer(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Runs a view in the visitor's language; a refusal that no form took becomes a page of its own."""
    language = language_of(request)
    use_english_where_missing(language)
    with translation.override(language):
        try:
            response = act()
        except Refusal as refusal:
            response = page(request, "refusal", {"refusal": refusal}, status=refusal.http_status)
    response.headers["Content-Language"] = language
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    add_never_cache_headers(response)
    patch_vary_headers(response, ["Cookie"])
    return response
