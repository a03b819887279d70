"""One's own way in: the second factor and its recovery codes, and where one is signed in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.access.facade import (
    NoSecondFactor,
    NotProved,
    begin_second_factor,
    confirm_second_factor,
    end_second_factor,
    end_sign_in,
    factor_state,
    note_proof,
    origin,
    passkeys_of,
    prove,
    renew_recovery_codes,
    sign_ins,
    square_code,
    waiting_second_factor,
)
from puhui.interfaces.staff_door import session_of
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.kernel.errors import Refusal


@require_GET
@staff_page()
def my_access(request: HttpRequest) -> HttpResponse:
    """How I come in: the second factor, and where it is set up, exchanged or switched off."""
    return _mine(request)


@sensitive_post_parameters("proof")
@require_POST
@staff_page()
def begin_factor(request: HttpRequest) -> HttpResponse:
    """Begins a second factor, once it is clear that it is me."""

    def act() -> None:
        if not prove(actor_from(request).id, given=request.POST.get("proof", "")):
            raise NotProved(where="proof")
        session = session_of(request)
        if session is not None:
            note_proof(session.sign_in_id)
        begin_second_factor(call_from(request))

    try:
        act()
    except Refusal as refusal:
        return _mine(request, status=422, fault=said(refusal))
    return HttpResponseRedirect(reverse("workbench:confirm_factor"))


@sensitive_post_parameters("code")
@never_cache
@staff_page()
def confirm_factor(request: HttpRequest) -> HttpResponse:
    """Shows the square code and the key, and takes the first code; then shows the recovery codes, this once."""
    fault, status = "", 200
    if request.method == "POST":
        try:
            codes = confirm_second_factor(call_from(request), code=request.POST.get("code", ""))
            return _codes_page(request, codes)
        except Refusal as refusal:
            fault, status = said(refusal), 422
    try:
        begun = waiting_second_factor(call_from(request))
    except NoSecondFactor:
        return HttpResponseRedirect(reverse("workbench:my_access"))
    shown = {"begun": begun, "square": square_code(begun.address), "fault": fault}
    return page(request, "confirm_factor", _("Set up the second step"), status=status, **shown)


@never_cache
@require_POST
@staff_page()
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown this once."""
    return _codes_page(request, renew_recovery_codes(call_from(request)))


@require_POST
@staff_page()
def end_factor(request: HttpRequest) -> HttpResponse:
    """Switches my second factor off, where it is not required."""
    then, message = reverse("workbench:my_access"), _("The second step is switched off.")
    return done(request, lambda: end_second_factor(call_from(request)), then=then, message=message)


@require_GET
@staff_page()
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in, and where I was."""
    session = session_of(request)
    here = session.sign_in_id if session else None
    return page(request, "my_sessions", _("Where I am signed in"), sessions=sign_ins(actor_from(request)), here=here)


@require_POST
@staff_page()
def end_session(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    """Signs me out on another device."""
    then, message = reverse("workbench:my_sessions"), _("Signed out there.")
    return done(request, lambda: end_sign_in(call_from(request), sign_in_id=sign_in_id), then=then, message=message)


def _mine(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    actor = actor_from(request)
    told = {"factor": factor_state(actor), "passkeys": passkeys_of(actor), "origin": origin(), "fault": fault}
    return page(request, "my_access", _("My sign-in"), status=status, **told)


def _codes_page(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    return page(request, "recovery_codes", _("Recovery codes"), codes=codes, then=reverse("workbench:my_access"))
