"""One's own password: changed by the act that the administrator's change is, with a proof of who asks."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from puhui.foundation.access.facade import NotProved, PasswordsDiffer, factor_state, prove, set_password, user_by_id
from puhui.interfaces.staff_door import let_in
from puhui.interfaces.workbench.frame import actor_from, call_from, page, said, staff_page
from puhui.kernel.errors import Refusal


@sensitive_post_parameters("proof", "password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
@staff_page()
def change_password(request: HttpRequest) -> HttpResponse:
    """The form; then every session of mine ends, and this one begins anew."""
    fault, field = "", "password"
    if request.method == "POST":
        try:
            _change(request)
            return HttpResponseRedirect(reverse("workbench:my_sessions"))
        except Refusal as refusal:
            fault, field = said(refusal), refusal.where or field
    factor, status = factor_state(actor_from(request)), 422 if fault else 200
    shown = {"factor": factor, "fault": fault, "field": field}
    return page(request, "my_password", _("Change the password"), status=status, **shown)


def _change(request: HttpRequest) -> None:
    call, wanted = call_from(request), request.POST.get("password", "")
    if not prove(call.actor.id, given=request.POST.get("proof", "")):
        raise NotProved(where="proof")
    if wanted != request.POST.get("again", ""):
        raise PasswordsDiffer(where="again")
    set_password(call, user_id=call.actor.id, password=wanted)
    let_in(request, user_by_id(call.actor.id))
