"""A helper sends photos of the papers that the customer brought, before the customer confirms."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.flows.agent.prepare import beside, send_prepared_paper
from puhui.flows.send_papers import OTHER, papers_wanted
from puhui.foundation.party.facade import is_prepared_in
from puhui.interfaces.customer_web.frame import call_of, go, page
from puhui.interfaces.customer_web.templatetags.customer import say
from puhui.interfaces.customer_web.views.helper import helper_page
from puhui.interfaces.customer_web.views.sent_papers import PaperForm
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound


@require_http_methods(["GET", "POST"])
@helper_page
def helper_papers(request: HttpRequest, actor: Actor, visit_id: UUID, application_id: UUID) -> HttpResponse:
    """Which papers are there and which are missing; one more. What was sent is not shown to the helper again."""
    call = call_of(request, actor)
    who = beside(call, visit_id=visit_id).actor
    if not is_prepared_in(visit_id, application_id=application_id):
        raise NotFound("application", where="application_id")
    wanted = papers_wanted(who, application_id=application_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    form.choose("kind", [(one.kind, say(one.text)) for one in wanted])

    def send(data: dict[str, Any]) -> object:
        content, kind = data["file"].read(), data["kind"]
        return send_prepared_paper(call, visit_id=visit_id, application_id=application_id, kind=kind, content=content)

    if request.method == "POST" and form.attempt(send) is not None:
        return go("helper_papers", visit_id, application_id)
    open_ = [one.kind for one in wanted if one.kind != OTHER and not one.sent]
    if not form.is_bound and open_:
        form.initial["kind"] = open_[0]
    context = {"form": form, "wanted": wanted, "visit_id": visit_id, "application_id": application_id}
    return page(request, "helper_papers", context, status=form.status)
