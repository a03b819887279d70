"""Giving a consent: what for, which data, until when; and taking it back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from puhui.flows.give_consent import ConsentGiven, give_consent
from puhui.foundation.consent.facade import (
    NoConsent,
    consent_text,
)
from puhui.foundation.consent.facade import withdraw_consent as withdraw_consent_action
from puhui.foundation.party.facade import home_date, require_party
from puhui.interfaces.customer_web.forms import ConsentForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page, see_other
from puhui.interfaces.customer_web.views.welcome import safe_target
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor

ASSESSMENT = "credit_assessment"


@require_http_methods(["GET", "POST"])
@personal_page
def consent(request: HttpRequest, actor: Actor, firm_id: UUID, purpose: str = ASSESSMENT) -> HttpResponse:
    """One consent on a page of its own, with the whole text."""
    require_party(actor, party_id=firm_id)
    today = home_date(current_ports().clock.now())
    text = consent_text(purpose, on=today)
    until = today + timedelta(days=text.max_days)
    form = ConsentForm(request.POST or None)
    target = safe_target(request, request.POST.get("next", "") or request.GET.get("next", ""))

    def give(_data: dict[str, Any]) -> ConsentGiven:
        version = int(request.POST.get("version", "0")) if request.POST.get("version", "").isdecimal() else 0
        return give_consent(
            call_of(request, actor), party_id=firm_id, purpose=purpose, until=until, text_version=version
        )

    if request.method == "POST" and form.attempt(give) is not None:
        if target:
            return see_other(target)
        return go("invoices", firm_id)
    context = {"form": form, "text": text, "until": until, "next": target, "is_first": purpose == ASSESSMENT}
    return page(request, "consent", context, status=form.status)


def to_consent(refusal: NoConsent, *, firm_id: UUID, back: str) -> HttpResponse:
    """Sends the customer to the consent that is missing, and afterwards back to where it was needed."""
    address = reverse("consent", args=[firm_id, refusal.detail["purpose"]])
    return see_other(f"{address}?{urlencode({'next': back})}")


@require_POST
@personal_page
def withdraw_consent(request: HttpRequest, actor: Actor, consent_id: UUID) -> HttpResponse:
    """Takes a consent back, at once."""
    withdraw_consent_action(call_of(request, actor), consent_id=consent_id)
    return go("my_data")
