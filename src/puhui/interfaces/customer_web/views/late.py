"""Pages for who is late, or fears to be: choices of contact, promises."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.flows.collections.promise import promise_payment
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import home_date, party_card
from puhui.interfaces.customer_web.forms_late import ContactChoicesForm, PromiseForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.collections.facade import (
    CHOOSABLE,
    ChoicesView,
    PromiseState,
    choices_of,
    choose_contacts,
    conduct_on,
    policy_on,
    promises_of,
)
from puhui.products.lending.facade import loan as loan_query


@require_http_methods(["GET", "POST"])
@personal_page
def contact_choices(request: HttpRequest, actor: Actor, party_id: UUID) -> HttpResponse:
    """How and when we may make contact about a loan; what the rules say stands beside it."""
    kept = choices_of(actor, party_id=party_id)
    form = ContactChoicesForm(request.POST or None, initial=_as_form(kept))

    def choose(_data: dict[str, Any]) -> object:
        return choose_contacts(
            call_of(request, actor),
            party_id=party_id,
            channels_off=form.channels_off,
            hours=form.hours,
            spares_others=form.cleaned_data["others"] == "no",
        )

    if request.method == "POST" and form.attempt(choose) is not None:
        return go("contact_choices", party_id)
    conduct = conduct_on(home_date(current_ports().clock.now()))
    context = {
        "form": form,
        "here": "my_data",
        "kept": kept,
        "party": party_card(actor, party_id=party_id),
        "quiet": conduct.quiet,
        "calls_most": conduct.calls_most,
    }
    return page(request, "contact_choices", context, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def promise(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """Says how much will be paid and when; until then nobody calls."""
    form = PromiseForm(request.POST or None)

    def keep(data: dict[str, Any]) -> object:
        return promise_payment(call_of(request, actor), loan_id=loan_id, amount=data["amount"], due_on=data["due_on"])

    if request.method == "POST" and form.attempt(keep) is not None:
        return go("promise", loan_id)
    shown = loan_query(actor, loan_id)
    made = promises_of(actor, loan_id=loan_id)
    context = {
        "form": form,
        "loan": shown,
        "late": Money(shown.overdue.total, shown.line.principal.currency),
        "promises": made,
        "may_promise": shown.overdue.total > 0 and not any(p.state == PromiseState.OPEN for p in made),
        "most_days": policy_on(business_date()).promise.most_days_ahead,
    }
    return page(request, "promise", context, status=form.status)


def _as_form(kept: ChoicesView) -> dict[str, str]:
    """What was chosen before, as the form shows it."""
    said = {channel.value: "no" if channel in kept.channels_off else "yes" for channel in CHOOSABLE}
    said["others"] = "no" if kept.spares_others else "yes"
    if kept.hours:
        said |= {
            "hours_from": kept.hours.begins.strftime("%H:%M"),
            "hours_until": kept.hours.until.strftime("%H:%M"),
        }
    return said
