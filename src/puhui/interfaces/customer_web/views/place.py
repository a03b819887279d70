"""Where my firm is: said, or changed after seeing what changes with it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.flows.move_firm import move_firm, places
from puhui.foundation.party.facade import last_move, party_card, require_party
from puhui.foundation.regions.facade import atlas, tiers
from puhui.interfaces.customer_web.forms_trade import PlaceForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page, the_day
from puhui.kernel.actors import Actor


@require_http_methods(["GET", "POST"])
@personal_page
def place(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """Choose, see what changes, and only then change it: the second page carries what the first one said."""
    require_party(actor, party_id=firm_id)
    card, on = party_card(actor, party_id=firm_id), the_day()
    form = PlaceForm(request.POST or None, is_known=bool(card.region))
    said = last_move(actor, party_id=firm_id)
    context = {"form": form, "firm": card, "known": atlas(), "region": card.region, "said": said}
    if request.method == "POST" and "sure" in request.POST:
        if form.attempt(lambda data: move_firm(call_of(request, actor), firm_id=firm_id, on=on, **data)) is not None:
            return go("firm_place", firm_id)
    elif request.method == "POST":
        seen = form.attempt(lambda data: places(actor, firm_id=firm_id, on=on, region=data["region"]))
        if seen is not None:
            before, after = seen
            names = {line.tier: line.name for line in tiers()}
            offered = {one.code for one in before.products}, {one.code for one in after.products}
            more = {
                "evidence": form.cleaned_data.get("evidence", ""),
                "before": before,
                "after": after,
                "tiers": names,
                "gained": [one for one in after.products if one.code not in offered[0]],
                "lost": [one for one in before.products if one.code not in offered[1]],
            }
            return page(request, "place_check", context | more)
    return page(request, "place", context, status=form.status)
