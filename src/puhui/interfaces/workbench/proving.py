"""Proving again, before an act that moves money, publishes or gives rights: the act waits and then goes on by itself.

What the form said is kept in the session, so that nothing is typed twice; `frame.staff_page` sends every act here
that `require_fresh_proof` stopped, whichever page it came from.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.messages import error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from puhui.foundation.access.facade import ask_passkey, door_policy, has_second_factor, note_proof, prove
from puhui.interfaces.staff_door import proof_of, session_of
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.passkeys import proved_by, shown_question
from puhui.interfaces.workbench.stopped import STOPPED


@sensitive_post_parameters("proof")
@never_cache
@require_http_methods(["GET", "POST"])
@staff_page()
def prove_again(request: HttpRequest) -> HttpResponse:
    """Asks for a code (or the password), then does what was stopped."""
    stopped = request.session.get(STOPPED)
    if not stopped:
        return HttpResponseRedirect(reverse("workbench:home"))
    actor = actor_from(request)
    fault, status = "", 200
    if request.method == "POST":
        if _is_proved(request, actor.id):
            return _go_on(request, stopped)
        fault = _("This is not right, or was used before. After five wrong tries it rests for fifteen minutes.")
        status = 422
    return page(
        request,
        "prove_again",
        _("Is it you?"),
        status=status,
        fault=fault,
        by_code=has_second_factor(actor.id),
        passkey=shown_question(ask_passkey("again", user_id=actor.id)),
        act=stopped["act"],
        back=stopped["back"],
        minutes=int(door_policy().fresh_for.total_seconds()) // 60,
    )


def _is_proved(request: HttpRequest, user_id: UUID) -> bool:
    """By a passkey whose device told who holds it, by a code, or by the password where there is no second step."""
    if request.POST.get("answer"):
        return proved_by(request, "again", user_id=user_id) is not None
    return prove(user_id, given=request.POST.get("proof", "").strip())


def _go_on(request: HttpRequest, stopped: dict[str, Any]) -> HttpResponse:
    """The form as it was sent, to the page that it was sent to, now with a proof."""
    session = session_of(request)
    if session is not None:
        note_proof(session.sign_in_id)
    proof = proof_of(request)
    proof.age, proof.asked_for = timedelta(0), ""
    del request.session[STOPPED]
    if stopped["had_file"]:
        error(request, _("A file cannot wait. Please choose it once more and send the form again."))
        return HttpResponseRedirect(stopped["back"])
    request.POST = QueryDict(stopped["form"])
    request.path = request.path_info = stopped["path"]
    found = resolve(stopped["path"])
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer
