"""Passkeys on pages: kept and ended by who is signed in, and signed in with, alone or in place of a code."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from puhui.foundation.access.facade import (
    VISITOR,
    Asked,
    NotProved,
    ask_passkey,
    ask_to_keep,
    end_passkey,
    keep_passkey,
    limit_rate,
    origin,
    prove_by_passkey,
    require_fresh_proof,
    user_by_id,
)
from puhui.interfaces.ports import current_ports
from puhui.interfaces.staff_door import let_in
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.interfaces.workbench.frame_outside import outside
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound, Refusal
from puhui.kernel.ids import new_id

TRIES, WINDOW = 30, 600  # questions for one address in ten minutes


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question to a passkey as a form carries it."""

    question_id: UUID
    options: str
    origin: str


@never_cache
@require_POST
@staff_page()
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Asks this device for a passkey, once it is clear that it is me."""
    require_fresh_proof(call_from(request), "access.keep_passkey")
    asked = shown_question(ask_to_keep(actor_from(request).id))
    return page(request, "passkey_add", _("Add a passkey"), passkey=asked)


@require_POST
@staff_page()
def keep_new_passkey(request: HttpRequest) -> HttpResponse:
    """Keeps what the device made."""
    form, call = request.POST, call_from(request)

    def act() -> None:
        keep_passkey(call, question_id=question_of(request), answer=form.get("answer", ""), name=form.get("name", ""))

    return done(request, act, then=reverse("workbench:my_access"), message=_("The passkey is kept."))


@require_POST
@staff_page()
def end_my_passkey(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """Ends a passkey of mine."""
    then, message = reverse("workbench:my_access"), _("Nobody comes in with this passkey any more.")
    return done(request, lambda: end_passkey(call_from(request), passkey_id=passkey_id), then=then, message=message)


@csrf_protect
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """In with a passkey alone: the device has told by finger, face or number who holds it."""
    fault, status = "", 200
    if request.method == "POST":
        user = user_by_id(found) if (found := proved_by(request, "alone", user_id=None)) else None
        if user is not None and user.is_staff:
            let_in(request, user)
            return HttpResponseRedirect(reverse("workbench:dashboard"))
        fault, status = said(NotProved()), 422
    try:
        limit_rate(
            f"passkey/{request.META.get('REMOTE_ADDR', '')}", most=TRIES, seconds=WINDOW, at=current_ports().clock.now()
        )
        asked = ask_passkey("alone")
    except Refusal as refusal:
        asked, fault, status = None, said(refusal), refusal.http_status
    told = {"fault": fault, "passkey": shown_question(asked)}
    return outside(request, "sign_in_passkey", _("Sign in with a passkey"), status=status, **told)


def proved_by(request: HttpRequest, purpose: Any, *, user_id: UUID | None) -> UUID | None:
    """Who proved themselves with the answer of a form; None for every fault."""
    call = Call(VISITOR, str(new_id()), current_ports().clock.now(), "workbench")
    try:
        return prove_by_passkey(
            call,
            purpose,
            question_id=question_of(request),
            answer=request.POST.get("answer", ""),
            user_id=user_id,
        )
    except (NotProved, NotFound):
        return None


def shown_question(asked: Asked | None) -> ShownQuestion | None:
    """A question as a form carries it; None stays None."""
    return None if asked is None else ShownQuestion(asked.question_id, json.dumps(asked.options), origin())


def question_of(request: HttpRequest) -> UUID:
    """The question that a form answers; what is no id was never asked."""
    try:
        return UUID(request.POST.get("question", ""))
    except ValueError:
        raise NotFound("question", where="question") from None
