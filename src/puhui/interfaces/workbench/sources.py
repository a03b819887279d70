"""Sources of data: how they serve and what they cost; what is known of a customer, with its origin; corrections."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.correct_what_is_known import CASE, decide_correction
from puhui.flows.what_is_known import read_profile
from puhui.foundation.access.facade import display_names
from puhui.foundation.casework.facade import KINDS
from puhui.foundation.party.facade import home_date, party_card
from puhui.foundation.sources.facade import (
    correction,
    source_definition,
    source_definitions,
    source_health,
)
from puhui.interfaces.known_words import content_text, in_words
from puhui.interfaces.ports import current_ports
from puhui.interfaces.workbench.acts import chosen
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.rights import require_queue
from puhui.kernel.errors import InvalidInput

SPANS = (1, 7, 30, 90)


@require_GET
@staff_page("sources")
def sources(request: HttpRequest) -> HttpResponse:
    """The registry, and how each source served in the last days."""
    now = current_ports().clock.now()
    text = request.GET.get("days", "7")
    if text not in map(str, SPANS):
        raise InvalidInput("days", f"one of {', '.join(map(str, SPANS))}")
    definitions = source_definitions(on=home_date(now))
    health = source_health(actor_from(request), since=now - timedelta(days=int(text)), until=now)
    rows = [
        {
            "source": definitions[one.source],
            "health": one,
            "missing": f"{100 * one.missing / one.asked:.1f}" if one.asked else "",
            "unanswered": {name: n for name, n in one.by_status.items() if name not in ("ok", "absent")},
        }
        for one in health
    ]
    slowest = max((one.p95_ms for one in health), default=0) or 1
    for row in rows:
        row["bar"] = round(100 * row["health"].p95_ms / slowest)  # type: ignore[attr-defined]
    cost = sum(one.cost_minor for one in health)
    asked = sum(one.asked for one in health)
    missing = sum(one.missing for one in health)
    return page(
        request,
        "sources",
        _("Sources of data"),
        rows=rows,
        spans=SPANS,
        days=int(text),
        cost=cost,
        asked=asked,
        missing=f"{100 * missing / asked:.1f}" if asked else "0.0",
        is_connected=current_ports().sources.is_connected,
    )


@require_POST
@staff_page("party")
def known(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """Everything that is known of a customer, with lineage; what for is said first, and kept."""
    call = call_from(request)
    profile = read_profile(call, party_id=party_id, purpose=request.POST.get("purpose", ""))
    definitions = source_definitions(on=home_date(call.at))
    answer = page(
        request,
        "known",
        _("What is known"),
        card=party_card(call.actor, party_id=party_id),
        held=in_words(profile, sources=definitions, language=get_language() or "en"),
        answers=[(definitions.get(one.source), one) for one in profile.answers[:50]],
        corrections=profile.corrections,
        readings=profile.readings,
        seen_by=display_names([line.actor_id for line in profile.readings]),
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@staff_page()
def show_correction(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """What the customer says is wrong, and what the source had said."""
    actor = actor_from(request)
    require_queue(actor, CASE)
    found = correction(actor, correction_id=correction_id)
    definition = source_definition(found.source, on=home_date(current_ports().clock.now()))
    language = get_language() or "en"
    field = definition.fields.get(found.field)
    value = found.value
    if field is not None and value is not None:
        as_read = int(value) if field.type.removesuffix("?") in ("amount", "count") else value
        value = content_text(
            value == "true" if field.type.startswith("flag") else as_read, field=field, language=language
        )
    return page(
        request,
        "correction",
        _("Correction of data"),
        found=found,
        source=definition,
        field=field.text if field else None,
        value=value,
        may_work=bool(actor.roles & KINDS[CASE].workers) and found.state == "open",
    )


@require_POST
@staff_page()
def act_on_correction(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """Confirms or declines."""
    form, call = request.POST, call_from(request)

    def act() -> object:
        agree = chosen(form, {"confirm": True, "decline": False})
        return decide_correction(call, correction_id=correction_id, agree=agree, note=form.get("text", ""))

    return done(request, act, then=reverse("workbench:correction", args=[correction_id]), message=_("Done."))
