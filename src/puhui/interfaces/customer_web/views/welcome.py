"""The pages before signing in: what is offered, help, and the choice of language and text size."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.price_list import worked_example
from puhui.foundation.catalogue.facade import Product, products_on
from puhui.foundation.party.facade import choose_language as choose_language_of_party
from puhui.foundation.party.facade import choose_text_size as keep_text_size
from puhui.foundation.party.facade import text_size_of
from puhui.interfaces.customer_web.frame import (
    LANGUAGE_COOKIE,
    TEXT_COOKIE,
    customer_of,
    go,
    open_page,
    page,
    shown_call,
    the_day,
)
from puhui.interfaces.customer_web.languages import page_languages
from puhui.kernel.actors import Actor
from puhui.kernel.ids import new_id
from puhui.kernel.texts import LANGUAGES

SHOWN = 2  # the others have pages of their own
CHOSEN_TEXT = "chosen_text"  # in the session of a visitor who has not signed in
YEAR = 365 * 24 * 3600


@require_GET
@open_page
def home(request: HttpRequest) -> HttpResponse:
    """What is offered, the all-in cost of an example as large as anything else; who is signed in sees their own."""
    if customer_of(request) is not None:
        return go("overview")
    on = the_day()
    loans = [p for p in products_on(on) if p.form == "loan" and p.audience is None] or products_on(on)[:1]
    offered = [
        {"product": p, "example": worked_example(p, on=on, rate=p.price.highest_pct), "months": _months(p)}
        for p in loans[:SHOWN]
    ]
    return page(request, "home", {"offered": offered, "for_myself": _for_myself(on)})


def _for_myself(on: date) -> str:
    """The plainest loan for a person: money for a household, for anybody who is no firm and no farm."""
    plain = [
        one.code
        for one in products_on(on)
        if one.form == "loan" and one.pay_to == "borrower" and one.use == "consumption"
        if one.audience is not None and set(one.audience.groups) == {"individual"} and "web" in one.channels
    ]
    return plain[0] if plain else ""


def _months(product: Product) -> str:
    return _("%(months)s months") % {"months": " / ".join(str(n) for n in product.terms_months)}


@require_GET
@open_page
def help_page(request: HttpRequest) -> HttpResponse:
    """How to reach a person, how to stay safe, how to read these pages."""
    return page(request, "help")


@require_POST
@open_page
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keeps the language chosen with the switch."""
    asked = request.POST.get("language", "")
    language = asked if asked in page_languages() else LANGUAGES[0]
    actor = customer_of(request)
    if actor is not None and actor.party_id is not None:  # messages follow the choice
        call = shown_call(actor, f"web/language/{new_id()}")
        choose_language_of_party(call, party_id=actor.party_id, language=language)
    return _remember(request, LANGUAGE_COOKIE, language)


@require_POST
@open_page
def choose_text(request: HttpRequest) -> HttpResponse:
    """Keeps the text size chosen with the switch: with the person, or on this phone until somebody signs in."""
    size = "large" if request.POST.get("text") == "large" else "standard"
    actor = customer_of(request)
    if actor is not None and actor.party_id is not None:
        keep_text_size(shown_call(actor, f"web/text/{new_id()}"), party_id=actor.party_id, text_size=size)
    else:
        request.session[CHOSEN_TEXT] = size
    return _remember(request, TEXT_COOKIE, size)


def bring_text_size(request: HttpRequest, response: HttpResponse, actor: Actor) -> None:
    """At sign-in: what the visitor chose just now is kept with the person; else the page follows what they keep."""
    chosen = request.session.pop(CHOSEN_TEXT, "")
    if actor.party_id is None:
        return
    if chosen:
        keep_text_size(shown_call(actor, f"web/text/{new_id()}"), party_id=actor.party_id, text_size=chosen)
    elif kept := text_size_of(actor.party_id):
        _set_cookie(response, TEXT_COOKIE, kept)


def _remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(safe_target(request, request.POST.get("next", "")) or "/")
    response.status_code = 303
    _set_cookie(response, cookie, value)
    return response


def _set_cookie(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.PUHUI_ENVIRONMENT.is_production,
    )


def safe_target(request: HttpRequest, target: str) -> str:
    """The address when it is one of ours, else nothing."""
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours and target.startswith("/") else ""
