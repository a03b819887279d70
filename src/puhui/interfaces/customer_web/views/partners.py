"""What partners may see of the customer and until when; each can be stopped at once, and a new one begun."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.conduct.partners.facade import (
    SHAREABLE,
    PartnerView,
    active_partners,
    end_sharing,
    scope_words,
    share_with_partner,
    sharings_of,
)
from puhui.foundation.party.facade import parties_of, party_card
from puhui.interfaces.customer_web.forms_person import ShareForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound


@require_GET
@personal_page
def shared(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the customer shares themselves or for a firm, what runs first."""
    now, own = current_ports().clock.now(), parties_of(actor)
    rows = [
        {
            "sharing": one,
            "runs": one.ended_at is None and one.until > now,
            "scopes": [scope_words(scope) for scope in one.scopes],
        }
        for one in sharings_of(actor)
        if one.party_id in own  # who is a partner as well sees there what others share with it
    ]
    rows.sort(key=lambda row: not row["runs"])
    return page(request, "partners", {"here": "my_data", "rows": rows})


@require_POST
@personal_page
def stop_sharing(request: HttpRequest, actor: Actor, sharing_id: UUID) -> HttpResponse:
    """The partner sees nothing more from now on."""
    end_sharing(call_of(request, actor), sharing_id=sharing_id)
    return go("shared")


@require_GET
@personal_page
def choose_partner(request: HttpRequest, actor: Actor) -> HttpResponse:
    """With whom one can share: partners that are let in and may hold something that can be shared."""
    return page(request, "share_whom", {"here": "my_data", "partners": _to_share_with(actor)})


@require_http_methods(["GET", "POST"])
@personal_page
def share(request: HttpRequest, actor: Actor, partner_id: UUID) -> HttpResponse:
    """What, of whom and for how long; checked on a page of its own, and only then given."""
    chosen = next((one for one in _to_share_with(actor) if one.id == partner_id), None)
    if chosen is None:
        raise NotFound("partner", where="partner_id")
    own, scopes = _own(actor), _scopes(chosen)
    form = ShareForm(request.POST or None, parties=own, scopes=scopes)
    context = {"here": "my_data", "form": form, "partner": chosen}
    if request.method == "POST" and "sure" in request.POST:
        call = call_of(request, actor)
        if form.attempt(lambda data: share_with_partner(call, partner_id=partner_id, **data)) is not None:
            return go("shared")
    elif request.method == "POST" and "back" not in request.POST and form.is_valid():
        data, now = form.cleaned_data, current_ports().clock.now()
        told = {
            "whose": dict(own)[str(data["party_id"])],
            "scopes": [(one, words) for one, words in scopes if one in data["scopes"]],
            "until": now + timedelta(days=data["days"]),
        }
        return page(request, "share_check", {**context, **told})
    return page(request, "share", context, status=200 if "back" in request.POST else form.status)


def _to_share_with(actor: Actor) -> list[PartnerView]:
    own = parties_of(actor)
    return [one for one in active_partners() if one.id not in own and set(one.scopes) & set(SHAREABLE)]


def _scopes(chosen: PartnerView) -> list[tuple[str, str]]:
    """What may be shared and this partner may hold, in words."""
    language = get_language() or "en"
    return [(one, scope_words(one).in_language(language)) for one in SHAREABLE if one in chosen.scopes]


def _own(actor: Actor) -> list[tuple[str, str]]:
    """The customer and the firms that they act for."""
    named = ((party_id, party_card(actor, party_id=party_id).name) for party_id in parties_of(actor))
    return [(str(party_id), name or _("You")) for party_id, name in named]
