"""What staff do with a case: each form names one act, one use case does it; what is refused keeps what was typed."""

from collections.abc import Callable, Mapping
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from puhui.flows.decide_case import confirm_case, propose_case
from puhui.flows.originate_loan.ask_explanation import answer_explanation
from puhui.flows.retry_disbursement import retry_disbursement
from puhui.foundation.casework.facade import (
    MOST_FILE_BYTES,
    add_note,
    attach_file,
    case,
    close_case,
    escalate_case,
    file_case,
    give_back_case,
    give_case,
    prioritise_case,
    read_case_file,
    take_case,
)
from puhui.foundation.documents.facade import FileTooLarge
from puhui.interfaces.workbench.acts import chosen
from puhui.interfaces.workbench.cases import OWN_PAGES, case_page
from puhui.interfaces.workbench.frame import actor_from, call_from, done, said, staff_page
from puhui.interfaces.workbench.rights import require_queue
from puhui.kernel.actors import Call
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal

Act = Callable[[Call, UUID, Mapping[str, str]], object]
FIELDS = {"to_login": "to", "priority": "priority", "file": "file"}  # of the page, by what a refusal names


ACTS: Mapping[str, Act] = {
    "take": lambda call, case_id, _: take_case(call, case_id=case_id),
    "note": lambda call, case_id, form: add_note(call, case_id=case_id, text=form.get("text", "")),
    "propose": lambda call, case_id, form: propose_case(
        call, case_id=case_id, outcome=form.get("outcome", ""), reason=form.get("text", "")
    ),
    "confirm": lambda call, case_id, form: confirm_case(call, case_id=case_id, agree=True, note=form.get("text", "")),
    "send_back": lambda call, case_id, form: confirm_case(
        call, case_id=case_id, agree=False, note=form.get("text", "")
    ),
    "retry": lambda call, case_id, _: retry_disbursement(call, case_id=case_id),
    "explain": lambda call, case_id, form: answer_explanation(call, case_id=case_id, words=form.get("text", "")),
    "close": lambda call, case_id, form: close_case(
        call, case_id=case_id, outcome="handled", note=form.get("text", "")
    ),
    "give": lambda call, case_id, form: give_case(
        call, case_id=case_id, to_login=form.get("to", ""), note=form.get("hand_over", "")
    ),
    "give_back": lambda call, case_id, form: give_back_case(call, case_id=case_id, note=form.get("hand_over", "")),
    "escalate": lambda call, case_id, form: escalate_case(call, case_id=case_id, note=form.get("escalation", "")),
    "prioritise": lambda call, case_id, form: prioritise_case(
        call, case_id=case_id, priority=form.get("priority", ""), why=form.get("why", "")
    ),
}
WORDS_OF = {"give": "hand_over", "give_back": "hand_over", "escalate": "escalation", "prioritise": "why"}


@require_POST
@staff_page()
def act_on_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Takes, notes, gives on, escalates, proposes, confirms, sends back, retries or closes."""
    form = request.POST
    words = WORDS_OF.get(form.get("act", ""), "text")
    return _done_or_again(request, case_id, lambda: chosen(form, ACTS)(call_from(request), case_id, form), words=words)


@require_POST
@staff_page()
def attach(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Puts a file on the case."""

    def act() -> object:
        given = request.FILES.get("file")
        if given is None:
            raise InvalidInput("file", "choose a file")
        if (given.size or 0) > MOST_FILE_BYTES:
            raise FileTooLarge(where="file", most_megabytes=MOST_FILE_BYTES // 1_000_000)
        return attach_file(call_from(request), case_id=case_id, name=given.name or "file", content=given.read())

    return _done_or_again(request, case_id, act, words="file")


@require_POST
@staff_page()
def open_file(request: HttpRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """A file of the case, to be kept on the reader's machine; that they read it stands in the history."""
    card, content = read_case_file(call_from(request), case_id=case_id, file_id=file_id)
    response = HttpResponse(content, content_type=card.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(card.name)}"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@staff_page("party")
def file_a_case(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """Opens a complaint, or something that compliance must look at, about a customer."""
    form = request.POST
    return done(
        request,
        lambda: file_case(
            call_from(request), kind=form.get("kind", ""), party_id=party_id, reason=form.get("reason", "")
        ),
        then=reverse("workbench:customer", args=[party_id]),
        message=_("The case is open."),
    )


def _done_or_again(request: HttpRequest, case_id: UUID, act: Callable[[], object], *, words: str) -> HttpResponse:
    """Goes back to the case; a refusal is shown there beside what was typed, and nothing was changed."""
    try:
        act()
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        found = case(actor_from(request), case_id)
        require_queue(actor_from(request), found.kind)
        if found.kind in OWN_PAGES:
            raise
        field = FIELDS.get(refusal.where, words)
        return case_page(request, found, refused=said(refusal), field=field, status=refusal.http_status)
    messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("workbench:case", args=[case_id]))
