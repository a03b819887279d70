"""Messages to the customer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.notices.facade import mark_read, notices_of
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.kernel.actors import Actor

A_PAGE = 20


@require_GET
@personal_page
def messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All messages, newest first."""
    try:
        after = UUID(request.GET.get("after", ""))
    except ValueError:
        after = None
    found = notices_of(actor, after=after, most=A_PAGE + 1)
    more = found[A_PAGE - 1].notice_id if len(found) > A_PAGE else None
    return page(request, "messages", {"here": "messages", "notices": found[:A_PAGE], "more": more})


@require_POST
@personal_page
def read_message(request: HttpRequest, actor: Actor, notice_id: UUID) -> HttpResponse:
    """Marks a message as read."""
    mark_read(call_of(request, actor), notice_id=notice_id)
    return go("messages")
