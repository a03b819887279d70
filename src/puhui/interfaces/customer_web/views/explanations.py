"""A decision explained: how each fact counted, and the right to have a person explain it in writing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.flows.originate_loan.ask_explanation import ask_explanation
from puhui.flows.originate_loan.explaining import explain
from puhui.interfaces.customer_web.forms import QuestionForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.kernel.actors import Actor


@require_http_methods(["GET", "POST"])
@personal_page
def explanation(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """What the program looked at and how it counted; a posted question goes to a person."""
    form = QuestionForm(request.POST or None)
    if request.method == "POST":
        answer = form.attempt(
            lambda data: ask_explanation(
                call_of(request, actor), application_id=application_id, question=data["reason"]
            )
        )
        if answer is not None:
            request.session[f"explained_by/{application_id}"] = answer.due_on.isoformat()
            return go("explanation", application_id)
    told = explain(actor, application_id=application_id)
    return page(
        request,
        "explanation",
        {"told": told, "form": form, "answered_by": request.session.get(f"explained_by/{application_id}", "")},
        status=form.status,
    )
