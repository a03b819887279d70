"""What partners may see of the customer and until when; each can be stopped at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from puhui.conduct.partners.facade import end_sharing, scope_words, sharings_of
from puhui.foundation.party.facade import parties_of
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor


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
