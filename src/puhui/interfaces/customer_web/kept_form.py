"""Keeps what somebody sent after their session had ended, so that nothing is lost: only for them, only for a while.

The mark in the cookie says who was signed in at this browser last, and opens nothing. Codes and passwords are not kept,
nor the word that confirms a payment, nor files.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from puhui.foundation.party.facade import seal, unseal
from puhui.interfaces.ports import current_ports

WHO_COOKIE, KEPT = "puhui_who", "kept_form"
WHO_AGE = 30 * 24 * 3600
KEPT_FOR = timedelta(hours=2)
MOST_SIGNS = 20_000
NEVER = frozenset({"csrfmiddlewaretoken", "key", "code", "password", "sure"})


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that was sent to an address, as it was filled in."""

    path: str
    values: tuple[tuple[str, str], ...]


def mark_who(response: HttpResponse, *, user_id: UUID) -> None:
    """Remembers at this browser who signed in last."""
    response.set_cookie(
        WHO_COOKIE,
        _mark(user_id),
        max_age=WHO_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.PUHUI_ENVIRONMENT.is_production,
    )


def keep_form(request: HttpRequest) -> bool:
    """Keeps a form that came without a session; False where there is nobody to keep it for, or it is too large."""
    values = [(name, value) for name in request.POST if name not in NEVER for value in request.POST.getlist(name)]
    who = request.COOKIES.get(WHO_COOKIE, "")
    text = json.dumps({"path": request.path, "who": who, "at": _now().isoformat(), "values": values})
    if not who or not values or len(text) > MOST_SIGNS:
        return False
    request.session[KEPT] = seal(text)
    return True


def kept_form(request: HttpRequest, *, user_id: UUID) -> KeptForm | None:
    """What was kept for who is signed in now; for anybody else it is forgotten, as after its time."""
    sealed = request.session.get(KEPT)
    if not sealed:
        return None
    kept = json.loads(unseal(sealed))
    is_old = _now() - datetime.fromisoformat(kept["at"]) > KEPT_FOR
    if is_old or not constant_time_compare(kept["who"], _mark(user_id)):
        forget_form(request)
        return None
    return KeptForm(kept["path"], tuple((name, value) for name, value in kept["values"]))


def forget_form(request: HttpRequest) -> None:
    """Nothing is kept any more."""
    request.session.pop(KEPT, None)


def _mark(user_id: UUID) -> str:
    return salted_hmac("puhui.customer_web.who", str(user_id)).hexdigest()


def _now() -> datetime:
    return current_ports().clock.now()
