"""What every workbench page shares: sign-in, the actor, the call, how a refusal is shown."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from puhui.foundation.access.facade import actor_of
from puhui.interfaces.ports import current_ports
from puhui.interfaces.staff_door import proof_of
from puhui.interfaces.workbench.rights import require_room, rooms_of
from puhui.interfaces.workbench.stopped import to_proof
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.ids import new_id

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def actor_from(request: HttpRequest) -> Actor:
    """The signed-in staff member."""
    return actor_of(request.user)


def call_from(request: HttpRequest) -> Call:
    """The call that a posted form makes; its hidden key makes a second click the same request."""
    key = request.POST.get("key") or str(new_id())
    now = current_ports().clock.now()
    return Call(actor_from(request), key[:200], now, "workbench", proof=proof_of(request))


def instant() -> datetime:
    """What the clock shows while a page is made."""
    return current_ports().clock.now()


def said(refusal: Refusal) -> str:
    """The refusal's sentence in the language of the page."""
    return refusal.message.in_language(get_language() or "en")


def page(request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any) -> TemplateResponse:
    """A page in the workbench's frame; `key` is the idempotency key of its forms."""
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "key": str(new_id()),
        "rooms": rooms_of(actor_from(request)),
        **context,
    }
    return TemplateResponse(request, f"workbench/{name}.html", frame, status=status)


def staff_page(room: str = "") -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Lets in staff who may open the room; shows a refusal (404 for what does not exist) as a page.

    A page without a room says in `interfaces/rights/declared.py` who may call it.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                if room:
                    require_room(actor_from(request), room)
                answer = view(request, *args, **kwargs)
            except Refusal as refusal:
                answer = _refused(request, refusal)
            answer = to_proof(request) or answer
            return answer.render() if isinstance(answer, TemplateResponse) else answer

        guarded.room = room  # type: ignore[attr-defined]  # read by the table of rights
        wrapped: Callable[..., HttpResponse] = admin.site.admin_view(guarded)
        return wrapped

    return decorate


def _refused(request: HttpRequest, refusal: Refusal) -> TemplateResponse:
    told = {"why": said(refusal), "code": refusal.code}
    return page(request, "refused", _("Not possible"), status=refusal.http_status, **told)


def done(request: HttpRequest, act: Callable[[], object], *, then: str, message: str) -> HttpResponse:
    """Does what a form asks and goes on to `then`; a refusal is shown there, and nothing was changed.

    Who may not act at all gets the page that says so, and what does not exist is 404.
    """
    try:
        act()
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, message)
    return HttpResponseRedirect(then)
