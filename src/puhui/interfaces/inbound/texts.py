"""Text messages that customers send, as the gateway hands them over: signed, fresh, bounded.

The gateway posts `{"id", "from", "text"}` with `X-Puhui-Time` (seconds since 1970) and `X-Puhui-Signature`, the
hexadecimal HMAC-SHA256 of the time, a full stop and the body under `PUHUI_TEXTS_SECRET`. The same id again is answered
without a second message.
"""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from puhui.flows.text_channel.answer import answer_text
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.problems import problem
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id

FRESH_SECONDS: Final = 300
MOST_BYTES: Final = 4000


def signature(body: bytes, *, seconds: str, secret: str) -> str:
    """What a gateway that knows the secret writes over a body."""
    return hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()


@csrf_exempt
@require_POST
def receive_text(request: HttpRequest) -> HttpResponse:
    """Takes one message; refuses what is not signed, not fresh, or not whole."""
    now = current_ports().clock.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return problem(status=413, code="too_large", detail=f"At most {MOST_BYTES} bytes.", where="body")
    if not _is_signed(request, at=now):
        return problem(status=401, code="bad_signature", detail="The signature does not fit, or is too old.")
    message = _message(request.body)
    if message is None:
        return problem(status=422, code="invalid_input", detail="id, from and text are needed, as texts.", where="body")
    try:
        answer_text(
            Call(SYSTEM, f"text/{new_id()}", now, "text"),
            message_id=message["id"],
            phone=message["from"],
            text=message["text"],
        )
    except Refusal as refusal:
        return problem(status=refusal.http_status, code=refusal.code, detail=refusal.message.en, where=refusal.where)
    return JsonResponse({"taken": True})


def _is_signed(request: HttpRequest, *, at: datetime) -> bool:
    secret, seconds = settings.PUHUI_ENVIRONMENT.texts_secret, request.headers.get("X-Puhui-Time", "")
    if not secret or not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
        return False
    fresh = abs(at.timestamp() - int(seconds)) <= FRESH_SECONDS
    given = request.headers.get("X-Puhui-Signature", "").encode()
    return fresh and hmac.compare_digest(given, signature(request.body, seconds=seconds, secret=secret).encode())


def _message(body: bytes) -> dict[str, str] | None:
    try:
        read: Any = json.loads(body)
    except ValueError:
        return None
    if not isinstance(read, dict) or not all(isinstance(read.get(name), str) for name in ("id", "from", "text")):
        return None
    return read


urlpatterns: list[URLPattern] = [path("texts/", receive_text, name="receive_text")]
