"""The staff door: the password, then a code of the second factor; or the first set-up of one where it is required."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from unfold.forms import AuthenticationForm

from puhui.foundation.access.facade import (
    FactorBegun,
    NoSecondFactor,
    NotProved,
    actor_of,
    ask_passkey,
    begin_second_factor,
    confirm_second_factor,
    has_second_factor,
    must_have_second_factor,
    origin,
    prove_by_code,
    square_code,
    user_by_id,
    waiting_second_factor,
)
from puhui.interfaces.ports import current_ports
from puhui.interfaces.staff_door import let_in
from puhui.interfaces.workbench.frame import page, said
from puhui.interfaces.workbench.frame_outside import outside
from puhui.interfaces.workbench.passkeys import proved_by, shown_question
from puhui.kernel.actors import Call, Proof
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id

WAITING, WAIT = "puhui_waiting", timedelta(minutes=10)


class SignInForm(AuthenticationForm):  # type: ignore[misc]  # unfold ships no types
    """Sign-in name and password; `UNFOLD` names this form."""

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = gettext_lazy("Sign-in name")


class SignIn(LoginView):
    """Password first; who has a second factor, or must have one, goes on to the next page instead of coming in."""

    template_name = "workbench/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The console's frame around the form."""
        offers = bool(origin())
        own = {"title": _("Log in"), "app_path": self.request.get_full_path(), "offers_passkeys": offers}
        return {**admin.site.each_context(self.request), **own, **super().get_context_data(**kwargs), **kwargs}

    def form_valid(self, form: Any) -> HttpResponse:
        """The password is right: in, or on to the second factor."""
        user, then = form.get_user(), self.get_success_url()
        if not (has_second_factor(user.pk) or must_have_second_factor(user.roles)):
            let_in(self.request, user)
            return HttpResponseRedirect(then)
        self.request.session.flush()
        self.request.session[WAITING] = {"user": str(user.pk), "at": timezone.now().isoformat(), "then": then}
        name = "second_factor_code" if has_second_factor(user.pk) else "second_factor_first"
        return HttpResponseRedirect(reverse(f"workbench:{name}"))


sign_in = sensitive_post_parameters("password")(SignIn.as_view())


@sensitive_post_parameters("code")
@csrf_protect
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor_code(request: HttpRequest) -> HttpResponse:
    """Asks for a code of the app on the phone, for a recovery code, or for a passkey where one is kept."""
    user = _waiting_user(request)
    if user is None or not has_second_factor(user.pk):
        return HttpResponseRedirect(reverse("workbench:sign_in"))
    fault, status = "", 200
    if request.method == "POST":
        if _is_second(request, user.pk):
            then = _then(request)
            let_in(request, user)
            return HttpResponseRedirect(then)
        fault = _("This code is not right, or was used before. After five wrong codes it rests for fifteen minutes.")
        if request.POST.get("answer"):
            fault = said(NotProved())
        status = 422
    passkey = shown_question(ask_passkey("second", user_id=user.pk))
    return outside(request, "sign_in_code", _("Second step"), status=status, fault=fault, passkey=passkey)


def _is_second(request: HttpRequest, user_id: UUID) -> bool:
    if request.POST.get("answer"):
        return proved_by(request, "second", user_id=user_id) is not None
    return prove_by_code(user_id, code=request.POST.get("code", "").strip())


@sensitive_post_parameters("code")
@csrf_protect
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor_first(request: HttpRequest) -> HttpResponse:
    """The first set-up, for who may not come in without a second factor; then in, with the recovery codes."""
    user = _waiting_user(request)
    if user is None or has_second_factor(user.pk):
        return HttpResponseRedirect(reverse("workbench:sign_in"))
    key = str(request.POST.get("key") or new_id())[:200]
    call = Call(actor_of(user), key, current_ports().clock.now(), "workbench", proof=Proof(timedelta(0)))
    if request.method == "GET":
        return _first(request, begun=_begun(call))
    try:
        codes = confirm_second_factor(call, code=request.POST.get("code", ""))
    except NoSecondFactor:
        return _first(request, begun=_begun(call))
    except Refusal as refusal:
        return _first(request, begun=waiting_second_factor(call), fault=said(refusal), status=422)
    then = _then(request)
    let_in(request, user)
    return page(request, "recovery_codes", _("Recovery codes"), codes=codes, then=then)


def _begun(call: Call) -> FactorBegun:
    """The factor that waits already, so that a page that is loaded again shows the same; else a new one."""
    try:
        return waiting_second_factor(call)
    except NoSecondFactor:
        return begin_second_factor(call)


def _first(request: HttpRequest, *, begun: FactorBegun, fault: str = "", status: int = 200) -> HttpResponse:
    told = {"begun": begun, "square": square_code(begun.address), "fault": fault, "key": str(new_id())}
    return outside(request, "sign_in_first", _("Set up the second step"), status=status, **told)


def _waiting_user(request: HttpRequest) -> Any:
    """Who has shown their password within the last ten minutes and is not in yet."""
    waiting = request.session.get(WAITING)
    if not waiting or timezone.now() - datetime.fromisoformat(waiting["at"]) > WAIT:
        return None
    user = user_by_id(UUID(waiting["user"]))
    return user if user is not None and user.is_staff else None


def _then(request: HttpRequest) -> str:
    then = str(request.session.get(WAITING, {}).get("then", ""))
    fits = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    return then if fits else reverse("workbench:dashboard")
