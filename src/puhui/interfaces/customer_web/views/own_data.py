"""My data: see it, take it along, have it erased, read who looked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.own_data.erase import erase_me, preview_erasure
from puhui.flows.own_data.export import OwnData, as_json, export_own_data
from puhui.flows.own_data.looked import who_looked
from puhui.foundation.consent.facade import ConsentLine, consent_text, consents_of
from puhui.foundation.party.facade import erasure_of, home_date, parties_of, party_card
from puhui.foundation.sources.facade import SourceDefinition, source_definitions
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.frame import call_of, page, personal_page
from puhui.interfaces.customer_web.labels import LOOKED_AT, ROLE_NAMES, SECTIONS
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound

MOST_PARTIES = 10
MOST_LOOKS = 10
MOST_LOOKS_ON_PAGE = 100


class EraseForm(PageForm):
    """A word of one's own that this is wanted."""

    agree = forms.BooleanField(
        label=_("Yes, erase my data. I know that this cannot be undone."),
        error_messages={"required": _("Tick the box if you want this.")},
    )


@require_GET
@personal_page
def my_data(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is known of the customer and their firms, masked, what they allowed, who looked, and what they may do."""
    cards = [party_card(actor, party_id=party_id) for party_id in parties_of(actor)[:MOST_PARTIES]]
    today = home_date(current_ports().clock.now())
    consents = [
        {"line": line, "party": card.name, "is_valid": line.is_valid(on=today), "scopes": _scopes(line)}
        for card in cards
        for line in consents_of(actor, party_id=card.party_id)
    ]
    context = {
        "here": "my_data",
        "cards": cards,
        "consents": consents,
        "looks": _looks(actor, most=MOST_LOOKS),
        "kept_until": erasure_of(actor),
    }
    return page(request, "my_data", context)


@require_GET
@personal_page
def looked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who looked, the last hundred."""
    return page(request, "looked", {"here": "my_data", "looks": _looks(actor, most=MOST_LOOKS_ON_PAGE)})


@require_POST
@personal_page
def take_along(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything as a file: for programs (JSON), or to read and print (HTML)."""
    form = request.POST.get("form", "")
    if form not in {"json", "html"}:
        raise NotFound("file")
    found = export_own_data(call_of(request, actor))
    if form == "json":
        response = HttpResponse(as_json(found), content_type="application/json")
    else:
        shown = render_to_string("customer/my_data_file.html", _readable(found), request=request)
        response = HttpResponse(shown, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="my-data.{form}"'
    return response


@require_http_methods(["GET", "POST"])
@personal_page
def erase(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What goes, what the law keeps and until when; and the asking itself."""
    form = EraseForm(request.POST or None)
    if request.method == "POST":
        done = form.attempt(lambda data: erase_me(call_of(request, actor), agree=data["agree"]))
        if done is not None:
            if done.is_anonymous:
                logout(request)
            return page(request, "erased", {"done": done})
    preview = preview_erasure(actor, on=home_date(current_ports().clock.now()))
    return page(request, "erase", {"here": "my_data", "form": form, "preview": preview}, status=form.status)


def _looks(actor: Actor, *, most: int) -> list[dict[str, Any]]:
    """Who looked, in words."""
    sources = source_definitions(on=home_date(current_ports().clock.now()))
    return [
        {
            "at": one.at,
            "roles": [ROLE_NAMES.get(role, role) for role in one.roles],
            "is_decision": one.is_decision,
            "what": [LOOKED_AT[code] if code in LOOKED_AT else _source(sources, code) for code in one.what],
            "purpose": one.purpose,
        }
        for one in who_looked(actor, most=most)
    ]


def _source(sources: Mapping[str, SourceDefinition], code: str) -> object:
    """What a source is called; its code where it is not offered any more."""
    return sources[code].title.text if code in sources else code


def _readable(found: OwnData) -> dict[str, Any]:
    """The document as tables: a title, the columns, the rows."""
    tables = [
        {
            "title": SECTIONS.get(one.code, one.code),
            "columns": list(one.rows[0]),
            "rows": [[_cell(value) for value in row.values()] for row in one.rows],
        }
        for one in found.sections
        if one.rows
    ]
    facts = [fact for known in found.known for fact in known["facts"] if fact["value"] is not None]
    return {"tables": tables, "facts": facts, "at": found.at}


def _cell(value: Any) -> str:
    """A value on paper: a list with commas, a text in both languages, an amount with its currency."""
    if isinstance(value, dict):
        return " · ".join(_cell(one) for one in value.values())
    if isinstance(value, list):
        return ", ".join(_cell(one) for one in value)
    return "" if value is None else str(value)


def _scopes(line: ConsentLine) -> list[object]:
    """The data that a consent is over, in the words of its purpose."""
    texts = consent_text(line.purpose, on=home_date(line.given_at)).scopes
    return [texts.get(name, name) for name in line.scope]
