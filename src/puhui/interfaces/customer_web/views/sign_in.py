"""Signing in with a phone number and a one-time code, signing out, and the demonstration's outbox."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.request_sign_in_code import request_sign_in_code
from puhui.flows.sign_in_customer import sign_in_customer
from puhui.foundation.access.facade import VISITOR, actor_of, limit_rate, user_by_id
from puhui.foundation.party.facade import seal, unseal
from puhui.interfaces.customer_web.forms import CodeForm, PhoneForm
from puhui.interfaces.customer_web.frame import call_of, go, language_of, open_page, page, personal_page
from puhui.interfaces.customer_web.kept_form import forget_form, kept_form, mark_who
from puhui.interfaces.customer_web.languages import recorded_in
from puhui.interfaces.customer_web.views.welcome import bring_text_size, safe_target
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound

OUTBOX = getattr(settings, "PUHUI_DEMO_OUTBOX", "puhui.adapters.messaging.embedded.demo_outbox")
PHONE, TARGET = "sign_in_phone", "sign_in_next"
REQUESTS_AN_HOUR = TRIES_AN_HOUR = 600  # from one address, which many phones may share; the flow bounds each phone


@require_http_methods(["GET", "POST"])
@open_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for the phone number and sends a code to it."""
    form = PhoneForm(request.POST or None)
    target = safe_target(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method == "POST" and form.attempt(lambda data: _send_code(request, data["phone"])):
        request.session[PHONE] = seal(form.cleaned_data["phone"])  # sessions are kept, personal data is not
        request.session[TARGET] = target
        return go("sign_in_code")
    return page(request, "sign_in", {"form": form, "next": target}, status=form.status)


def _send_code(request: HttpRequest, phone: str) -> bool:
    call = call_of(request, VISITOR)
    limit_rate(f"sign-in/ask/{_address(request)}", most=REQUESTS_AN_HOUR, seconds=3600, at=call.at)
    request_sign_in_code(call, phone=phone, language=recorded_in(language_of(request)))
    return True


@require_http_methods(["GET", "POST"])
@open_page
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code and opens the session."""
    phone = _phone_of(request)
    if not phone:
        return go("sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and (user_id := form.attempt(lambda data: _try_code(request, phone, data["code"]))):
        user = user_by_id(user_id)
        if user is None:
            raise NotFound("user")
        target = request.session.pop(TARGET, "")
        request.session.pop(PHONE, None)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        response = HttpResponseRedirect(target or reverse("overview"))
        response.status_code = 303
        bring_text_size(request, response, actor_of(user))
        mark_who(response, user_id=user.id)
        return response
    return page(request, "sign_in_code", {"form": form, "masked": f"{phone[:3]}****{phone[-4:]}"}, status=form.status)


def _try_code(request: HttpRequest, phone: str, code: str) -> UUID:
    call = call_of(request, VISITOR)
    limit_rate(f"sign-in/try/{_address(request)}", most=TRIES_AN_HOUR, seconds=3600, at=call.at)
    return sign_in_customer(call, phone=phone, code=code, language=recorded_in(language_of(request))).user_id


def _phone_of(request: HttpRequest) -> str:
    """The phone that asked for a code in this session."""
    kept = request.session.get(PHONE)
    return unseal(kept) if kept else ""


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


@require_http_methods(["GET", "POST"])
@personal_page
def go_on(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was sent after the session had ended: send it now, or leave it."""
    if request.method == "POST":
        forget_form(request)
        return go("overview")
    kept = kept_form(request, user_id=actor.id)
    if kept is None:
        return go("overview")
    return page(request, "go_on", {"kept": kept})


@require_POST
@open_page
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return go("home")


@require_GET
@open_page
def outbox(request: HttpRequest) -> HttpResponse:
    """The text messages that a demonstration would have sent; there is no such page in production."""
    if settings.PUHUI_ENVIRONMENT.is_production:
        raise NotFound("page")
    asked = _phone_of(request)
    phone = asked or request.GET.get("phone")
    back = reverse("sign_in_code") if asked else ""
    sent = import_string(OUTBOX)(most=30, phone=phone or None)
    return page(request, "demo_outbox", {"sent": sent, "phone": phone or "", "back": back})
