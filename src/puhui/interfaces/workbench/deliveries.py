"""What programs of partners and shops were told: every message with its tries, and the button that tells it again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.conduct.partners.facade import EVENTS, message, messages_page, tell_again
from puhui.foundation.party.facade import identities_of
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Role

PAGE = 50
PLAIN = {"kind", "at"}
TELLING = {Role.OPERATIONS, Role.ADMINISTRATOR}


@require_GET
@staff_page("partners")
def deliveries(request: HttpRequest) -> HttpResponse:
    """The messages, newest first, all or those that nobody has taken yet."""
    waiting = request.GET.get("state") == "waiting"
    rows = messages_page(actor_from(request), waiting=waiting, before=after_of(request), most=PAGE)
    names = {party_id: who.name for party_id, who in identities_of(sorted({row.party_id for row in rows})).items()}
    return page(
        request,
        "deliveries",
        _("Messages to programs"),
        rows=rows,
        waiting=waiting,
        names=names,
        kinds={code: kind.text for code, kind in EVENTS.items()},
        next=rows[-1].id if len(rows) == PAGE else None,
    )


@require_GET
@staff_page("partners")
def show_delivery(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message: its body, masked, every try and what was answered."""
    actor = actor_from(request)
    found, tries = message(actor, message_id)
    return page(
        request,
        "delivery",
        _("Message to a program"),
        message=found,
        tries=tries,
        kind=EVENTS[found.kind].text if found.kind in EVENTS else None,
        body={name: value if name in PLAIN else _masked(value) for name, value in sorted(found.body.items())},
        may_tell=bool(actor.roles & TELLING),
    )


@require_POST
@staff_page("partners")
def replay(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Sends the same message with the same id once more."""
    call = call_from(request)
    return done(
        request,
        lambda: tell_again(call, message_id=message_id),
        then=reverse("workbench:delivery", args=[message_id]),
        message=_("The message goes out once more."),
    )


def _masked(value: object) -> str:
    text = str(value)
    return f"…{text[-4:]}" if len(text) > 8 else "…"
