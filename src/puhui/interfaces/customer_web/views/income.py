"""Linking my income: one source is asked with my consent, and I see what it said."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.flows.link_income import PURPOSE, SOURCE, income_of, is_linked, link_income
from puhui.foundation.consent.facade import consent_text
from puhui.foundation.party.facade import home_date, party_card
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import ConsentForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.views.person import own_id
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor


@require_http_methods(["GET", "POST"])
@personal_page
def linked_income(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The consent for this one source with its whole text, or what the source said, and asking it again."""
    me, call = own_id(actor), call_of(request, actor)
    if not party_card(actor, party_id=me).is_identified:
        return go("me")
    on = home_date(call.at)
    linked = is_linked(me, on=on)
    form: PageForm = PageForm(request.POST or None) if linked else ConsentForm(request.POST or None)
    if request.method == "POST":
        asked = form.attempt(lambda _: link_income(call, connector=current_ports().sources))
        if asked is not None:
            return go("linked_income")
    text = consent_text(PURPOSE, on=on)
    context = {
        "form": form,
        "linked": linked,
        "text": text,
        "scope": text.scopes[SOURCE],
        "until": on + timedelta(days=text.max_days),
        "found": income_of(call) if linked else None,
    }
    return page(request, "linked_income", context, status=form.status)
